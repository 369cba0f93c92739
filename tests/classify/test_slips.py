"""Slips of spelling, and what is another word however alike it looks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.slips import Lexicon, is_slip_of

_NO_TEXTS = Lexicon("", "")
_PAGE = Lexicon(
    "the government and its fisheries, the international port statute",
    "the government, its fisheries",
)
_BOTH = Lexicon("government statute refugees", "government statute refugees")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("receive", "recieve"), ("committed", "commited"), ("labour", "labor"),
        ("travelling", "traveling"), ("organised", "organized"), ("theatre", "theater"),
        ("defence", "defense"), ("programme", "program"), ("flagrantly", "flagrntly"),
        ("unprecedented", "unprecedentd"), ("the", "teh"), ("definitely", "definately"),
        ("fundamental", "fundmental"), ("migration", "migrtion"),
    ],
)  # fmt: skip
def test_a_slip_shows_by_itself(old: str, new: str) -> None:
    assert is_slip_of(old, new, _NO_TEXTS)
    assert is_slip_of(new, old, _NO_TEXTS)


def test_a_letter_inside_a_word_is_a_slip_where_the_page_has_the_other_spelling() -> None:
    assert is_slip_of("fisheries", "fishories", _PAGE)
    assert not is_slip_of("fisheries", "fishories", _NO_TEXTS)
    assert not is_slip_of("international", "internotional", _PAGE)  # gone from the new text as well


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("statute", "statue"), ("united", "untied"), ("trial", "trail"), ("martial", "marital"),
        ("planned", "planed"), ("filled", "filed"), ("refugees", "refuges"), ("for", "four"),
        ("port", "ports"), ("agree", "agreed"), ("legal", "illegal"), ("can", "cab"),
        ("morality", "mortality"), ("ordnance", "ordinance"), ("infection", "inflection"),
    ],
)  # fmt: skip
def test_another_word_is_no_slip(old: str, new: str) -> None:
    for lexicon in (_NO_TEXTS, _PAGE, _BOTH):
        assert not is_slip_of(old, new, lexicon)
        assert not is_slip_of(new, old, lexicon)


@given(st.text("aeilnrst", min_size=3, max_size=9), st.text("aeilnrst", min_size=3, max_size=9))
def test_the_judgement_is_the_same_from_either_side(old: str, new: str) -> None:
    assert is_slip_of(old, new, _PAGE) == is_slip_of(new, old, _PAGE)
