"""The plugin that Datasette finds by entry point: titles, meanings, facets and saved questions.

It looks at each database once, when Datasette starts, and is silent about those that are not
archives of ours.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from datasette import hookimpl

from archive_watch.datasette_plugin.meanings import meanings, saved_questions
from archive_watch.storage.migrate import APPLICATION_ID

_OURS: WeakKeyDictionary[Any, frozenset[str]] = WeakKeyDictionary()


@hookimpl
def startup(datasette: Any) -> Any:
    """Find out which of the databases are archives."""

    async def look() -> None:
        found = set()
        for name, database in datasette.databases.items():
            if database.path and await _is_ours(database):
                found.add(name)
        _OURS[datasette] = frozenset(found)

    return look


async def _is_ours(database: Any) -> bool:
    row = (await database.execute("PRAGMA application_id")).first()
    return bool(row[0] == APPLICATION_ID)


@hookimpl
def get_metadata(datasette: Any) -> dict[str, Any]:
    """What Datasette tells about the archives among its databases."""
    ours = _OURS.get(datasette, frozenset())
    return {"databases": {name: meanings() for name in ours}} if ours else {}


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, str]]:
    """The saved questions, where the database is an archive."""
    return saved_questions() if database in _OURS.get(datasette, frozenset()) else {}
