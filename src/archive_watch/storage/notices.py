"""What a notice asks of the archive: single links, incidents and reminders, as they are told."""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.report.digest import ToldIncident
from archive_watch.report.moments import when
from archive_watch.report.notice import ToldReminder
from archive_watch.storage.database import Archive, Row

_INCIDENT = (
    "SELECT i.*, p.url FROM incidents i LEFT JOIN pages p ON p.id = i.page_id WHERE i.id = ?"
)


def incidents_begun(archive: Archive, ids: Sequence[int]) -> tuple[ToldIncident, ...]:
    """These incidents, as they are."""
    return tuple(_incident(row, row["detail"]) for row in _incidents(archive, ids))


def incidents_ended(archive: Archive, ids: Sequence[int]) -> tuple[ToldIncident, ...]:
    """These incidents, which are over; the detail says since when."""
    return tuple(
        _incident(row, f"over since {when(row['closed_at'])}")
        for row in _incidents(archive, ids)
        if row["closed_at"] is not None
    )


def reminder_of(archive: Archive, transition: int, *, days: int) -> ToldReminder | None:
    """What to say of a takedown or an incident that still stands after so many days."""
    row = archive.row("SELECT kind, subject_id FROM transitions WHERE id = ?", (transition,))
    if row is None:
        return None
    if row["kind"] == "incident_opened":
        for incident in _incidents(archive, [row["subject_id"]]):
            return ToldReminder(
                what=f"open: {incident['kind'].replace('_', ' ')}",
                about=incident["url"] or incident["host"],
                since=incident["opened_at"],
                days=days,
            )
        return None
    change = archive.row(
        "SELECT c.not_after, p.url, v.title FROM changes c JOIN pages p ON p.id = c.page_id"
        " LEFT JOIN versions v ON v.id = c.from_version_id WHERE c.id = ?",
        (row["subject_id"],),
    )
    if change is None:
        return None
    title = f"{change['title']}, {change['url']}" if change["title"] else change["url"]
    return ToldReminder(what="gone", about=title, since=change["not_after"], days=days)


def _incidents(archive: Archive, ids: Sequence[int]) -> list[Row]:
    found = (archive.row(_INCIDENT, (one,)) for one in ids)
    return [row for row in found if row is not None]


def _incident(row: Row, detail: str) -> ToldIncident:
    return ToldIncident(
        kind=row["kind"],
        about=row["url"] or row["host"],
        since=row["opened_at"],
        occurrences=row["occurrences"],
        detail=detail,
    )
