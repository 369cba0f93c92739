"""Rows on their way into an archive: written in bulk, a table at a time, in the tables' own order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from archive_watch.model.clock import utc_text
from archive_watch.storage.database import Archive

_ORDER = (
    "sites", "known_hosts", "discovery_sources", "runs", "links", "link_checks", "pages", "page_ids",
    "discovered_pages", "captures", "texts", "versions", "turns", "text_blocks", "page_links",
    "readings", "fetches", "header_sets", "exchanges", "spans", "changes", "change_edits",
    "edit_marks", "edit_clusters", "verdicts", "marks", "incidents",
)  # fmt: skip


class Rows:
    """Rows to be written, by table."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Mapping[str, object]]] = {name: [] for name in _ORDER}
        self._last: dict[str, int] = {}

    def number(self, table: str) -> int:
        """A new row's number in a table."""
        self._last[table] = self._last.get(table, 0) + 1
        return self._last[table]

    def add(self, table: str, **columns: object) -> None:
        """A row; those of one table all have the same columns."""
        self._waiting[table].append(columns)

    def flush(self, archive: Archive) -> None:
        """Write what waits, in one transaction, triggers and search indexes and all."""
        with archive.writing() as conn:
            for table in _ORDER:
                waiting = self._waiting[table]
                if waiting:
                    names = tuple(waiting[0])
                    marks = ", ".join("?" * len(names))
                    conn.executemany(
                        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
                        [tuple(row.values()) for row in waiting],
                    )
                    waiting.clear()


def digest(*said: object) -> str:
    """A digest that is its own for what is said."""
    return sha256("\0".join(map(str, said)).encode()).hexdigest()


def ago(now: datetime, days: float) -> str:
    """The time that many days before ``now``."""
    return utc_text(now - timedelta(days=days))
