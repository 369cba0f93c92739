"""How the watch is: what is covered, what is due, what stands in its way, when it last ran."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from archive_watch.model.duration import duration_text
from archive_watch.model.url import page_key
from archive_watch.report.visible import one_line, visible
from archive_watch.services.telling.tell_budgets import Budget, tell_budgets
from archive_watch.services.telling.tell_health import Health, tell_health
from archive_watch.services.telling.tell_rounds import first_round_seconds
from archive_watch.services.telling.tell_unnamed import no_longer_named
from archive_watch.services.watch import Watch
from archive_watch.storage import answers, standing
from archive_watch.storage.coverage import count_silent_pages
from archive_watch.storage.discovery import sources_in_trouble

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The watch at one moment.  ``first_round_seconds`` is how long the pages never asked will
    take at each host's pace; None once every page was asked.  ``never_read`` pages have no version
    yet, paused ones with them; ``silent`` ones were not read for ``[pages] silent_after_days``.
    ``budgets`` are those of the hosts that were asked in 24 hours, where
    there is one (``budget_per_host_per_day``, else None).  ``unread_sources`` are those of the
    configured starting points that could not be read the last time; ``no_longer_named`` the pages
    that were taken out of [[watch]] and are still watched."""

    at: str
    database: str
    pages: int
    states: dict[str, int]
    read: int
    never_read: int
    silent: int
    due: int
    next_due_at: str | None
    changes: int
    links: dict[str, int]
    last_run: dict[str, Any] | None
    incidents: list[dict[str, Any]]
    first_round_seconds: float | None
    budget_per_host_per_day: int | None
    budgets: list[Budget]
    unread_sources: list[dict[str, Any]]
    no_longer_named: list[str]
    health: Health

    def as_json(self) -> dict[str, Any]:
        """The status as one JSON object."""
        told = asdict(self)
        del told["health"]
        return {**told, **self.health.as_json()}

    def as_text(self) -> str:
        """The status as a person reads it."""
        return "\n".join(self.as_lines())

    def as_lines(self) -> list[str]:
        """The same, line by line."""
        states = ", ".join(f"{count:,} {state}" for state, count in self.states.items())
        return [
            f"{self.pages:,} page{'' if self.pages == 1 else 's'} watched"
            + (f": {states}" if states else "")
            + (f"; {self.never_read:,} never read" if self.never_read else "")
            + (f"; {self.silent:,} not read for a long time" if self.silent else ""),
            *filter(None, [self.first_round()]),
            self._due(),
            f"{self.changes:,} changes recorded",
            "links: " + (", ".join(f"{n:,} {s}" for s, n in self.links.items()) or "none yet"),
            *filter(None, [self._coverage()]),
            self._last_run(),
            *filter(None, [self._daemon()]),
            *filter(None, [self._last_copy()]),
            *(f"budget: {_budget(one)}" for one in self.budgets if one.rests_until),
            *(f"open: {_incident(incident)}" for incident in self.incidents),
            *(f"no pages from: {_source(source)}" for source in self.unread_sources),
            *filter(None, [self._no_longer_named()]),
            *(f"not well: {visible(one_line(reason))}" for reason in self.health.reasons),
        ]

    def first_round(self) -> str | None:
        """How far the first round is, while it lasts."""
        return _first_round(self.first_round_seconds, self.read, self.pages, self.changes)

    def _due(self) -> str:
        if not self.due:
            return f"0 due now; next at {self.next_due_at or '–'}"
        overdue = self.health.overdue
        told = f", {overdue:,} of them for more than an hour" if overdue else ""
        return f"{self.due:,} due now{told}"

    def _coverage(self) -> str | None:
        """How much is checked in time, and how long a round takes and would take."""
        coverage, waiting = self.health.coverage, self.health.round_seconds
        if coverage is None or waiting is None:
            return None
        told = f"{coverage:.1%} checked in time; the longest unchecked: {duration_text(waiting)}"
        full = self.health.full_round_seconds
        return f"{told}; a full round ≈ {duration_text(full)}" if full else told

    def _daemon(self) -> str | None:
        """Whether it runs; one that was killed is told as a reason why all is not well."""
        beat = self.health.daemon
        if beat is None or (beat.stopped_at is None and not self.health.daemon_is_alive):
            return None
        if beat.stopped_at is not None:
            return f"no daemon runs; the last one stopped at {beat.stopped_at}"
        return f"the daemon runs since {beat.started_at}, process {beat.pid}"

    def _last_copy(self) -> str | None:
        copy, folder = self.health.last_copy, self.health.copies_folder
        if copy is not None:
            return f"last copy: {copy.at}, {copy.size:,} bytes, {copy.path}"
        return None if folder is None else f"last copy: none yet in {folder}"

    def _no_longer_named(self) -> str | None:
        """The pages of the configuration that are watched on, and how that ends."""
        urls = self.no_longer_named
        if not urls:
            return None
        first = ", ".join(urls[:_MOST_NAMED]) + (", …" if len(urls) > _MOST_NAMED else "")
        return visible(
            f"watched, though no longer in [[watch]] ({len(urls):,}): {first};"
            " `archive-watch pause URL` stops one, `archive-watch add URL` keeps it"
        )

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
    pages, read = standing.pages_watched(archive), standing.pages_read(archive)
    return Status(
        at=now,
        database=str(archive.path),
        pages=pages,
        states=standing.pages_by_state(archive),
        read=read,
        never_read=pages - read,
        silent=_silent(watch),
        due=standing.pages_due(archive, now),
        next_due_at=standing.next_due_at(archive),
        changes=standing.changes_recorded(archive),
        links=standing.links_by_state(archive),
        last_run=standing.last_run(archive),
        incidents=answers.open_incidents(archive),
        first_round_seconds=first_round_seconds(watch),
        budget_per_host_per_day=watch.settings.schedule.budget_per_host_per_day or None,
        budgets=tell_budgets(watch),
        unread_sources=_unread_sources(watch),
        no_longer_named=no_longer_named(watch),
        health=tell_health(watch),
    )


