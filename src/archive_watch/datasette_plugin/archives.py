"""Which of Datasette's databases are archives of ours: told by the file's application id."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette.database import QueryInterrupted
from datasette.utils.sqlite import sqlite3

from archive_watch.datasette_plugin.question import Ways
from archive_watch.storage.migrate import APPLICATION_ID

_SQLITE = b"SQLite format 3\x00"
_HEAD = (
    72  # bytes of the file, the last four the application id (sqlite.org/fileformat2.html, 1.3.17)
)
_FOUND: WeakKeyDictionary[Any, frozenset[str]] = WeakKeyDictionary()


async def find_archives(datasette: Any) -> None:
    """Look at each database once, and remember which are ours."""
    found = [name for name, database in datasette.databases.items() if await _is_ours(database)]
    _FOUND[datasette] = frozenset(found)


def names_of_archives(datasette: Any) -> frozenset[str]:
    """The names of the databases that are archives."""
    return _FOUND.get(datasette, frozenset())


def is_archive(datasette: Any, database: str | None) -> bool:
    """Whether the database of that name is an archive."""
    return database in names_of_archives(datasette)


def archive_for(datasette: Any, asked: str | None) -> str | None:
    """The archive that a page is about: the one asked for, else the first; None where there is none."""
    ours = names_of_archives(datasette)
    if asked is not None:
        return asked if asked in ours else None
    return next((name for name in datasette.databases if name in ours), None)


def ways_of(datasette: Any, name: str) -> Ways:
    """The addresses of the pages of that archive, for a page of Datasette's own."""
    return Ways(
        base=datasette.urls.path("").rstrip("/"),
        data=datasette.urls.database(name),
        archive=None if archive_for(datasette, None) == name else name,
    )


async def _is_ours(database: Any) -> bool:
    if not database.path:
        return False
    try:
        row = (await database.execute("PRAGMA application_id", log_sql_errors=False)).first()
    except (sqlite3.OperationalError, QueryInterrupted):
        return _is_marked(Path(database.path))  # locked: it is ours all the same when it is free
    except sqlite3.Error:
        return False  # damaged, no database: Datasette's to tell, not ours
    return bool(row[0] == APPLICATION_ID)


def _is_marked(path: Path) -> bool:
    """Whether the file's head has our mark: read as bytes, since that needs no lock."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return head.startswith(_SQLITE) and head[-4:] == APPLICATION_ID.to_bytes(4, "big")
