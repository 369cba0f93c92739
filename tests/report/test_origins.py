"""Origins and wordings for a terminal: what stayed is counted, what was edited is marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.report.origins import edited_in_words, parts_in_words

_TEXT = st.lists(st.sampled_from(["a", "b", "\n\n", " ", "light house"]), max_size=8).map("".join)


def test_paragraphs_that_stayed_are_counted_and_edits_marked() -> None:
    before = "One.\n\nTwo is lit.\n\nThree.\n\nFour."
    after = before.replace("is lit", "is not lit")
    assert list(edited_in_words(before, after)) == [
        "… 1 unchanged paragraph …", "Two is {+not +}lit.", "… 2 unchanged paragraphs …",
    ]  # fmt: skip
    assert list(edited_in_words(None, "One.\n\nTwo.")) == ["One.", "Two."]
    assert list(edited_in_words("One.", None)) == ["(it is not there)"]
    assert list(edited_in_words("One.", "One.")) == ["(the same words)"]


@given(_TEXT, _TEXT)
def test_every_word_that_came_or_left_is_shown(before: str, after: str) -> None:
    told = "".join(edited_in_words(before, after))
    for word in {*before.split()} ^ {*after.split()}:
        assert word in told


def test_a_paragraph_that_comes_in_is_shown_whole_between_those_that_stayed() -> None:
    assert list(edited_in_words("One.\n\nThree.", "One.\n\nTwo.\n\nThree.")) == [
        "… 1 unchanged paragraph …", "{+Two.+}", "… 1 unchanged paragraph …",
    ]  # fmt: skip


def test_words_of_another_version_stand_in_brackets_but_marks_do_not() -> None:
    parts = [("We are ", "1"), (" not", "3"), (" here", "1"), (".", "3")]
    assert parts_in_words(parts, "1") == "We are [3: not] here."
