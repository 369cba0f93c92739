"""Opening an archive beside whoever writes it: to read it as it is, for a bounded time.

Nothing is created, brought up to date or checkpointed, so a web server may do it with no more rights
than to read.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.errors import NoDatabase, NotUpToDate, TooLong
from archive_watch.storage.database import Archive
from archive_watch.storage.migrate import is_behind
from archive_watch.storage.recognised import CREATE_REMEDY, must_be_known, must_be_ours
from archive_watch.storage.sqlite_errors import lookups

_BUSY_SECONDS = 5.0
_STEPS = 20_000  # of SQLite's machine between two looks at the clock: about a millisecond


@contextmanager
def open_as_it_is(
    path: Path, *, immutable: bool = False, seconds: float
) -> Generator[Archive, None, None]:
    """The archive at ``path``; its questions end after ``seconds``.

    ``immutable``: nobody writes it (a copy), so no lock is taken and its folder may be read-only.
    Raises NoDatabase (missing, ours no longer, newer), NotUpToDate (of an earlier program),
    ArchiveLocked, ArchiveDamaged, and TooLong when the time is up.
    """
    if not path.is_file():
        raise NoDatabase(f"there is no archive at {path}", remedy=CREATE_REMEDY)
    with lookups(path):
        conn = _connected(path, immutable=immutable)
    try:
        with lookups(path):
            must_be_ours(path, conn)
            must_be_known(path, conn)
            behind = is_behind(conn)
        if behind:
            raise NotUpToDate(
                f"{path} was written by an earlier archive-watch",
                remedy=f"`archive-watch --db {path} status` brings it up to date",
            )
        yield _bounded(Archive(path, conn, None), seconds)
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            raise
        raise TooLong(f"no answer within {seconds:g} seconds") from error
    finally:
        conn.close()


def _connected(path: Path, *, immutable: bool) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    conn = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA query_only = ON")
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return conn


def _bounded(archive: Archive, seconds: float) -> Archive:
    end = time.monotonic() + seconds
    archive.conn.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    return archive
