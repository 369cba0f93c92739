"""What the host's other pages say is told beside a page that is explained, and takes nothing out."""

from __future__ import annotations

from pathlib import Path

from archive_watch.report.explanation import explanation_as_text
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.telling.explain_page import Explained, explain_stored
from archive_watch.storage.pages import find_page
from archive_watch.storage.transcripts import load_transcript
from archive_watch.storage.versions import current_version
from extract.reading import UNKNOWN, WORDPRESS, wordpress
from fresh import fresh_archive
from warcs import response, written
from watching import MOST_BYTES, watch_of

_NOTE = "This interview was given by telephone."


def _words(number: int) -> str:
    return "".join(
        f"<p>Of matter {number} the council said on day {day} that it would be looked into, and"
        f" that all who asked about matter {number} would be told before day {day + 9} is over.</p>"
        for day in range(4)
    )


def _explained(folder: Path, host: str, pages: list[str]) -> tuple[Explained, str]:
    """The first of ``pages`` explained, and its stored text."""
    records = [
        response(f"https://{host}/{number}/", page.encode(), at="2020-01-01T00:00:00Z")
        for number, page in enumerate(pages)
    ]
    with fresh_archive(folder / "archive.db") as archive:
        watch = watch_of(archive)
        file = written(folder / "a.warc", *records)
        import_captures(watch, sources_of([file], url=None, at=None, max_bytes=MOST_BYTES))
        page = find_page(archive, f"https://{host}/0/")
        assert page is not None
        version = current_version(archive, page.id)
        assert version is not None
        text = load_transcript(archive, version.id)
        assert text is not None
        return explain_stored(watch, page), text.text


def test_a_block_that_recurs_is_told_with_its_count_and_kept(tmp_path: Path) -> None:
    pages = [wordpress(f"<p>{_NOTE}</p>{_words(number)}") for number in range(8)]
    found, text = _explained(tmp_path, WORDPRESS, pages)
    assert _NOTE in text
    note = next(one for one in found.explanation.blocks if one.text == _NOTE)
    assert (note.kept, note.seen_on) == (True, (8, 8))
    opinion = found.explanation.opinion
    assert opinion is not None
    assert f"kept, and yet on most of the pages: “{_NOTE}”" in opinion.advice[0]
    shown = explanation_as_text(found.explanation)
    assert f"+ {_NOTE}  ← seen on 8 of 8 pages" in shown
    assert "a second opinion, which takes nothing out" in shown


def test_words_that_the_profile_leaves_out_are_told_where_no_other_page_has_them(
    tmp_path: Path,
) -> None:
    pages = [
        wordpress(_words(number), after=f"<div class=note>{_words(number + 50)}</div>")
        for number in range(8)
    ]
    found, text = _explained(tmp_path, WORDPRESS, pages)
    assert "matter 50" not in text
    opinion = found.explanation.opinion
    assert opinion is not None
    assert "left out, and on no other page: “Of matter 50" in opinion.advice[0]


def test_learnt_furniture_is_told_with_the_pages_that_it_is_on(tmp_path: Path) -> None:
    box = "<div class=promo><h3>Subscribe</h3><p>Every week.</p></div>"
    pages = [
        f"<html><body><div class=story><h1>Story {number}</h1>{_words(number)}{box}</div></body></html>"
        for number in range(8)
    ]
    found, _ = _explained(tmp_path, UNKNOWN, pages)
    shown = explanation_as_text(found.explanation)
    assert "learnt: `div.promo` says the same on other pages" in shown
    assert "- Subscribe · Every week.  ← seen on 8 of 8 pages" in shown
    assert found.as_json()["learnt"]["furniture"] == ["div.promo"]


def test_of_too_few_pages_nothing_is_said(tmp_path: Path) -> None:
    found, _ = _explained(tmp_path, WORDPRESS, [wordpress(_words(n)) for n in range(5)])
    assert found.explanation.opinion is None
    assert {one.seen_on for one in found.explanation.blocks} == {None}
