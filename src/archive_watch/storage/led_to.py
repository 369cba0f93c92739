"""Which pages of a host were led to one address, the last time that each was asked."""

from __future__ import annotations

from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive

_MOST = 50
# The page has no words of its own: none of its versions was seen but at that address.
_ONLY_THERE = """NOT EXISTS (SELECT 1 FROM fetches o JOIN versions v ON v.id = o.version_id
    WHERE o.page_id = f.page_id AND v.retracted_at IS NULL AND o.final_url IS NOT :target)"""


def pages_led_to(archive: Archive, page: WatchedPage, target: str) -> list[str]:
    """Other pages of the page's host whose own words are not there: at most fifty of them.

    Those that say at ``target`` what they said at their own address have moved, and do not count.
    """
    rows = archive.rows(
        "SELECT DISTINCT p.url FROM fetches f JOIN pages p ON p.id = f.page_id"
        " WHERE f.final_url = :target AND f.source = 'live' AND p.site_id = :site AND p.id <> :page"
        "   AND f.id = (SELECT max(l.id) FROM fetches l WHERE l.page_id = f.page_id)"
        f"   AND (f.outcome = 'soft_missing' OR (f.version_id IS NOT NULL AND {_ONLY_THERE}))"
        " ORDER BY p.id LIMIT :most",
        {"target": target, "site": page.site_id, "page": page.id, "most": _MOST},
    )
    return [row["url"] for row in rows]


def is_known_elsewhere(archive: Archive, page_id: int, target: str) -> bool:
    """Whether any version of the page was ever seen at another address than ``target``."""
    row = archive.row(
        "SELECT 1 FROM fetches o JOIN versions v ON v.id = o.version_id"
        " WHERE o.page_id = :page AND v.retracted_at IS NULL AND o.final_url IS NOT :target LIMIT 1",
        {"page": page_id, "target": target},
    )
    return row is not None


def versions_only_at(archive: Archive, page: WatchedPage, target: str) -> list[tuple[int, int]]:
    """The versions of the host's pages that were never seen but at ``target``: page and version."""
    rows = archive.rows(
        "SELECT DISTINCT f.page_id, f.version_id FROM fetches f JOIN pages p ON p.id = f.page_id"
        " JOIN versions w ON w.id = f.version_id WHERE f.final_url = :target AND f.source = 'live'"
        "   AND p.site_id = :site AND w.retracted_at IS NULL"
        f"   AND {_ONLY_THERE} ORDER BY f.page_id, f.version_id",
        {"target": target, "site": page.site_id},
    )
    return [(row["page_id"], row["version_id"]) for row in rows]
