"""The SQL functions of an archive: on each of Datasette's connections to one, and on no other.

They read the very snapshot that the statement around them reads, and end when its time is up.  What
the archive does not have, or cannot be understood, is NULL.  SQLite's own functions look at no clock
while they make one long value, so how long one may be is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette.utils.sqlite import sqlite3

from archive_watch.datasette_plugin.drawn_here import DRAWN
from archive_watch.errors import ArchiveWatchError
from archive_watch.services.telling import asked_in_sql
from archive_watch.storage.database import Archive
from archive_watch.storage.lent import lent_archive, must_end

_Asked = Callable[..., Any]

_LONGEST_BYTES = 2**26  # of one value; a body is 20 MiB unless the operator says otherwise


def _diff_html(archive: Archive, old: object, new: object) -> str | None:
    html = asked_in_sql.diff_html(archive, old, new)
    return None if html is None else DRAWN.remember(html)


_FUNCTIONS: dict[str, tuple[int, _Asked]] = {
    "transcript_at": (2, asked_in_sql.transcript_at),
    "version_at": (2, asked_in_sql.version_id_at),
    "words_changed": (2, asked_in_sql.words_changed),
    "citation": (1, asked_in_sql.citation),
    "diff_html": (2, _diff_html),
}


def add_functions(conn: Any) -> None:
    """Teach the connection our functions, if it is one to an archive."""
    archive = lent_archive(conn)
    if archive is None:
        return
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_BYTES)
    for name, (many, ask) in _FUNCTIONS.items():
        # Within one statement, which reads one snapshot, the same is always answered.
        conn.create_function(name, many, _bounded(archive, ask), deterministic=True)
    conn.create_function("page_key", 1, asked_in_sql.page_key, deterministic=True)


def _bounded(archive: Archive, ask: _Asked) -> _Asked:
    def asked(*given: object) -> Any:
        if must_end(archive):
            return None
        try:
            return ask(archive, *given)
        except (ArchiveWatchError, sqlite3.Error):
            return None

    return asked
