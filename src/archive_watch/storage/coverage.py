"""Pages that were not read for a long time though they are watched, or were, and why.

A page whose next check lies ahead as planned is none of them, however far; a page that is gone, or
withheld, is told as that.  An imported page that nobody asked to watch is never due.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.clock import days_after
from archive_watch.model.incident import IncidentKind
from archive_watch.report.coverage import NotRead
from archive_watch.storage.database import Archive

_OVERDUE_DAYS = 1.0  # what was added a moment ago is due, and not late
_WHY = """CASE WHEN p.state = 'paused' THEN 'paused' || coalesce(' by ' || p.paused_by, '')
    WHEN p.state IN ('blocked', 'unreachable', 'suspect') THEN p.state
    WHEN p.failures > 0 THEN 'cannot be read'
    WHEN p.last_checked_at IS NULL THEN 'never asked'
    ELSE 'its turn does not come' END"""
_SILENT = """p.state NOT IN ('removed', 'withheld')
    AND (p.state = 'paused' OR p.next_fetch_at <= :overdue
      OR (p.next_fetch_at IS NOT NULL AND (p.failures > 0 OR p.last_ok_at IS NULL)))
    AND julianday(:now) - julianday(coalesce(p.last_ok_at, p.added_at))
      > max(:days, 2 * coalesce(p.every_seconds, 0) / 86400.0)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentPages:
    """Pages of one host that were not read, for one reason: how many, since when, and one of them."""

    host: str
    why: str
    pages: int
    since: str
    url: str


def silent_pages(archive: Archive, *, now: str, days: float) -> list[SilentPages]:
    """The pages that were not read for more than ``days``, nor for twice the pace that their own
    ``every`` asks for; by host and reason, the most of a host first.  ``since``: of the longest."""
    rows = archive.rows(
        f"SELECT s.host, {_WHY} AS why, count(*) AS pages,"
        " min(coalesce(p.last_ok_at, p.added_at)) AS since, p.url"
        f" FROM pages p NOT INDEXED JOIN sites s ON s.id = p.site_id WHERE {_SILENT}"
        " GROUP BY s.host, why ORDER BY s.host, pages DESC, why",
        _asked(now, days),
    )
    return [SilentPages(**dict(row)) for row in rows]


def count_silent_pages(archive: Archive, *, now: str, days: float) -> int:
    """How many pages were not read for so long."""
    return archive.number(
        f"SELECT count(*) FROM pages p NOT INDEXED WHERE {_SILENT}", _asked(now, days)
    )


def longest_not_read(archive: Archive, *, now: str, days: float, most: int) -> tuple[NotRead, ...]:
    """The ``most`` of them that were not read for longest."""
    rows = archive.rows(
        f"SELECT p.url, {_WHY} AS why, coalesce(p.last_ok_at, p.added_at) AS since"
        f" FROM pages p NOT INDEXED WHERE {_SILENT} ORDER BY since, p.id LIMIT :most",
        {**_asked(now, days), "most": most},
    )
    return tuple(NotRead(**dict(row)) for row in rows)


def _asked(now: str, days: float) -> dict[str, object]:
    return {"now": now, "days": days, "overdue": days_after(now, -_OVERDUE_DAYS)}


def hosts_not_watched(archive: Archive) -> list[str]:
    """The hosts of which it is told now that pages are not read."""
    rows = archive.rows(
        "SELECT host FROM incidents WHERE kind = ? AND closed_at IS NULL",
        (IncidentKind.NOT_WATCHED,),
    )
    return [row["host"] for row in rows]


def keep_not_watched(archive: Archive, host: str, *, pages: int, detail: str, at: str) -> None:
    """Open the incident of a host, or let the one that is open say how it is now: ``occurrences`` is
    the count of its pages."""
    archive.conn.execute(
        "INSERT INTO incidents (kind, host, opened_at, last_seen_at, occurrences, detail)"
        " VALUES (:kind, :host, :at, :at, :pages, :detail)"
        " ON CONFLICT (kind, host, coalesce(page_id, 0)) WHERE closed_at IS NULL"
        " DO UPDATE SET last_seen_at = max(last_seen_at, :at), occurrences = :pages,"
        " detail = :detail",
        {
            "kind": IncidentKind.NOT_WATCHED,
            "host": host,
            "at": at,
            "pages": pages,
            "detail": detail,
        },
    )
