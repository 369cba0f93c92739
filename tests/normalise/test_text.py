"""White space folded for storing and for comparing; nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.normalise.text import (
    apart,
    comparable,
    comparable_folded,
    comparable_joined,
    folded,
    storable,
)

_ANY = st.text(st.characters(exclude_categories=[]), max_size=200)


@given(_ANY)
def test_folding_twice_is_folding_once_and_can_be_stored(text: str) -> None:
    once = folded(text)
    assert folded(once) == once == once.strip()
    assert "\x00" not in once
    once.encode("utf-8")


@given(st.lists(st.from_regex(r"[a-zA-Z0-9.,’—]{1,8}", fullmatch=True), min_size=1), st.data())
def test_white_space_between_words_never_counts_and_words_always_do(
    words: list[str], data: st.DataObject
) -> None:
    spaces = st.text(" \t\n\r\u00a0\u202f\u3000", min_size=1, max_size=4)
    spaced = "".join(word + data.draw(spaces) for word in words)
    assert folded(spaced) == " ".join(words)


@given(_ANY)
def test_the_comparable_form_is_stable(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("one , two", "one, two", True),
        ("( laughter )", "(laughter)", True),
        ("now here", "nowhere", False),
        ("one\n\ntwo", "one two", True),
        ("one. Two", "one.Two", True),
    ],
)
def test_only_spaces_between_words_are_compared(old: str, new: str, same: bool) -> None:
    assert (comparable(old) == comparable(new)) is same


def test_what_cannot_be_stored_is_left_out_and_nothing_else() -> None:
    assert storable("a\x00b\ud800c\x1b") == "abc\x1b"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["S", "tate of play"], "State of play"),
        (["the ", "S", "tate"], "the State"),
        (["a stat", "e"], "a state"),
        (["he is a", " man"], "he is a man"),
        (["United States", "Institutions"], "United States Institutions"),
        (["10", "2"], "10 2"),
        (["4", "x"], "4x"),
        (["", ""], ""),
        ([], ""),
    ],
)
def test_markup_parts_words_but_not_a_single_letter_from_its_word(
    pieces: list[str], expected: str
) -> None:
    assert comparable(apart(pieces)) == expected


@given(st.lists(st.text("ab_1é.,“”() \u00a0", max_size=8).map(folded), max_size=6))
def test_texts_compared_one_by_one_are_compared_as_they_are_together(texts: list[str]) -> None:
    assert comparable_joined([comparable_folded(text) for text in texts]) == comparable_folded(
        " ".join(texts)
    )
