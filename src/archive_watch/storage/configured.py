"""The pages that the configuration brought, to be held against what it names now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class FromConfiguration:
    """A page that a [[watch]] table brought and that is still watched."""

    page_id: int
    url: str
    key: str


def pages_from_configuration(archive: Archive) -> list[FromConfiguration]:
    """Those of the pages that are not paused, in the order they were added."""
    rows = archive.rows(
        "SELECT id AS page_id, url, key FROM pages WHERE added_by = 'config'"
        " AND state <> 'paused' AND next_fetch_at IS NOT NULL ORDER BY id"
    )
    return [FromConfiguration(**dict(row)) for row in rows]


def has_alias(archive: Archive, page_id: int, keys: frozenset[str]) -> bool:
    """Whether any of the page's other addresses is among ``keys``."""
    rows = archive.rows("SELECT key FROM page_aliases WHERE page_id = ?", (page_id,))
    return any(row["key"] in keys for row in rows)


def take_over(archive: Archive, page_ids: Sequence[int]) -> None:
    """Let pages be watched by hand, too: those that only the configuration had named."""
    archive.conn.execute(
        "UPDATE pages SET added_by = 'command' WHERE added_by = 'config'"
        " AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(page_ids),),
    )
