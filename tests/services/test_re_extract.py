"""Texts are derived anew and history stays: what two extractors read differently is no change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_watch.errors import CallerError
from archive_watch.extract.page import EXTRACTOR_VERSION
from archive_watch.model.site import SiteProfile
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.proving.re_extract import Difference, SiteTally, re_extract
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive
from fresh import fresh_archive
from warcs import response, written
from watching import MOST_BYTES, watch_of

HOST = "archive.example"
URL = f"https://{HOST}/report"
READER = f"archive-watch/{EXTRACTOR_VERSION}"
WORDS = "The committee met on Tuesday and agreed on the report."
EDITED = "The committee met on Monday and agreed on the report."

FIRST = SiteProfile(name="example", hosts=(HOST,), roots=("main",), title=("h1",))
MENDED = replace(FIRST, version=2, drop=(".dateline",))
SILENT = replace(FIRST, version=2)


def _page(words: str, *, line: str = "Updated today", nonce: str = "") -> bytes:
    return (
        f"<html><head><title>A page</title></head><body class='{nonce}'><nav>Menu</nav><main>"
        f"<h1>A page</h1><p class='dateline'>{line}</p><p>{words}</p></main></body></html>"
    ).encode()


@contextmanager
def _watching(folder: Path, profile: SiteProfile) -> Iterator[Watch]:
    """The program in ``folder``, started with this profile."""
    with fresh_archive(folder / "archive.db") as archive:
        watch = watch_of(archive)
        yield replace(watch, profiles=(*watch.profiles, profile))


def _observed(folder: Path, profile: SiteProfile, *seen: tuple[str, bytes]) -> None:
    """Each body observed at its second, in the order given, by a program of this profile."""
    for number, (second, body) in enumerate(seen):
        record = response(URL, body, at=f"2020-01-01T00:00:{second}Z")
        file = written(folder / f"{number}.warc", record)
        with _watching(folder, profile) as watch:
            import_captures(watch, sources_of([file], url=None, at=None, max_bytes=MOST_BYTES))


def _re_extracted(
    folder: Path, profile: SiteProfile, *, dry_run: bool = False
) -> tuple[SiteTally, list[Difference]]:
    told: list[Difference] = []
    with _watching(folder, profile) as watch:
        result = re_extract(watch, dry_run=dry_run, tell=told.append)
        assert verify_archive(watch) == []
    return result[HOST], told


def _rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_archive(folder / "archive.db") as archive:
        return [tuple(row) for row in archive.rows(sql)]


def _history(folder: Path) -> list[list[tuple[Any, ...]]]:
    """All that re-extraction has to leave alone, row ids and all."""
    return [
        _rows(folder, f"SELECT * FROM {table} ORDER BY id")
        for table in ("spans", "changes", "fetches", "pages", "captures", "incidents")
    ] + [_rows(folder, "SELECT * FROM change_edits ORDER BY 1, 2")]


def _texts(folder: Path) -> list[str]:
    rows = _rows(
        folder,
        "SELECT t.text FROM versions v JOIN texts t ON t.id = v.text_id ORDER BY v.number",
    )
    return [text for (text,) in rows]


def _outcomes(folder: Path) -> list[str]:
    return [row[0] for row in _rows(folder, "SELECT outcome FROM check_log ORDER BY started_at")]


def _text(*paragraphs: str) -> str:
    return "\n\n".join(("A page", *paragraphs))


@pytest.mark.parametrize("profile", [MENDED, replace(MENDED, version=1)], ids=["raised", "kept"])
@pytest.mark.parametrize("nonce", ["", "another"], ids=["same bytes", "other bytes"])
def test_a_profile_mended_between_two_checks_changes_no_page(
    tmp_path: Path, profile: SiteProfile, nonce: str
) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)))
    _observed(tmp_path, profile, ("02", _page(WORDS, nonce=nonce)), ("03", _page(WORDS, nonce="3")))
    assert _outcomes(tmp_path) == ["new", "unchanged", "unchanged"]
    assert _texts(tmp_path) == [_text(WORDS)]
    assert _rows(tmp_path, "SELECT from_extractor, to_extractor, differs FROM renewals") == [
        (f"{READER} example/1", f"{READER} example/{profile.version}", '["text"]')
    ]
    with _watching(tmp_path, profile) as watch:
        assert verify_archive(watch) == []


def test_an_edit_after_a_mended_profile_is_told_without_what_the_mending_did(
    tmp_path: Path,
) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)))
    _observed(tmp_path, MENDED, ("02", _page(EDITED)))
    assert _outcomes(tmp_path) == ["new", "changed"]
    assert _rows(tmp_path, "SELECT removed, added FROM removed_text") == [("Tuesday", "Monday")]


def test_a_page_that_goes_back_after_a_mended_profile_is_known_again(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)), ("02", _page(EDITED)))
    _observed(tmp_path, MENDED, ("03", _page(WORDS, nonce="3")))
    assert _rows(tmp_path, "SELECT kind FROM recent_changes ORDER BY not_after") == [
        ("text",),
        ("reverted",),
    ]
    assert _rows(tmp_path, "SELECT count(*) FROM versions") == [(2,)]


def test_a_fact_that_only_a_newer_profile_reads_can_still_be_seen_to_go(tmp_path: Path) -> None:
    dated = replace(FIRST, version=2, doctype=(".kind",))
    kind = _page(f"{WORDS}</p></main><p class='kind'>Remarks</p><main><p>")
    _observed(tmp_path, FIRST, ("01", kind))
    _observed(tmp_path, dated, ("02", kind.replace(b"Remarks", b"")))
    assert _rows(tmp_path, "SELECT kind FROM recent_changes") == [("metadata",)]


def test_versions_that_fall_into_one_both_stay_and_no_check_tells_them_apart_again(
    tmp_path: Path,
) -> None:
    _observed(
        tmp_path,
        FIRST,
        ("10", _page(WORDS, line="Updated on Monday")),
        ("20", _page(WORDS, line="Updated on Monday", nonce="20")),
        ("30", _page(WORDS, line="Updated on Friday")),
    )
    before = _history(tmp_path)
    tally, told = _re_extracted(tmp_path, MENDED)
    assert (tally.read, tally.differ, tally.alike) == (2, 2, 1)
    assert [(one.number, one.parts, one.words_removed) for one in told] == [
        (2, ("text",), 3),
        (1, ("text",), 3),
    ]
    assert _history(tmp_path) == before
    assert _texts(tmp_path) == [_text(WORDS), _text(WORDS)]
    _observed(
        tmp_path,
        MENDED,
        ("40", _page(WORDS, line="Updated on Monday", nonce="40")),  # live: the one seen last
        ("41", _page(WORDS, line="Updated on Monday")),  # the bytes that the first one had
        ("15", _page(WORDS, line="Updated on Sunday")),  # late: the first one's time
        ("05", _page(WORDS, line="Updated on Saturday")),  # before all that is known
    )
    assert _rows(tmp_path, "SELECT version, first_seen_at FROM page_history ORDER BY 2") == [
        (1, "2020-01-01T00:00:05Z"),
        (2, "2020-01-01T00:00:30Z"),
    ]
    assert len(_rows(tmp_path, "SELECT 1 FROM changes")) == 1
    assert _re_extracted(tmp_path, MENDED)[1] == []


def test_a_late_capture_is_known_as_the_version_of_its_time(tmp_path: Path) -> None:
    monday, friday = (_page(WORDS, line=f"Updated on {day}") for day in ("Monday", "Friday"))
    seen = zip(("10", "30", "32", "40"), (monday, friday, friday, monday), strict=True)
    _observed(tmp_path, FIRST, *seen)
    _re_extracted(tmp_path, MENDED)
    _observed(tmp_path, MENDED, ("31", _page(WORDS, line="Updated on Sunday")))
    asked = "SELECT version, checks FROM page_history ORDER BY first_seen_at"
    assert _rows(tmp_path, asked) == [(1, 1), (2, 3), (1, 1)]


def test_of_versions_that_fall_into_one_the_page_is_not_what_was_set_aside(tmp_path: Path) -> None:
    _observed(
        tmp_path,
        FIRST,
        ("10", _page(WORDS, line="Updated on Monday")),
        ("20", _page(WORDS, line="Poison")),
        ("30", _page(EDITED)),
    )
    with _watching(tmp_path, FIRST) as watch:
        retract_version(watch, 2, reason="not the page")
    _re_extracted(tmp_path, MENDED)
    _observed(tmp_path, MENDED, ("40", _page(WORDS)))
    kinds = _rows(tmp_path, "SELECT kind FROM recent_changes ORDER BY not_after")
    assert kinds == [("text",), ("reverted",)]


def test_a_version_that_comes_apart_stays_one_and_shows_what_was_seen_last(tmp_path: Path) -> None:
    _observed(
        tmp_path,
        MENDED,
        ("10", _page(WORDS, line="Closed")),
        ("20", _page(WORDS, line="Open")),
    )
    before = _history(tmp_path)
    wider = replace(FIRST, version=3)
    tally, _ = _re_extracted(tmp_path, wider)
    assert (tally.read, tally.parted) == (1, 1)
    assert _history(tmp_path) == before
    assert _texts(tmp_path) == [_text("Open", WORDS)]
    _observed(tmp_path, wider, ("30", _page(WORDS, line="Open", nonce="30")))
    _observed(tmp_path, wider, ("12", _page(WORDS, line="Closed", nonce="12")))
    assert _outcomes(tmp_path) == ["new", *["unchanged"] * 3]
    _observed(tmp_path, wider, ("40", _page(WORDS, line="Closed")))
    assert _outcomes(tmp_path)[-1] == "changed"
    assert _rows(tmp_path, "SELECT removed, added FROM removed_text") == [("Open", "Closed")]


def test_what_todays_profile_finds_no_page_in_is_left_as_it_was_read(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)))
    blind = replace(FIRST, version=2, roots=("#nowhere",))
    tally, told = _re_extracted(tmp_path, blind)
    assert (tally.unreadable, tally.read, told) == (1, 0, [])
    assert _rows(tmp_path, "SELECT extractor FROM versions") == [(f"{READER} example/1",)]
    assert _texts(tmp_path) == [_text("Updated today", WORDS)]


def test_bytes_that_were_damaged_are_not_read(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)))
    with open_archive(tmp_path / "archive.db") as archive, archive.writing() as conn:
        conn.execute("UPDATE captures SET codec = 'identity', data = zeroblob(size)")
    with _watching(tmp_path, MENDED) as watch:
        assert re_extract(watch)[HOST].unreadable == 1
    assert _texts(tmp_path) == [_text("Updated today", WORDS)]


def test_a_version_that_was_set_aside_stays_so_after_a_mended_profile(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)), ("02", _page("Poison.")))
    with _watching(tmp_path, FIRST) as watch:
        retract_version(watch, 2, reason="not the page")
    _observed(tmp_path, MENDED, ("03", _page("Poison.", nonce="3")))
    assert _outcomes(tmp_path)[-1] == "needs_review"
    assert _rows(tmp_path, "SELECT count(*) FROM versions") == [(2,)]


def test_captures_of_one_second_keep_their_places(tmp_path: Path) -> None:
    """Within one second they are ordered by what they show: where that would turn round, the page
    is left as it is."""
    kept = 0
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        _observed(
            folder,
            FIRST,
            ("01", _page(WORDS, line=f"Line {number}")),
            ("01", _page(EDITED, line=f"Line {number}")),
        )
        before = _history(folder)
        tally, _ = _re_extracted(folder, MENDED)
        assert (_history(folder), tally.kept + tally.read) == (before, 2)
        kept += tally.kept
    assert 0 < kept < 16


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)), ("02", _page(EDITED)))
    with open_archive(tmp_path / "archive.db") as archive:
        before = list(archive.conn.iterdump())
    foretold = _re_extracted(tmp_path, MENDED, dry_run=True)
    with open_archive(tmp_path / "archive.db") as archive:
        assert list(archive.conn.iterdump()) == before
    assert _re_extracted(tmp_path, MENDED) == foretold


def test_what_a_version_said_before_is_kept_beside_it(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(f"{WORDS} <a href='/annex'>Annex</a>")))
    titled = replace(MENDED, drop=(".dateline", "a"), title=())
    _, (told,) = _re_extracted(tmp_path, titled)
    assert told.parts == ("text", "metadata", "links")
    assert _rows(
        tmp_path,
        "SELECT t.text, json_extract(from_metadata, '$.title'), from_links"
        " FROM renewals r JOIN texts t ON t.id = r.from_text_id",
    ) == [(_text("Updated today", f"{WORDS} Annex"), "A page", '["https://archive.example/annex"]')]
    assert _rows(tmp_path, "SELECT count(*) FROM page_links") == [(0,)]


def test_the_search_finds_the_words_as_they_are_read_now(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS, line="Zebra")))
    _re_extracted(tmp_path, MENDED)
    asked = "SELECT count(*) FROM transcripts_fts WHERE transcripts_fts MATCH "
    assert _rows(tmp_path, f"{asked}'zebra'") == [(0,)]
    assert _rows(tmp_path, f"{asked}'committee'") == [(1,)]


def test_a_mended_profile_and_back_leaves_what_was_there(tmp_path: Path) -> None:
    _observed(
        tmp_path,
        FIRST,
        ("01", _page(WORDS, line="One")),
        ("02", _page(WORDS, line="Two")),
        ("03", _page(EDITED, line="Two")),
    )
    asked = "SELECT id, number, state_sha256, comparable_sha256, text_id FROM versions ORDER BY id"
    before = _rows(tmp_path, asked)
    _re_extracted(tmp_path, MENDED)
    assert _rows(tmp_path, asked) != before
    _re_extracted(tmp_path, FIRST)
    assert _rows(tmp_path, asked) == before
    assert _rows(tmp_path, "SELECT * FROM other_states") == []


def test_only_the_site_that_is_named_is_read(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)))
    with _watching(tmp_path, MENDED) as watch:
        with pytest.raises(CallerError):
            re_extract(watch, host="other.example")
        assert list(re_extract(watch, host=HOST)) == [HOST]


def test_the_same_extractor_reads_what_is_stored(tmp_path: Path) -> None:
    _observed(tmp_path, FIRST, ("01", _page(WORDS)), ("02", _page(EDITED)))
    with open_archive(tmp_path / "archive.db") as archive:
        before = list(archive.conn.iterdump())
    assert _re_extracted(tmp_path, FIRST) == (SiteTally(unchanged=2), [])
    with open_archive(tmp_path / "archive.db") as archive:
        assert list(archive.conn.iterdump()) == before
    assert _re_extracted(tmp_path, SILENT) == (SiteTally(unchanged=2), [])
    assert {row[0] for row in _rows(tmp_path, "SELECT extractor FROM versions")} == {
        f"{READER} example/2"
    }
