"""The schema: plain SQL files, each run once in order, and the views made anew when they differ.

Runs inside the caller's transaction (``Migrations.apply`` alone is racy between two processes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlite_utils import Database, Migrations

from archive_watch.shipped import shipped

APPLICATION_ID = 1098348392  # 'AWah', set by the first migration


def bring_up_to_date(db: Database) -> None:
    """Apply what is missing; the views are the newest ones afterwards."""
    _migrations().apply(db)
    _renew_views(db)


def is_behind(db: Database) -> bool:
    """Whether an archive was written by an earlier program and not yet brought up to date."""
    return bool(_migrations().pending(db)) or bool(_stale_views(db))


def unknown_migrations(db: Database) -> tuple[str, ...]:
    """The names of applied migrations that this program does not have: the file is newer."""
    known = {name for name, _ in _sql_files("db/migrations")}
    return tuple(m.name for m in _migrations().applied(db) if m.name not in known)


def _migrations() -> Migrations:
    migrations = Migrations("archive-watch")
    for name, sql in _sql_files("db/migrations"):
        migrations(name=name)(_runs(sql))
    return migrations


def _runs(sql: str) -> Callable[[Database], None]:
    def migration(db: Database) -> None:
        db.executescript(sql)

    return migration


def _renew_views(db: Database) -> None:
    for name, wanted in _stale_views(db):
        db.conn.execute(f'DROP VIEW IF EXISTS "{name}"')
        db.conn.execute(wanted)


def _stale_views(db: Database) -> list[tuple[str, str]]:
    """The views that are missing, or other than the newest, and how each should be made."""
    stored = dict(db.conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    wanted = [(name, sql.strip().rstrip(";")) for name, sql in _sql_files("db/views")]
    return [(name, sql) for name, sql in wanted if stored.get(name) != sql]


def _sql_files(folder: str) -> Iterator[tuple[str, str]]:
    for file in sorted(shipped(folder).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".sql"):
            yield file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")
