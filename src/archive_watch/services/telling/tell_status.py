"""How the watch is: what is covered, what is due, what stands in its way, when it last ran."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from archive_watch.model.duration import duration_text
from archive_watch.model.url import page_key
from archive_watch.report.visible import one_line, visible
from archive_watch.services.telling.tell_health import Health, tell_health
from archive_watch.services.watch import Watch
from archive_watch.storage import answers, standing
from archive_watch.storage.discovery import sources_in_trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The watch at one moment.  ``first_round_seconds`` is how long the pages never asked will
    take at each host's pace; None once every page was asked.  ``unread_sources`` are those of the
    configured starting points that could not be read the last time."""

    at: str
    database: str
    pages: int
    states: dict[str, int]
    read: int
    due: int
    next_due_at: str | None
    changes: int
    links: dict[str, int]
    last_run: dict[str, Any] | None
    incidents: list[dict[str, Any]]
    first_round_seconds: float | None
    unread_sources: list[dict[str, Any]]
    health: Health

    def as_json(self) -> dict[str, Any]:
        """The status as one JSON object."""
        told = asdict(self)
        del told["health"]
        return {**told, **self.health.as_json()}

    def as_text(self) -> str:
        """The status as a person reads it."""
        states = ", ".join(f"{count:,} {state}" for state, count in self.states.items())
        lines = [
            f"{self.pages:,} page{'' if self.pages == 1 else 's'} watched"
            + (f": {states}" if states else ""),
            *filter(None, [self.first_round()]),
            f"{self.due:,} due now" + ("" if self.due else f"; next at {self.next_due_at or '–'}"),
            f"{self.changes:,} changes recorded",
            "links: " + (", ".join(f"{n:,} {s}" for s, n in self.links.items()) or "none yet"),
            *filter(None, [self._coverage()]),
            self._last_run(),
            *(f"open: {_incident(incident)}" for incident in self.incidents),
            *(f"no pages from: {_source(source)}" for source in self.unread_sources),
            *(f"not well: {visible(one_line(reason))}" for reason in self.health.reasons),
        ]
        return "\n".join(lines)

    def first_round(self) -> str | None:
        """How far the first round is, while it lasts."""
        if self.first_round_seconds is None:
            return None
        told = f"{self.read:,} of {self.pages:,} read; first round ≈ "
        told += duration_text(self.first_round_seconds)
        return told if self.changes else f"{told}; no changes can be reported yet"

    def _coverage(self) -> str | None:
        """How much is checked in time, once every page was read for the first time."""
        coverage, round_seconds = self.health.coverage, self.health.round_seconds
        if coverage is None or round_seconds is None:
            return None
        longest = duration_text(round_seconds)
        return f"{coverage:.1%} checked in time; the longest unchecked: {longest}"

    def _last_run(self) -> str:
        if self.last_run is None:
            return "no run yet"
        run = self.last_run
        return (
            f"last run: {run['kind']} {run['outcome'] or 'not finished'},"
            f" {run['checked']:,} checked, {run['changed']:,} changed, at {run['started_at']}"
        )


def tell_status(watch: Watch) -> Status:
    """The status of the watch now."""
    archive, now = watch.archive, watch.now()
    return Status(
        at=now,
        database=str(archive.path),
        pages=standing.pages_watched(archive),
        states=standing.pages_by_state(archive),
        read=standing.pages_read(archive),
        due=standing.pages_due(archive, now),
        next_due_at=standing.next_due_at(archive),
        changes=standing.changes_recorded(archive),
        links=standing.links_by_state(archive),
        last_run=standing.last_run(archive),
        incidents=answers.open_incidents(archive),
        first_round_seconds=first_round_seconds(watch),
        unread_sources=_unread_sources(watch),
        health=tell_health(watch),
    )


def first_round_seconds(watch: Watch) -> float | None:
    """How long the pages that were never asked will take; None when every page was asked.

    Hosts are asked side by side, so the host with the most pages left takes the longest.
    """
    left = standing.most_pages_never_asked(watch.archive)
    return left * watch.settings.fetch.min_delay_seconds if left else None


def _incident(incident: dict[str, Any]) -> str:
    about = incident["url"] or incident["host"]
    since = f"since {incident['opened_at']}, {incident['occurrences']:,} ×"
    return visible(f"{incident['kind']} {about} {since}: {incident['detail']}")


def _unread_sources(watch: Watch) -> list[dict[str, Any]]:
    """Those of the starting points that are configured now."""
    urls = [start.url for start in watch.settings.discover]
    return sources_in_trouble(watch.archive, [*urls, *map(page_key, urls)]) if urls else []


def _source(source: dict[str, Any]) -> str:
    return visible(one_line(f"{source['url']} since {source['error_since']}: {source['error']}"))
