"""Template drift as stored: one open incident of a host, which counts pages, in place of theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from archive_watch.model.incident import IncidentKind
from archive_watch.storage.database import Archive

REASONS = ("no_selector_matched", "selector_vanished")
_KIND = IncidentKind.TEMPLATE_DRIFT
_DRIFTED = f"f.outcome = 'needs_review' AND f.reason IN {REASONS}"
_FARTHEST_BACK = 1_000  # checks of a host


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDrift:
    """The open incident of a host."""

    id: int
    opened_at: str
    pages: int


def open_drift(archive: Archive, host: str) -> OpenDrift | None:
    """The host's open drift, if there is one."""
    row = archive.row(
        "SELECT id, opened_at, occurrences AS pages FROM incidents WHERE closed_at IS NULL"
        " AND kind = ? AND host = ?",
        (_KIND, host),
    )
    return None if row is None else OpenDrift(**dict(row))


def pages_in_a_row(archive: Archive, host: str, *, enough: int) -> dict[int, str]:
    """The pages that the host's latest live checks could not read, since one was read well.

    Each with the first of those checks; what was answered without a page says nothing.
    """
    rows = archive.each(
        f"SELECT f.page_id, f.observed_at, f.outcome, {_DRIFTED} AS drifted FROM fetches f"
        " JOIN pages p ON p.id = f.page_id JOIN sites s ON s.id = p.site_id"
        " WHERE s.host = ? AND f.source = 'live' ORDER BY f.id DESC LIMIT ?",
        (host, _FARTHEST_BACK),
    )
    found: dict[int, str] = {}
    for row in rows:
        if row["drifted"]:
            found[row["page_id"]] = row["observed_at"]
        elif row["outcome"] in {"new", "changed", "unchanged", "moved"}:
            break
        if len(found) == enough:
            break
    return found


def has_drifted(archive: Archive, page_id: int, *, since: str, before: int) -> bool:
    """Whether a live check of the page, other than ``before`` and later ones, met the drift."""
    sql = (
        f"SELECT 1 FROM fetches f WHERE f.page_id = ? AND f.observed_at >= ? AND f.id < ?"
        f" AND f.source = 'live' AND {_DRIFTED} LIMIT 1"
    )
    return archive.row(sql, (page_id, since, before)) is not None


def begin_drift(
    archive: Archive, host: str, pages: Mapping[int, str], *, at: str, detail: str
) -> None:
    """Open the incident of a host in the place of its pages' own."""
    archive.conn.execute(
        "INSERT INTO incidents (kind, host, opened_at, last_seen_at, occurrences, detail)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (_KIND, host, min(pages.values()), at, len(pages), detail),
    )
    close_those_of(archive, pages, at=at)


def grow_drift(archive: Archive, drift: OpenDrift, *, pages: int, at: str, detail: str) -> None:
    """Write on how many pages a drift was met, and by the latest of them what it is."""
    archive.conn.execute(
        "UPDATE incidents SET occurrences = ?, last_seen_at = max(last_seen_at, ?), detail = ?"
        " WHERE id = ?",
        (pages, at, detail, drift.id),
    )


def close_drift(archive: Archive, drift: OpenDrift, *, at: str) -> None:
    """Close a drift: one of its pages reads well again."""
    archive.conn.execute("UPDATE incidents SET closed_at = ? WHERE id = ?", (at, drift.id))


def close_those_of(archive: Archive, page_ids: Collection[int], *, at: str) -> None:
    """Close the pages' own incidents of being in need of a person."""
    archive.conn.executemany(
        "UPDATE incidents SET closed_at = ? WHERE closed_at IS NULL AND kind = ? AND page_id = ?",
        [(at, IncidentKind.NEEDS_REVIEW, page_id) for page_id in page_ids],
    )
