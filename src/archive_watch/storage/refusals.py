"""How long one page has been refused, and how its siblings fared meanwhile."""

from __future__ import annotations

from archive_watch.classify.page_life import Refusals
from archive_watch.storage.database import Archive

_REFUSED = (
    "source = 'live' AND outcome = 'blocked' AND status IN (401, 403, 451)"
    " AND coalesce(reason, '') NOT IN ('challenge', 'host_blocked')"
)
_SAYS_SO = (  # what ends a run of refusals: the page was seen, or seen gone, or all were shut out
    "how IS NOT NULL OR outcome = 'needs_review' OR reason IN ('challenge', 'host_blocked')"
)

REFUSED_ALONE = """p.last_ok_at IS NOT NULL
    AND (SELECT f.status FROM fetches f WHERE f.page_id = p.id ORDER BY f.id DESC LIMIT 1)
      IN (401, 403, 451)
    AND NOT EXISTS (SELECT 1 FROM sites s WHERE s.id = p.site_id AND s.blocked_since IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM incidents i JOIN sites s ON s.host = i.host
      WHERE s.id = p.site_id AND i.kind = 'blocked_host' AND i.closed_at IS NULL)"""
"""Of a blocked page ``p``: it was read before, and its host is not known to shut us out."""


def refusals_in_a_row(archive: Archive, page_id: int) -> Refusals | None:
    """The page's refusals since anything else was seen of it; None where the last check is none.

    An outage between them says nothing.
    """
    row = archive.row(
        f"SELECT count(*) AS checks, min(observed_at) AS first, max(observed_at) AS last FROM fetches"
        f" WHERE page_id = :page AND {_REFUSED} AND id > coalesce((SELECT max(id) FROM fetches"
        f"   WHERE page_id = :page AND ({_SAYS_SO})), 0)",
        {"page": page_id},
    )
    if row is None or not row["checks"]:
        return None
    return Refusals(
        checks=row["checks"],
        first_at=row["first"],
        last_at=row["last"],
        answering=_read_since(archive, page_id, row["first"]),
    )


def _read_since(archive: Archive, page_id: int, at: str) -> int:
    """How many other pages of the host were read after that time."""
    return archive.number(
        "SELECT count(*) FROM pages p JOIN pages own ON own.id = :page"
        " WHERE p.site_id = own.site_id AND p.id <> own.id AND p.last_ok_at > :at",
        {"page": page_id, "at": at},
    )
