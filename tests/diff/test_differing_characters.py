"""How much lies between what two texts begin and end with: the measure of their difference's work."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.ends import differing_characters

_WORDS = st.text("ab ", max_size=30)


@given(head=_WORDS, old=_WORDS, new=_WORDS, tail=_WORDS)
def test_what_both_begin_and_end_with_is_no_work(head: str, old: str, new: str, tail: str) -> None:
    assert differing_characters(head + old + tail, head + new + tail) <= len(old) + len(new)
    assert differing_characters(head + old, head + old) == 0


def test_texts_with_nothing_in_common_are_all_work() -> None:
    assert differing_characters("a" * 100_000, "b" * 70_000) == 170_000
