"""Which sentences declare a page frozen, and which only sound like it."""

from __future__ import annotations

import pytest

from archive_watch.classify.declared import declaration_in, declaration_in_markup

_DECLARE = [
    "You are viewing ARCHIVED CONTENT released online from January 20, 2021 to January 20, 2025.",
    "Content in this archive site is NOT UPDATED, and links may not function.",
    "The State Department web site below is a permanent electronic archive of information released"
    " online from January 1, 1997 to January 20, 2001.",
    "This site is not updated so external links may no longer function.",
    "This is historical material “frozen in time”. The website is no longer updated and links to"
    " external websites may not work.",
    "an archive of information released prior to January 20, 2009",
    "This page is archived content and is NOT UPDATED.",
    "NOTICE: This page has been archived and is no longer updated.",
    "This website is an archived site that is no longer being updated",
]
_DO_NOT = [
    "This page is not updated daily.",
    "This site is updated every week.",
    "Archive sites are not updated, so external links may no longer function.",
    "Information released online from January 20, 2021 to January 20, 2025 was wrong.",
    "The list of ships was not updated.",
    "This page is archived content that is not updated daily.",
    "This page is archived. The list of ships is not updated.",
    "He said that this is an archived page.",
    "",
]


@pytest.mark.parametrize("sentence", _DECLARE, ids=range(len(_DECLARE)))
def test_a_page_is_frozen_by_these_words(sentence: str) -> None:
    assert declaration_in(["Home", sentence, "Contact"]) is not None


@pytest.mark.parametrize("sentence", _DO_NOT, ids=range(len(_DO_NOT)))
def test_a_page_is_not_frozen_by_these(sentence: str) -> None:
    assert declaration_in(["Home", sentence, "Contact"]) is None


def test_a_sentence_is_read_across_the_runs_of_its_markup_with_its_dates() -> None:
    lines = ["You are viewing ", "ARCHIVED CONTENT", "released online from", "January 20, 2021",
             "to January 20, 2025", "."]  # fmt: skip
    found = declaration_in(lines)
    assert found is not None
    assert found.dates == ("January 20, 2021", "January 20, 2025")


def test_in_the_words_of_a_page_only_a_formal_banner_counts() -> None:
    assert declaration_in_markup("<p>This site is not updated, he said.</p>") is None
    assert declaration_in_markup(f"<main><p>{_DECLARE[0]}</p><p>Words.</p></main>") is not None
    assert declaration_in_markup("archive<" * 200_000) is None
