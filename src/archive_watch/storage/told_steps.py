"""What a reader of one change is led to: its neighbours, the pages that show it, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.storage.database import Archive
from archive_watch.storage.tombstones import absences_between

_MOST_ABSENCES = 10
_MOST_PAGES = 50


def change_between(archive: Archive, from_version_id: int, to_version_id: int) -> int | None:
    """The change from one version to the other: one that stands before one that was replaced, then
    the latest.  None where there is none."""
    row = archive.row(
        "SELECT id FROM changes WHERE page_id = (SELECT page_id FROM versions WHERE id = :from)"
        " AND from_version_id = :from AND to_version_id = :to"
        " ORDER BY superseded_at IS NOT NULL, not_after DESC, id DESC LIMIT 1",
        {"from": from_version_id, "to": to_version_id},
    )
    return None if row is None else int(row["id"])


def change_before(archive: Archive, page_id: int, change_id: int) -> int | None:
    """The change of the page that stands and comes before this one."""
    return _beside(archive, page_id, change_id, "<", "DESC")


def change_after(archive: Archive, page_id: int, change_id: int) -> int | None:
    """The change of the page that stands and comes after this one."""
    return _beside(archive, page_id, change_id, ">", "ASC")


def _beside(archive: Archive, page_id: int, change_id: int, sign: str, order: str) -> int | None:
    row = archive.row(
        "SELECT id FROM changes WHERE page_id = :page AND superseded_at IS NULL AND id <> :id"
        f" AND (not_after, id) {sign} (SELECT not_after, id FROM changes WHERE id = :id)"
        f" ORDER BY not_after {order}, id {order} LIMIT 1",
        {"page": page_id, "id": change_id},
    )
    return None if row is None else int(row["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A run of checks that saw the page gone, and the first of them; times are UTC text."""

    first_seen_at: str
    last_seen_at: str
    checks: int
    first: Sequence[dict[str, Any]]


def absence_beside(archive: Archive, page_id: int, not_after: str) -> Absence | None:
    """The run of absences that a change of this page began or ended; None where it did neither."""
    row = archive.row(
        "SELECT first_seen_at, last_seen_at, checks FROM spans WHERE page_id = ?"
        " AND version_id IS NULL AND first_seen_at <= ? ORDER BY first_seen_at DESC LIMIT 1",
        (page_id, not_after),
    )
    if row is None:
        return None
    end = archive.row(
        "SELECT max(observed_at) AS at FROM (SELECT observed_at FROM fetches WHERE page_id = ?"
        " AND how = 'absent' AND observed_at BETWEEN ? AND ? ORDER BY observed_at LIMIT ?)",
        (page_id, row["first_seen_at"], row["last_seen_at"], _MOST_ABSENCES),
    )
    last = end["at"] if end is not None and end["at"] is not None else row["first_seen_at"]
    return Absence(
        **dict(row), first=absences_between(archive, page_id, row["first_seen_at"], last)
    )


def pages_of_edit(archive: Archive, change_id: int) -> list[dict[str, Any]]:
    """The first pages that showed the edit of a site's template, each with its interval."""
    rows = archive.rows(
        "SELECT e.page_id, p.url, e.not_before, e.not_after FROM changes c JOIN frame_edits e"
        " ON e.site_id = c.site_id AND e.edit_sha256 = c.cluster AND e.not_after <= c.not_after"
        " AND e.not_before >= c.not_before JOIN pages p ON p.id = e.page_id WHERE c.id = ?"
        " ORDER BY e.not_after LIMIT ?",
        (change_id, _MOST_PAGES),
    )
    return [dict(row) for row in rows]


def moved_to(archive: Archive, page_id: int, at: str) -> str | None:
    """Where the page had moved by the span that began at ``at``."""
    row = archive.row(
        "SELECT moved_to FROM spans WHERE page_id = ? AND first_seen_at = ?"
        " AND moved_to IS NOT NULL LIMIT 1",
        (page_id, at),
    )
    return None if row is None else str(row["moved_to"])
