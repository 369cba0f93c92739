"""An archive that is read beside its writer: as it is, for a bounded time, and never written to."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive_watch.errors import CallerError, NoDatabase, TooLong
from archive_watch.storage.beside import open_as_it_is
from archive_watch.storage.database import open_archive

_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    open_archive(tmp_path / "archive.db", create=True).close()
    return tmp_path / "archive.db"


def test_a_question_that_takes_too_long_is_ended(kept: Path) -> None:
    with pytest.raises(TooLong), open_as_it_is(kept, seconds=0.05) as archive:
        archive.row(_ENDLESS)


def test_nothing_can_be_written_or_attached(kept: Path, tmp_path: Path) -> None:
    with open_as_it_is(kept, seconds=5) as archive:
        with pytest.raises(sqlite3.OperationalError):
            archive.conn.execute("DELETE FROM pages")
        with pytest.raises(sqlite3.OperationalError):
            archive.conn.execute("ATTACH ? AS other", (str(tmp_path / "other.db"),))
        with pytest.raises(CallerError), archive.writing():
            pass
    assert not (tmp_path / "other.db").exists()


def test_what_a_writer_adds_is_seen_at_the_next_opening(kept: Path) -> None:
    count = "SELECT count(*) FROM sites"
    with open_archive(kept) as writer:
        with open_as_it_is(kept, seconds=5) as archive, archive.snapshot():
            before = archive.number(count)
            with writer.writing() as conn:
                conn.execute(
                    "INSERT INTO sites (host, added_at) VALUES ('a.example', '2024-01-01T00:00:00Z')"
                )
            assert archive.number(count) == before
        with open_as_it_is(kept, seconds=5) as archive:
            assert archive.number(count) == before + 1


def test_a_file_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase), open_as_it_is(tmp_path / "none.db", seconds=5):
        pass
