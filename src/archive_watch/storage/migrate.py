"""The schema: plain SQL files, each run once in order, and the views made anew when they differ.

Runs inside the caller's transaction (``Migrations.apply`` alone is racy between two processes).
Nearly every archive that is opened is up to date: to find that out needs no library.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from archive_watch.shipped import shipped

if TYPE_CHECKING:
    from sqlite_utils import Database

_SET = "archive-watch"
_AFTER_SEMICOLON = re.compile(r"(?<=;)")
APPLICATION_ID = 1098348392  # 'AWah', set by the first migration


def bring_up_to_date(conn: sqlite3.Connection) -> None:
    """Apply what is missing; the views are the newest ones afterwards."""
    if set(_names("db/migrations")) - set(_applied(conn)):
        _apply(conn)
    _renew_views(conn)


def is_behind(conn: sqlite3.Connection) -> bool:
    """Whether an archive was written by an earlier program and not yet brought up to date."""
    missing = set(_names("db/migrations")) - set(_applied(conn))
    return bool(missing) or bool(_stale_views(conn))


def unknown_migrations(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The names of applied migrations that this program does not have: the file is newer."""
    known = set(_names("db/migrations"))
    return tuple(name for name in _applied(conn) if name not in known)


def _applied(conn: sqlite3.Connection) -> list[str]:
    """The names of the migrations that were applied, as sqlite_utils keeps them."""
    table = "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"
    if conn.execute(table).fetchone() is None:
        return []
    kept = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY name"
    return [row[0] for row in conn.execute(kept, (_SET,))]


def _apply(conn: sqlite3.Connection) -> None:
    from sqlite_utils import Database, Migrations  # noqa: PLC0415  (only where there is work)

    migrations = Migrations(_SET)
    for name, sql in _sql_files("db/migrations"):
        migrations(name=name)(_runs(sql))
    migrations.apply(Database(conn))


def _runs(sql: str) -> Callable[[Database], None]:
    def migration(db: Database) -> None:
        for statement in statements_of(sql):
            db.conn.execute(statement)

    return migration


def statements_of(sql: str) -> Iterator[str]:
    """The statements of a script; a semicolon in a trigger, a comment or a text ends none.

    ``executescript`` of sqlite3 would commit the caller's transaction; that of sqlite_utils asks
    after each character whether a statement ends there: most of the time that a new archive took.
    """
    begun = ""
    for part in _AFTER_SEMICOLON.split(sql):
        begun += part
        if sqlite3.complete_statement(begun):
            yield begun.strip()
            begun = ""
    if begun.strip():
        yield begun.strip()


def _renew_views(conn: sqlite3.Connection) -> None:
    for name, wanted in _stale_views(conn):
        conn.execute(f'DROP VIEW IF EXISTS "{name}"')
        conn.execute(wanted)


def _stale_views(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """The views that are missing, or other than the newest, and how each should be made."""
    stored = dict(conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    wanted = [(name, sql.strip().rstrip(";")) for name, sql in _sql_files("db/views")]
    return [(name, sql) for name, sql in wanted if stored.get(name) != sql]


def _names(folder: str) -> list[str]:
    found = (file.name for file in shipped(folder).iterdir())
    return sorted(name.removesuffix(".sql") for name in found if name.endswith(".sql"))


def _sql_files(folder: str) -> Iterator[tuple[str, str]]:
    for name in _names(folder):
        yield name, (shipped(folder) / f"{name}.sql").read_text(encoding="utf-8")
