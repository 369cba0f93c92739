"""Is it the page that fails, or its host?  Told by whether others were read since it fails."""

from __future__ import annotations

from archive_watch.model.url import page_key
from archive_watch.storage.database import Archive


def fails_by_itself(archive: Archive, url: str) -> bool:
    """Whether the page at ``url`` was failing before, and its host was read since all the same."""
    row = archive.row(
        "SELECT 1 FROM pages p JOIN pages other ON other.site_id = p.site_id AND other.id <> p.id"
        " WHERE p.key = :key AND p.failures > 0 AND other.last_ok_at > (SELECT min(f.observed_at)"
        "   FROM fetches f WHERE f.page_id = p.id AND f.observed_at > coalesce(p.last_ok_at, ''))"
        " LIMIT 1",
        {"key": page_key(url)},
    )
    return row is not None
