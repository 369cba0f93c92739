"""Whether a file is an archive that this program can use: told before anything is put beside it.

A file is looked at through SQLite alone.  Its locks are POSIX ones: a process that closes any other
descriptor of a database loses them all, and then another program may throw away the log that this
one writes to, with everything that was acknowledged since (https://sqlite.org/howtocorrupt.html,
2.2).  SQLite closes its own only when that does no harm.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from archive_watch.errors import CallerError, NoDatabase
from archive_watch.storage.companions import beside_the_file
from archive_watch.storage.migrate import APPLICATION_ID, unknown_migrations

CREATE_REMEDY = (
    "go to the folder of your project (where db/ is), name another file with --db FILE,"
    " or create one with `archive-watch add URL`"
)


def must_not_be_foreign(path: Path) -> None:
    """Know a file that is none of ours by its head, before anything is put beside it.

    (Opened as immutable: without locks, and without its log.  What is in the log and not yet in the
    file is looked at once it is open.)
    """
    if not path.is_file() or path.stat().st_size == 0:
        return
    if not os.access(path, os.R_OK):
        raise CallerError(f"cannot read {path}: {os.strerror(errno.EACCES)}")
    with closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    ) as conn:
        try:
            application = conn.execute("PRAGMA application_id").fetchone()[0]
            page_bytes = conn.execute("PRAGMA page_size").fetchone()[0]
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
                return  # whoever opens it finds out, and tells what is wrong
            raise NoDatabase(
                f"{path} is not an SQLite database", remedy="name another file with --db FILE"
            ) from error
    if path.stat().st_size > page_bytes and not _log_of(path).exists():
        _must_be_named(path, application)


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
    return beside_the_file(path, "-wal")
