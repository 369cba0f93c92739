"""The demo is the whole line on real input: real servers on loopback, a real SQLite file."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from archive_watch.config import load
from archive_watch.demo.days import answer_on
from archive_watch.demo.pages import demo_pages
from archive_watch.errors import CallerError
from archive_watch.model.clock import system_clock
from archive_watch.model.visit import Outcome
from archive_watch.report.digest import Digest
from archive_watch.report.text import digest_as_text
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.run_demo import DemoDay, clear_demo, demo_profiles, run_demo
from archive_watch.services.watch import Watch
from archive_watch.storage import answers
from archive_watch.storage.database import open_for_reading
from archive_watch.storage.pages import add_page
from fresh import fresh_archive

_EXPECTED = Path(__file__).with_name("expected-report.txt")


async def _run(folder: Path) -> tuple[Digest, list[DemoDay], Path]:
    database = folder / "archive.db"
    days: list[DemoDay] = []
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    return await run_demo(given, database, days.append), days, database


async def test_the_demo_tells_exactly_the_expected_report(tmp_path: Path) -> None:
    digest, _, _ = await _run(tmp_path)
    told = re.sub(r" · changes? [\d, ]+", "", digest_as_text(digest))
    assert told == _EXPECTED.read_text(encoding="utf-8")


async def test_every_page_of_the_demo_is_read_with_its_metadata(tmp_path: Path) -> None:
    _, days, database = await _run(tmp_path)
    assert {visit.outcome for visit in days[0].visits} == {Outcome.NEW}
    with open_for_reading(database) as archive:
        rows = archive.rows(
            "SELECT p.url, v.title, v.place, v.published_on, t.text FROM versions v"
            " JOIN pages p ON p.id = v.page_id JOIN texts t ON t.id = v.text_id WHERE v.number = 1"
        )
        known = {row["url"]: row for row in rows}
    for page in (page for page in demo_pages() if not page.document):
        assert known[page.url]["title"] == page.title
        assert (known[page.url]["place"] or "") == page.place
        assert known[page.url]["published_on"] is not None
        assert known[page.url]["text"].count("\n\n") == len(page.paragraphs) - 1


async def test_no_word_of_the_furniture_is_stored_as_words(tmp_path: Path) -> None:
    _, _, database = await _run(tmp_path)
    with open_for_reading(database) as archive:
        texts = " ".join(row["text"] for row in archive.rows("SELECT text FROM texts"))
    for furniture in ("DEMONSTRATION", "Cookie", "newsletter", "Skip to", "technical difficulties"):
        assert furniture not in texts


async def test_a_block_page_and_an_outage_leave_no_version_and_no_change(tmp_path: Path) -> None:
    _, days, database = await _run(tmp_path)
    second = {visit.url: visit.outcome for visit in days[1].visits}
    blocked = "http://2001-2009.state.example/r/pa/prs/dpb/2006/62001.htm"
    failed = "http://1997-2001.state.example/briefings/9906/990614db.html"
    assert (second[blocked], second[failed]) == (Outcome.BLOCKED, Outcome.SERVER_ERROR)
    with open_for_reading(database) as archive:
        changed = {change["url"] for change in answers.changes(archive, answers.ChangeFilter())}
    assert not {blocked, failed} & changed


async def test_the_demos_archive_is_sound(tmp_path: Path) -> None:
    _, _, database = await _run(tmp_path)
    given = load(config_path=None, db_path=database, environ={}, cwd=tmp_path)
    with open_for_reading(database) as archive:
        watch = Watch(
            archive=archive,
            settings=given.settings,
            profiles=demo_profiles(given),
            clock=system_clock,
        )
        assert verify_archive(watch) == []


async def test_two_demos_tell_and_keep_the_very_same(tmp_path: Path) -> None:
    told, kept = [], []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        digest, _, database = await _run(folder)
        told.append(digest_as_text(digest))
        with open_for_reading(database) as archive:
            rows = archive.rows("SELECT id, sha256 FROM captures ORDER BY id")
            kept.append([tuple(row) for row in rows])
    assert told[0] == told[1]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("bytes_kept", [0, 4096])
async def test_a_demo_that_was_cut_short_is_begun_again(tmp_path: Path, bytes_kept: int) -> None:
    database = tmp_path / "archive.db"
    with sqlite3.connect(database) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
    conn.close()
    with database.open("r+b") as file:
        file.truncate(bytes_kept)
    clear_demo(database)
    digest, _, _ = await _run(tmp_path)
    assert digest.coverage.pages == len(demo_pages())


def test_what_is_no_archive_is_never_replaced_by_the_demo(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    database.write_text("the only copy of something else")
    with pytest.raises(CallerError):
        clear_demo(database)
    assert database.read_text() == "the only copy of something else"


async def test_a_second_demo_replaces_the_first(tmp_path: Path) -> None:
    _, _, database = await _run(tmp_path)
    clear_demo(database)
    digest, _, _ = await _run(tmp_path)
    assert digest.coverage.pages == len(demo_pages())


def test_an_archive_of_real_pages_is_never_replaced_by_the_demo(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    with fresh_archive(database) as archive, archive.writing():
        add_page(
            archive,
            "https://www.example.org/",
            at="2026-01-01T00:00:00Z",
            added_by="command",
            due_at=None,
        )
    with pytest.raises(CallerError, match="not of the demo"):
        clear_demo(database)
    assert database.exists()


def test_every_answer_of_the_newest_eras_is_of_other_bytes() -> None:
    page = demo_pages()[-1]
    first, second = (answer_on(1, page.key, nonce) for nonce in ("00000001", "00000002"))
    assert first.body != second.body
