"""An archive on a connection that another program opened and goes on using: Datasette, for its SQL.

Nothing of the connection is changed.  What is asked on it counts against whatever bounds its owner
set for the question that is being answered.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive_watch.storage.database import Archive
from archive_watch.storage.migrate import APPLICATION_ID

_FILE = 2  # where PRAGMA database_list names the file
# Enough steps of SQLite's machine that its owner's handler is asked whether the time is up.
_LOOK = (
    "WITH RECURSIVE looked(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM looked WHERE at < 150)"
    " SELECT count(*) FROM looked"
)


def lent_archive(conn: sqlite3.Connection) -> Archive | None:
    """The archive on a connection whose rows are ``sqlite3.Row``; None where it is on no archive."""
    try:
        [mark] = conn.execute("PRAGMA application_id").fetchone()
        named = conn.execute("PRAGMA database_list").fetchone()
    except sqlite3.Error:
        return None  # damaged, locked, no database: its owner will tell
    if mark != APPLICATION_ID:
        return None
    return Archive(Path(named[_FILE] or "archive.db"), conn, None)


def must_end(archive: Archive) -> bool:
    """Whether the time for the question is up by the connection's own clock; then it is interrupted.

    A function that works for long between two steps of a statement asks before it begins.
    """
    try:
        archive.conn.execute(_LOOK).fetchone()
    except sqlite3.OperationalError:
        archive.conn.interrupt()  # the statement around the function's call
        return True
    return False
