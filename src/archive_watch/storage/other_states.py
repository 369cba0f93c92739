"""The states that a version is known by beside its own, since it was derived anew.

Where a page has such a past, equal bytes or an equal slice prove less than they did: the version
that they were seen as may be one that reads like another today.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive_watch.storage.database import Archive


def version_beside(archive: Archive, page_id: int, state_sha256: str, at: str) -> int | None:
    """The version that has this state beside its own, if the page had that version at ``at``:
    if its span is the first that was not over by then."""
    rows = archive.rows(
        "SELECT version_id FROM other_states WHERE page_id = ? AND state_sha256 = ?",
        (page_id, state_sha256),
    )
    if not rows:
        return None
    span = archive.row(
        "SELECT version_id FROM spans WHERE page_id = ? AND last_seen_at >= ?"
        " ORDER BY first_seen_at, id LIMIT 1",
        (page_id, at),
    )
    known = {row["version_id"] for row in rows}
    return span["version_id"] if span is not None and span["version_id"] in known else None


def is_proved(archive: Archive, page_id: int, version_id: int, at: str) -> bool:
    """Whether being seen as this version before is a proof for a check made at ``at``."""
    if archive.row("SELECT 1 FROM other_states WHERE page_id = ? LIMIT 1", (page_id,)) is None:
        return True
    return (
        archive.row(
            "SELECT 1 FROM versions v WHERE v.id = :version AND v.is_current = 1"
            " AND NOT EXISTS (SELECT 1 FROM other_states WHERE page_id = :page"
            "   AND version_id = v.id)"
            " AND NOT EXISTS (SELECT 1 FROM spans WHERE page_id = :page AND last_seen_at >= :at)",
            {"page": page_id, "version": version_id, "at": at},
        )
        is not None
    )


def replace_other_states(
    archive: Archive, page_id: int, version_id: int, others: Mapping[str, str | None]
) -> None:
    """Let these be the states that the version is known by beside its own."""
    archive.conn.execute(
        "DELETE FROM other_states WHERE page_id = ? AND version_id = ?", (page_id, version_id)
    )
    archive.conn.executemany(
        "INSERT INTO other_states (page_id, state_sha256, version_id, comparable_sha256)"
        " VALUES (?, ?, ?, ?)",
        [(page_id, state, version_id, words) for state, words in others.items()],
    )
