"""A copy is proved before it is placed, and what was known before its loss is known after."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_watch.errors import ArchiveWatchError, CallerError
from archive_watch.services.copying.back_up import back_up
from archive_watch.services.copying.restore import restore
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage import answers
from archive_watch.storage.database import Archive, open_archive, open_for_reading
from warcs import page, response, written
from watching import imported, watch_of

_URL = "https://archive.example/report"
_WORDS = " ".join(f"Paragraph {number} of the report goes on." for number in range(500))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lost")
    records = [
        response(_URL, page(f"What was agreed? {_WORDS}"), at="2020-01-01T00:00:00Z"),
        response(_URL, page(f"What was decided? {_WORDS}"), at="2020-01-02T00:00:00Z"),
    ]
    imported(folder / "archive.db", written(folder / "f.warc", *records))
    return folder / "archive.db"


@pytest.fixture(scope="module")
def sound(database: Path) -> Path:
    """A copy that nobody touched."""
    with open_for_reading(database) as archive:
        return back_up(watch_of(archive), database.parent / "copy.db").path


def _truncated(copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size * 2 // 3)


def _flipped(copy: Path) -> None:
    conn = sqlite3.connect(copy)
    (data,) = conn.execute("SELECT data FROM captures WHERE id = 1").fetchone()
    flipped = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
    conn.execute("UPDATE captures SET data = ? WHERE id = 1", (flipped,))
    conn.commit()
    conn.close()


def _torn(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096)


def _foreign(copy: Path) -> None:
    copy.unlink()
    conn = sqlite3.connect(copy)
    conn.execute("CREATE TABLE theirs (a)")
    conn.close()


def _newer(copy: Path) -> None:
    conn = sqlite3.connect(copy)
    conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('archive-watch', '9999_of_tomorrow', '2030-01-01')"
    )
    conn.commit()
    conn.close()


def _in_the_middle(copy: Path) -> None:
    copy.with_name(copy.name + "-wal").write_bytes(b"a log")


@pytest.mark.parametrize(
    ("spoil", "code", "told"),
    [
        (_truncated, 4, "is damaged; nothing was restored"),
        (_flipped, 4, "is damaged; nothing was restored"),
        (_torn, 4, "is damaged; nothing was restored"),
        (_foreign, 2, "not an archive of archive-watch"),
        (_newer, 2, "written by a newer archive-watch"),
        (_in_the_middle, 2, "is not whole without"),
        (lambda copy: copy.write_text("My diary.\n" * 1_000), 2, "is not an SQLite database"),
        (lambda copy: copy.write_bytes(b""), 2, "is empty"),
        (lambda copy: copy.unlink(), 2, "there is no file"),
        (lambda copy: (copy.unlink(), copy.mkdir()), 2, "there is no file"),
    ],
)
def test_what_is_no_sound_copy_is_not_restored(
    sound: Path, tmp_path: Path, spoil: Callable[[Path], object], code: int, told: str
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(sound, copy)
    spoil(copy)
    with pytest.raises(ArchiveWatchError, match=told) as refused:
        restore(watch_of, copy, tmp_path / "new" / "archive.db")
    assert refused.value.exit_code == code
    assert refused.value.remedy
    assert str(tmp_path / "new" / ".archive") not in str(refused.value)
    assert list((tmp_path / "new").glob("*")) == []


def test_an_archive_that_is_there_is_not_overwritten_and_its_log_is_no_others(
    sound: Path, tmp_path: Path
) -> None:
    target = tmp_path / "archive.db"
    target.write_bytes(b"")
    with pytest.raises(CallerError, match="nothing is overwritten"):
        restore(watch_of, sound, target)
    target.rename(tmp_path / "archive.db-wal")
    with pytest.raises(CallerError, match="is left of an archive that was there"):
        restore(watch_of, sound, target)
    assert [path.name for path in tmp_path.iterdir()] == ["archive.db-wal"]


def test_a_copy_of_an_earlier_program_is_brought_up_to_date_and_itself_left_as_it_is(
    sound: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(sound, copy)
    conn = sqlite3.connect(copy)
    conn.execute("DROP TABLE page_ids")
    conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0007%'")
    conn.execute("DROP VIEW pages_now")
    conn.execute("CREATE VIEW pages_now AS SELECT id FROM pages")
    conn.commit()
    conn.close()
    before = copy.read_bytes()
    assert restore(watch_of, copy, tmp_path / "archive.db") == 1
    assert copy.read_bytes() == before
    with open_archive(tmp_path / "archive.db") as archive:
        assert verify_archive(watch_of(archive)) == []
        assert archive.number("SELECT count(*) FROM page_ids") == 0


def test_what_was_cited_before_is_found_after(database: Path, sound: Path, tmp_path: Path) -> None:
    restore(watch_of, sound, tmp_path / "deep" / "archive.db")
    with open_archive(tmp_path / "deep" / "archive.db") as there, open_archive(database) as here:
        assert _said(there) == _said(here)
        assert verify_archive(watch_of(there)) == []
        assert there.row("PRAGMA journal_mode")[0] == "wal"  # type: ignore[index]
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def _said(archive: Archive) -> list[object]:
    found = "SELECT rowid, title FROM transcripts_fts WHERE transcripts_fts MATCH 'decided'"
    return [
        list(answers.changes(archive, answers.ChangeFilter())),
        answers.history(archive, 1),
        *(tuple(row) for row in archive.rows(found)),
        *(tuple(row) for row in archive.rows("SELECT * FROM check_log")),
    ]
