"""Incidents: what stands between the watch and a clear view, one open row for each."""

from __future__ import annotations

from archive_watch.storage.database import Archive


def raise_incident(
    archive: Archive, *, kind: str, host: str, detail: str, at: str, page_id: int | None = None
) -> None:
    """Open an incident, or count one more occurrence of the one that is open."""
    archive.conn.execute(
        "INSERT INTO incidents (kind, host, page_id, opened_at, last_seen_at, detail)"
        " VALUES (:kind, :host, :page, :at, :at, :detail)"
        " ON CONFLICT (kind, host, coalesce(page_id, 0)) WHERE closed_at IS NULL"
        " DO UPDATE SET last_seen_at = max(last_seen_at, :at), occurrences = occurrences + 1,"
        " detail = :detail",
        {"kind": kind, "host": host, "page": page_id, "at": at, "detail": detail},
    )


def close_incidents(
    archive: Archive, *, kind: str, host: str, at: str, page_id: int | None = None
) -> None:
    """Close the open incident of this kind, if there is one that began before ``at``."""
    archive.conn.execute(
        "UPDATE incidents SET closed_at = ? WHERE closed_at IS NULL AND kind = ? AND host = ?"
        " AND page_id IS ? AND last_seen_at <= ?",
        (at, kind, host, page_id, at),
    )
