"""White space folded for storing, typography folded for judging; nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.normalise.text import comparable, cosmetic_key, folded, storable

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
def test_the_comparable_form_and_the_cosmetic_key_are_stable(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
    assert cosmetic_key(folded(text)) == cosmetic_key(folded(folded(text)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It's “ready”", 'It’s "ready"'),
        ("ready -- now", "ready — now"),
        ("clear\u00ad‑eyed", "clear-eyed"),
        ("an other", "another"),
        ("oﬃce", "office"),
        ("It’s ready", "Itâ€™s ready"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_typography_alone_is_cosmetic(old: str, new: str) -> None:
    assert cosmetic_key(old) == cosmetic_key(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ready", "Ready"),
        ("ready.", "ready"),
        ("is ready", "is not ready"),
        ("5 ports", "6 ports"),
        ("port’s", "ports"),
        ("naïve", "naive"),
    ],
)
def test_a_letter_a_digit_a_case_or_a_stop_is_not(old: str, new: str) -> None:
    assert cosmetic_key(old) != cosmetic_key(new)


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
