"""A difference for a cell of a table: the changed parts, bounded, with nothing of a page as markup."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.align import diff_transcripts
from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.report.beside import Beside
from archive_watch.report.diff_cell import changed_parts

_OURS = re.compile(r'</?(?:del|ins|b|p)>|<p dir="auto">')


def _parts(old: str, new: str, beside: Beside | None = None) -> str:
    sides = (Transcript(text=text, metadata=Metadata()) for text in (old, new))
    return changed_parts(diff_transcripts(*sides), beside or Beside())


def test_unchanged_paragraphs_are_left_out() -> None:
    told = _parts(
        "The first.\n\nNine lights burn.\n\nThe last.",
        "The first.\n\nSeven lights burn.\n\nThe last.",
    )
    assert told == '<p dir="auto"><del>Nine</del><ins>Seven</ins> lights burn.</p>'


def test_of_a_long_paragraph_only_the_words_beside_the_edit_are_told() -> None:
    told = _parts("word " * 500 + "nine" + " more" * 500, "word " * 500 + "seven" + " more" * 500)
    assert "<del>nine</del><ins>seven</ins>" in told
    assert len(told) < 300


def test_what_differs_beside_the_words_comes_first() -> None:
    told = _parts("a", "b", Beside(facts=[("title", "Old", "New")]))
    assert told.index("<b>headline</b>") < told.index("<del>a</del>")


def test_a_difference_without_end_is_cut_with_word_of_the_rest() -> None:
    old = "\n\n".join(f"Old paragraph number {n} of {n * 7}." for n in range(400))
    told = _parts(old, "Another text altogether.")
    assert re.search(r"<p>and \d+ more changes</p>\Z", told)
    assert len(_parts("x " * 2_000_000, "y " * 2_000_000)) < 10_000


@given(old=st.text(), new=st.text())
def test_nothing_that_a_page_wrote_is_markup(old: str, new: str) -> None:
    told = _parts(old, new)
    assert "<" not in _OURS.sub("", told)
    assert bool(told) == (old != new)


@given(st.text("<>&\"'/abdeilnpscrt =", max_size=40))
def test_markup_in_the_words_reads_as_the_words(words: str) -> None:
    told = _parts("", words)
    assert " ".join(unescape(_OURS.sub("", told)).split()) == " ".join(words.split())