def tell_first_round(watch: Watch) -> str | None:
    """How far the first round is, while it lasts: that line of the status alone."""
    seconds, archive = first_round_seconds(watch), watch.archive
    if seconds is None:
        return None
    read, pages = standing.pages_read(archive), standing.pages_watched(archive)
    return _first_round(seconds, read, pages, standing.changes_recorded(archive))


def _first_round(seconds: float | None, read: int, pages: int, changes: int) -> str | None:
    if seconds is None:
        return None
    told = f"{read:,} of {pages:,} read; first round ≈ {duration_text(seconds)}"
    return told if changes else f"{told}; no changes can be reported yet"


def _incident(incident: dict[str, Any]) -> str:
    about = incident["url"] or incident["host"]
    times = incident["occurrences"]
    often = f", seen {times:,} times" if times > 1 else ""
    since = f"since {incident['opened_at']}{often}"
    return visible(f"{incident['kind']} {about} {since}: {incident['detail']}")


def _silent(watch: Watch) -> int:
    days = watch.settings.pages.silent_after_days
    return count_silent_pages(watch.archive, now=watch.now(), days=days) if days else 0


def _unread_sources(watch: Watch) -> list[dict[str, Any]]:
    """Those of the starting points that are configured now."""
    urls = [start.url for start in watch.settings.discover]
    return sources_in_trouble(watch.archive, [*urls, *map(page_key, urls)]) if urls else []


def _source(source: dict[str, Any]) -> str:
    return visible(one_line(f"{source['url']} since {source['error_since']}: {source['error']}"))


def _budget(budget: Budget) -> str:
    told = f"{budget.host} was asked {budget.spent:,} times in 24 hours, {budget.left:,} left"
    return visible(f"{told}; it rests until {budget.rests_until}")
