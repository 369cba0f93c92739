"""Which pages of one host are due at about the same time."""

from __future__ import annotations

from archive_watch.storage.database import Archive


def due_beside(
    archive: Archive, site_id: int, page_id: int, *, soonest: str, latest: str, most: int
) -> int:
    """How many others of the host are due between two moments (UTC text); ``most`` at the most."""
    return archive.number(
        "SELECT count(*) FROM (SELECT 1 FROM pages INDEXED BY pages_turn WHERE site_id = ?"
        "   AND next_fetch_at BETWEEN ? AND ? AND next_fetch_at IS NOT NULL"
        "   AND state <> 'paused' AND id <> ? LIMIT ?)",
        (site_id, soonest, latest, page_id, most),
    )
