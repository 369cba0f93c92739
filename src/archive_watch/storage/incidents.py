"""Incidents: what stands between the watch and a clear view, one open row for each."""

from __future__ import annotations

from itertools import takewhile

from archive_watch.model.incident import IncidentKind
from archive_watch.model.visit import Outcome
from archive_watch.storage.database import Archive


def raise_incident(
    archive: Archive,
    *,
    kind: IncidentKind,
    host: str,
    detail: str,
    at: str,
    page_id: int | None = None,
) -> None:
    """Open an incident, or count one more occurrence of the one that is open."""
    archive.conn.execute(
        "INSERT INTO incidents (kind, host, page_id, opened_at, last_seen_at, detail)"
        " VALUES (:kind, :host, :page, :at, :at, :detail)"
        " ON CONFLICT (kind, host, coalesce(page_id, 0)) WHERE closed_at IS NULL"
        " DO UPDATE SET opened_at = min(opened_at, :at), last_seen_at = max(last_seen_at, :at),"
        " occurrences = occurrences + 1,"
        " detail = CASE WHEN :at >= last_seen_at THEN :detail ELSE detail END",
        {"kind": kind, "host": host, "page": page_id, "at": at, "detail": detail},
    )


def keep_incident(
    archive: Archive, *, kind: IncidentKind, host: str, page_id: int | None = None,
    change_id: int | None = None, began: str, last: str, times: int, detail: str,
) -> None:  # fmt: skip
    """Open an incident that was worked out anew, or bring the one that is open in line with that."""
    archive.conn.execute(
        "INSERT INTO incidents (kind, host, page_id, change_id, opened_at, last_seen_at,"
        " occurrences, detail) VALUES (:kind, :host, :page, :change, :began, :last, :times, :detail)"
        " ON CONFLICT (kind, host, coalesce(page_id, 0)) WHERE closed_at IS NULL"
        " DO UPDATE SET opened_at = :began, last_seen_at = :last, occurrences = :times,"
        " detail = :detail, change_id = :change",
        {"kind": kind, "host": host, "page": page_id, "change": change_id, "began": began,
         "last": last, "times": times, "detail": detail},
    )  # fmt: skip


def close_incidents(
    archive: Archive, *, kind: IncidentKind, host: str, at: str, page_id: int | None = None
) -> None:
    """Close the open incident of this kind, if there is one that began before ``at``."""
    archive.conn.execute(
        "UPDATE incidents SET closed_at = ? WHERE closed_at IS NULL AND kind = ? AND host = ?"
        " AND page_id IS ? AND last_seen_at <= ?",
        (at, kind, host, page_id, at),
    )


def has_open_incident(archive: Archive, *, host: str) -> bool:
    """Whether anything stands open about a host or one of its pages."""
    sql = "SELECT 1 FROM incidents WHERE closed_at IS NULL AND host = ? LIMIT 1"
    return archive.row(sql, (host,)) is not None


def is_open(archive: Archive, *, kind: IncidentKind, host: str) -> bool:
    """Whether an incident of this kind stands open about the host as a whole."""
    sql = (
        "SELECT 1 FROM incidents WHERE closed_at IS NULL AND kind = ? AND host = ?"
        " AND page_id IS NULL LIMIT 1"
    )
    return archive.row(sql, (kind, host)) is not None


def silent_pages_in_a_row(archive: Archive, *, host: str, most: int) -> int:
    """How many pages the host's checks without any answer are of, from the latest back.

    One page that is asked again and again is one: of the ``most`` last checks that is told.
    """
    rows = archive.rows(
        "SELECT f.outcome, f.page_id FROM fetches f JOIN pages p ON p.id = f.page_id"
        " JOIN sites s ON s.id = p.site_id WHERE s.host = ? AND f.source = 'live'"
        " ORDER BY f.id DESC LIMIT ?",
        (host, most),
    )
    silent = list(takewhile(lambda row: row["outcome"] == Outcome.NETWORK_ERROR, rows))
    return len({row["page_id"] for row in silent})


def last_clear_view(archive: Archive, *, host: str, page_id: int | None = None) -> str | None:
    """When the page (or any page of the host) was last seen as it should be; None: never."""
    row = archive.row(
        "SELECT max(p.last_ok_at) AS at FROM pages p JOIN sites s ON s.id = p.site_id"
        " WHERE s.host = :host AND (:page IS NULL OR p.id = :page)",
        {"host": host, "page": page_id},
    )
    return None if row is None else row["at"]


def begin_later(
    archive: Archive,
    *,
    kind: IncidentKind,
    host: str,
    outcome: Outcome,
    after: str,
    page_id: int | None = None,
) -> None:
    """Let an open incident begin only ``after`` a late check that found all well, and count anew."""
    archive.conn.execute(
        "UPDATE incidents SET (opened_at, occurrences) ="
        "   (SELECT coalesce(min(f.observed_at), opened_at), max(count(*), 1) FROM fetches f"
        "     JOIN pages p ON p.id = f.page_id JOIN sites s ON s.id = p.site_id"
        "     WHERE s.host = :host AND (:page IS NULL OR p.id = :page)"
        "     AND f.outcome = :outcome AND f.observed_at > :after)"
        " WHERE closed_at IS NULL AND kind = :kind AND host = :host AND page_id IS :page"
        " AND opened_at <= :after",
        {"kind": kind, "host": host, "page": page_id, "outcome": outcome, "after": after},
    )
