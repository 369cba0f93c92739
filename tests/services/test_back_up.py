"""A copy is one moment of the archive, proved before it has a name, made while others write."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive_watch.config.settings import BackupSettings
from archive_watch.errors import ArchiveDamaged, CallerError
from archive_watch.model.clock import parse_utc
from archive_watch.services.copying.back_up import back_up, keep_copies
from archive_watch.services.copying.regular_copies import last_regular_copy
from archive_watch.services.proving.verify_archive import Depth
from archive_watch.services.watch import Watch
from archive_watch.storage.backup import copies_in
from archive_watch.storage.database import Archive, open_archive, open_for_reading
from warcs import page, response, written
from watching import NOW, imported, watch_of

_URL = "https://archive.example/report"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    records = [
        response(_URL, page("What was agreed?"), at="2020-01-01T00:00:00Z"),
        response(_URL, page("What was decided?"), at="2020-01-02T00:00:00Z"),
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "f.warc", *records))
    return tmp_path / "archive.db"


def _pages_at(archive: Archive, at: str) -> None:
    archive.conn.execute("UPDATE pages SET last_checked_at = ?", (at,))


def test_a_copy_has_the_rows_of_the_archive_and_needs_no_file_beside_it(
    database: Path, tmp_path: Path
) -> None:
    with open_for_reading(database) as archive:
        made = back_up(watch_of(archive), tmp_path / "copy.db")
        dump = sorted(archive.conn.iterdump())
    assert (made.pages, made.versions, made.captures) == (1, 2, 2)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    copy = sqlite3.connect(f"file:{made.path}?mode=ro", uri=True)
    assert sorted(copy.iterdump()) == dump
    assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy.close()


def test_a_copy_in_a_folder_is_named_by_its_time(database: Path, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    with open_for_reading(database) as archive:
        made = back_up(watch_of(archive, now="2026-01-31T23:59:58Z"), tmp_path / "copies")
    assert made.path == tmp_path / "copies" / "archive-20260131T235958Z.db"


def test_others_write_while_a_copy_is_made_and_the_copy_is_of_one_moment(
    database: Path, tmp_path: Path
) -> None:
    with open_archive(database) as daemon, open_for_reading(database) as archive:
        wrote: list[int] = []

        def write() -> int:
            with daemon.writing():
                _pages_at(daemon, f"2026-01-01T00:00:{len(wrote) % 60:02}Z")
            wrote.append(1)
            return 0

        archive.conn.set_progress_handler(write, 100)
        made = back_up(watch_of(archive), tmp_path / "copy.db")
        archive.conn.set_progress_handler(None, 0)
        assert len(wrote) > 5
    with open_for_reading(made.path) as copy:
        assert copy.rows("PRAGMA integrity_check")[0][0] == "ok"


def test_a_writer_in_the_middle_of_a_check_is_not_waited_for(
    database: Path, tmp_path: Path
) -> None:
    with open_archive(database) as daemon, open_for_reading(database) as archive:
        before = [tuple(row) for row in archive.rows("SELECT * FROM pages")]
        with daemon.writing():
            _pages_at(daemon, "2026-01-01T00:00:00Z")
            made = back_up(watch_of(archive), tmp_path / "copy.db")
    with open_for_reading(made.path) as copy:
        assert [tuple(row) for row in copy.rows("SELECT * FROM pages")] == before


def test_nothing_is_overwritten(database: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine")
    with open_for_reading(database) as archive:
        for taken in (tmp_path / "copy.db", database):
            with pytest.raises(CallerError, match="nothing is overwritten"):
                back_up(watch_of(archive), taken)
    assert (tmp_path / "copy.db").read_text() == "mine"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE captures SET data = CAST(substr(data, 1, 9) || X'00' || substr(data, 11) AS BLOB)",
        "UPDATE texts SET text = replace(text, 'agreed', 'argued')",
        "UPDATE versions SET title = 'Forged' WHERE id = 1",
        "UPDATE spans SET checks = 7",
        "DELETE FROM transcripts_fts",
    ],
)
def test_of_an_archive_that_is_not_sound_there_is_no_copy_unless_asked_for_as_it_is(
    database: Path, tmp_path: Path, statement: str
) -> None:
    conn = sqlite3.connect(database)
    conn.execute(statement)
    conn.commit()
    conn.close()
    with open_for_reading(database) as archive:
        with pytest.raises(ArchiveDamaged, match="no copy was made"):
            back_up(watch_of(archive), tmp_path / "copy.db")
        assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == []
        if not {"transcripts_fts", "texts"} & {
            *statement.split()
        }:  # the indexes are looked at in any case
            assert back_up(watch_of(archive), tmp_path / "copy.db", depth=Depth.QUICK).pages == 1


def _watch(archive: Archive, moment: datetime, *, keep: int = 7) -> Watch:
    watch = watch_of(archive)
    regular = BackupSettings(folder="copies", keep=keep, keep_weeks=0)
    return replace(watch, settings=replace(watch.settings, backup=regular), clock=lambda: moment)


def test_a_week_of_regular_copies_is_kept_and_files_of_others_are_left_alone(
    database: Path, tmp_path: Path
) -> None:
    folder, first = tmp_path / "copies", parse_utc(NOW)
    folder.mkdir()
    theirs = ("archive-20200101T000000Z.db", "archive-notes.db", "other-20200101T000000Z.db")
    for name in theirs:
        (folder / name).write_text("not a database")
    with open_for_reading(database) as archive:
        for day in range(5):
            made = keep_copies(_watch(archive, first + timedelta(days=day), keep=2))
        last = last_regular_copy(_watch(archive, first))
    assert [one.at for one in copies_in(folder, database)] == [
        "2026-01-05T00:00:00Z",
        "2026-01-04T00:00:00Z",
    ]
    assert {path.name for path in folder.iterdir()} > set(theirs)
    assert last is not None
    assert (last.path, last.size) == (made.path, made.size)


def test_a_copy_that_fails_removes_none(database: Path, tmp_path: Path) -> None:
    first = parse_utc(NOW)
    with open_for_reading(database) as archive:
        keep_copies(_watch(archive, first, keep=1))
    conn = sqlite3.connect(database)
    conn.execute("UPDATE texts SET text = 'forged'")
    conn.commit()
    conn.close()
    with open_for_reading(database) as archive:
        watch = _watch(archive, first + timedelta(days=1), keep=1)
        with pytest.raises(ArchiveDamaged):
            keep_copies(watch)
        assert [one.at for one in copies_in(tmp_path / "copies", database)] == [NOW]


def test_the_copy_just_made_is_kept_even_where_the_clock_was_set_back(
    database: Path, tmp_path: Path
) -> None:
    first = parse_utc(NOW)
    with open_for_reading(database) as archive:
        keep_copies(_watch(archive, first, keep=1))
        made = keep_copies(_watch(archive, first - timedelta(days=30), keep=1))
    assert made.path.exists()
    assert len(copies_in(tmp_path / "copies", database)) == 2
