"""Whether a file is an archive that this program can use: told before anything is put beside it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive_watch.errors import CallerError, NoDatabase
from archive_watch.storage.migrate import APPLICATION_ID, unknown_migrations

CREATE_REMEDY = "create one with `archive-watch add URL`, or name another with --db FILE"
_SQLITE_MAGIC = b"SQLite format 3\0"
_HEAD_BYTES = 100


def must_not_be_foreign(path: Path) -> None:
    """Know a file that is none of ours by its first bytes, before anything is put beside it.

    (https://sqlite.org/fileformat2.html: the application's id stands at byte 68.  What is in the
    log and not yet in the file is looked at once it is open.)
    """
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise CallerError(f"cannot read {path}: {error.strerror}") from error
    if head and not head.startswith(_SQLITE_MAGIC):
        raise NoDatabase(
            f"{path} is not an SQLite database", remedy="name another file with --db FILE"
        )
    one_page_bytes = int.from_bytes(head[16:18], "big")
    holds_tables = one_page_bytes > 1 and path.stat().st_size > one_page_bytes
    if holds_tables and not _log_of(path).exists():
        _must_be_named(path, int.from_bytes(head[68:72], "big"))


def must_be_ours(path: Path, conn: sqlite3.Connection) -> None:
    """Raise NoDatabase where the open file is another program's; an empty one is nobody's."""
    application = conn.execute("PRAGMA application_id").fetchone()[0]
    tables = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables:
        _must_be_named(path, application)


def _must_be_named(path: Path, application: int) -> None:
    if application != APPLICATION_ID:
        raise NoDatabase(
            f"{path} is a database, but not an archive of archive-watch",
            remedy="name another file with --db FILE",
        )


def must_not_be_newer(path: Path, conn: sqlite3.Connection) -> None:
    """Raise NoDatabase where a later archive-watch wrote the file."""
    unknown = unknown_migrations(conn)
    if unknown:
        raise NoDatabase(
            f"{path} was written by a newer archive-watch (it has {', '.join(unknown)})",
            remedy="upgrade archive-watch, or name another file with --db FILE",
        )


def must_be_known(path: Path, conn: sqlite3.Connection) -> None:
    """Raise NoDatabase where the file holds no archive, or a newer one than this program knows."""
    must_not_be_newer(path, conn)
    known = conn.execute("SELECT count(*) FROM sqlite_master WHERE name = 'pages'").fetchone()[0]
    if not known:
        raise NoDatabase(f"{path} holds no archive yet", remedy=CREATE_REMEDY)


def is_nothing(path: Path) -> bool:
    """Whether there is no file, or one without a byte whose content is not in its log either."""
    return not path.exists() or (
        path.is_file() and path.stat().st_size == 0 and not _log_of(path).exists()
    )


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
