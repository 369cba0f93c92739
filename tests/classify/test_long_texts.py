"""Long and hostile texts: read in time that grows with their size, and judged as short ones are."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.changes import classify_change
from archive_watch.classify.marks import addresses_in
from archive_watch.classify.typography import is_typography, letters_of
from archive_watch.classify.worded import words_of, words_touched
from archive_watch.diff.words import word_runs
from archive_watch.model.change import ChangeKind, Finding
from archive_watch.model.transcript import Metadata, Transcript
from cost import Work, growth

_SMALL, _LARGE = 3_000, 90_000
_BITS = ["a", "Mr.", "not", "5", " %", " per cent", "5 per cent", "-5", "www.state.gov/x", "[redacted]",
         "Natalia", "–", "\n\n", "twenty", "(b)(6)", "XXXX", ",", "  ", "joe@a.gov"]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_BITS), max_size=12).map(" ".join)
_FILLING = " ".join(["and so the words went on"] * 12)  # longer than what is read around an edit


def _classified(old: str, new: str) -> Finding:
    return classify_change(*(Transcript(text=text, metadata=Metadata()) for text in (old, new)))[0]


def _judging(pattern: str, size: int) -> Work:
    """The judging of an edit in the midst of one unbroken text of some size."""
    half = pattern * (size // len(pattern) // 2)
    return lambda: _classified(f"{half} Anna {half}", f"{half} Berta {half}b")


@pytest.mark.parametrize(
    "pattern",
    ["a", "a.", "a@", "1 ", "1.,", "(", "ab-", "&amp;", "‘", "א\u0301", "中文", "http://", "a.gov",
     "x ", "[b]", "%", "\u200d", "“a” ", "A. "],
)  # fmt: skip
def test_thirty_times_the_text_takes_not_the_square_of_it(pattern: str) -> None:
    small, large = _judging(pattern, _SMALL), _judging(pattern, _LARGE)
    assert growth(small, large, below=300) < 300  # 900: the square


def test_many_short_lines_that_all_became_others_are_not_compared_each_with_each() -> None:
    def judging(count: int) -> Callable[[], Finding]:
        old, new = (
            "\n\n".join("".join(letters[int(digit)] for digit in f"{at:05}") for at in range(count))
            for letters in ("абвгдежзик", "مسكلنهويرت")
        )
        kept = "These words stayed. " * count
        return lambda: _classified(f"{old}\n\n{kept}", f"{new}\n\n{kept}")

    assert judging(4_000)().kind is ChangeKind.TEXT
    assert growth(judging(200), judging(4_000), below=100) < 100  # 400: the square


def test_one_word_of_a_giant_paragraph_is_told_like_one_of_a_short_paragraph() -> None:
    said = "The Secretary was {} on 3 May."
    around = " ".join(["Nobody asked for more than that."] * 20_000)
    for old, new in (
        ("optimistic", "pessimistic"),
        ("ready", "not ready"),
        ("in Paris", "in Rome"),
    ):
        short = _classified(said.format(old), said.format(new))
        giant = _classified(
            f"{around} {said.format(old)} {around}", f"{around} {said.format(new)} {around}"
        )
        assert giant.flags == short.flags
        assert (giant.kind, giant.words_added) == (short.kind, short.words_added)


def test_two_endless_words_that_differ_by_a_letter_are_no_slip_of_spelling() -> None:
    old, new = (f"a{sign}" + "a" * 400_000 + f"{sign}a" for sign in "bc")
    assert _classified(old, new).flags == ()


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS)
def test_what_stands_far_from_an_edit_does_not_matter_to_its_words(
    before: str, old: str, new: str, after: str
) -> None:
    near = words_touched(*_sides(before, old, new, after))
    far = words_touched(*_sides(f"{_FILLING} {before}", old, new, f"{after} {_FILLING}"))
    assert [word.text for word in near.gone] == [word.text for word in far.gone]
    assert [word.text for word in near.come] == [word.text for word in far.come]


def _sides(before: str, old: str, new: str, after: str):  # type: ignore[no-untyped-def]  # a triple
    sides = tuple(f"Lo and {before} x {side} y {after} and lo" for side in (old, new))
    return *sides, word_runs(*sides)


@given(_TEXTS)
def test_the_words_that_an_edit_touches_are_words_of_the_text(text: str) -> None:
    whole = f"{text} {_FILLING} Anna {_FILLING} {text}"
    other = whole.replace("Anna", "Berta")
    touched = words_touched(whole, other, word_runs(whole, other))
    assert [(word.before, word.text, word.after) for word in touched.gone] == [
        (word.before, word.text, word.after) for word in words_of(whole) if word.text == "Anna"
    ]


@given(st.text(max_size=30), st.text(max_size=30))
def test_texts_that_are_typography_of_each_other_share_their_letters(old: str, new: str) -> None:
    for other in (new, old.replace("'", "’"), old.replace(" ", "\u00a0"), f"“{old}”"):
        if is_typography(old, other):
            assert letters_of(old) & letters_of(other)


def test_a_mail_address_and_a_host_are_still_found_in_a_long_text() -> None:
    text = (
        "x " * 5_000 + "write to joe.bloggs+x@mail.state.gov or see www.state.gov/a. " + "y." * 900
    )
    assert addresses_in(text) == ["joe.bloggs+x@mail.state.gov", "www.state.gov/a"]
