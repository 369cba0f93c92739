"""A notice: what is sent to people, at once or by the schedule, before it is drawn.

It tells what came to pass, heaviest first, and beside it what is covered and what stands in the way:
so silence is never taken for health.  What still stands is told once more after 1, 7 and 30 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive_watch.model.change import ChangeKind
from archive_watch.model.notice import MessageKind
from archive_watch.report.coverage import counted
from archive_watch.report.digest import Digest, ToldIncident
from archive_watch.report.moments import when
from archive_watch.report.same_edits import edits_counted
from archive_watch.report.text import digest_as_text
from archive_watch.report.told_change import ToldChange
from archive_watch.report.told_link import ToldLink, link_as_json
from archive_watch.report.visible import one_line, visible

REMINDER_DAYS = (1, 7, 30)
_MOST_SUBJECT = 150
_A_REPORTS_OWN = (
    "schema",
    "headline",
    "quiet",
    "cosmetic",
    "moved",
    "suspected_links",
    "links_good_again",
    "links_dead_from_the_first",
    "recoveries",
    "furniture_checks",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReminder:
    """What still stands: a page that is gone, an incident that is open; ``days`` since it began."""

    what: str
    about: str
    since: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one message tells.  ``digest`` holds what came to pass, less what is over again.

    ``withdrawn``: changes that were told and do not stand; ``recovered``: links that are good again;
    ``ended``: incidents that are over (``since`` is when they began, ``detail`` how they ended);
    ``left_out``: how much weighs least and is not told here.
    """

    kind: MessageKind
    severity: int
    digest: Digest
    withdrawn: tuple[ToldChange, ...] = ()
    recovered: tuple[ToldLink, ...] = ()
    ended: tuple[ToldIncident, ...] = ()
    begun: tuple[ToldIncident, ...] = ()
    reminders: tuple[ToldReminder, ...] = ()
    left_out: int = 0

    @property
    def says_something(self) -> bool:
        """Whether anything came to pass, or is to be reminded of."""
        told = (self.digest.alerts(), self.digest.templates(), self.digest.links, self.recovered)
        return any((*told, self.withdrawn, self.begun, self.ended, self.reminders))

    def subject(self) -> str:
        """The notice in one line: the one thing there is to tell, else how many."""
        if not self.says_something:
            return self._quiet()
        counts = [part for part in self._counts() if part]
        lines = list(self._lines())
        if len(lines) == 1 and not self.left_out:
            return _cut(lines[0])
        told, first = ", ".join(counts), self._first()
        return _cut(told if first is None else f"{told}; first “{first.title or first.url}”")

    def _lines(self) -> Iterator[str]:
        """Each thing that there is to tell, in a line."""
        digest = self.digest
        yield from map(_told, digest.alerts())
        yield from (f"Template edited: {change.url}" for change in digest.templates())
        yield from (f"Withdrawn: {withdrawn_told(change)}" for change in self.withdrawn)
        yield from (f"Link broken: {link.url}" for link in digest.links)
        yield from (f"Link good again: {link.url}" for link in self.recovered)
        yield from (incident_told(incident) for incident in self.begun)
        yield from (f"Over: {incident_told(incident)}" for incident in self.ended)
        yield from (f"Reminder: {still_so(reminder)}" for reminder in self.reminders)

    def _first(self) -> ToldChange | None:
        return next(iter(self.digest.alerts()), None)

    def _counts(self) -> Iterator[str]:
        digest = self.digest
        yield counted(len(digest.takedowns()), "page gone", "pages gone")
        yield edits_counted(digest.edits())
        yield counted(len(self.withdrawn), "change withdrawn", "changes withdrawn")
        yield counted(len(digest.templates()), "template edited", "templates edited")
        yield counted(len(digest.links), "link broken", "links broken")
        yield counted(len(self.recovered), "link good again", "links good again")
        yield counted(len(self.begun), "incident", "incidents")
        yield counted(len(self.ended), "incident over", "incidents over")
        yield counted(len(self.reminders), "reminder", "reminders")
        yield f"{self.left_out:,} more" if self.left_out else ""

    def _quiet(self) -> str:
        still = counted(len(self.digest.incidents), "incident is open", "incidents are open")
        if not self.digest.coverage.checked:
            told = "Nothing was checked, so that there is nothing to tell"
        else:
            told = "All quiet: nothing changed, nothing vanished, no link broke"
        return f"{told}; {still}" if still else told

    def text(self) -> str:
        """The notice as plain text."""
        headline = f"{self.subject()}."
        rest = digest_as_text(self.digest).split("\n", 2)[2].rstrip("\n")
        return visible("\n".join([headline, self.period(), rest, *self._more(), ""]))

    def period(self) -> str:
        """From when to when, in words."""
        digest = self.digest
        since = f"From {when(digest.since)} to" if digest.since else "Up to"
        return f"{since} {when(digest.until)}."

    def _more(self) -> Iterator[str]:
        """What a report does not know: what ended, and what still stands."""
        yield from _section("Withdrawn", [withdrawn_told(change) for change in self.withdrawn])
        yield from _section("Links good again", [one_line(link.url) for link in self.recovered])
        yield from _section("Over", [over_told(incident) for incident in self.ended])
        yield from _section("Still so", [still_so(reminder) for reminder in self.reminders])
        if self.left_out:
            yield from ("", left_out_told(self.left_out))

    def as_json(self) -> dict[str, Any]:
        """The notice as one JSON object; of a report's, what came to pass alone."""
        told = self.digest.as_json()
        for name in _A_REPORTS_OWN:
            del told[name]
        return {
            "subject": self.subject(),
            "severity": self.severity,
            "quiet": not self.says_something,
            **told,
            "withdrawn": [asdict(change) for change in self.withdrawn],
            "recovered_links": [link_as_json(link) for link in self.recovered],
            "begun_incidents": [asdict(incident) for incident in self.begun],
            "ended_incidents": [asdict(incident) for incident in self.ended],
            "reminders": [asdict(reminder) for reminder in self.reminders],
            "left_out": self.left_out,
        }


def still_so(reminder: ToldReminder) -> str:
    """A reminder in a line."""
    days = counted(reminder.days, "day", "days")
    told = f"{reminder.what}: {reminder.about}, since {when(reminder.since)} ({days})"
    return one_line(told)


def incident_told(incident: ToldIncident) -> str:
    """An incident in a few words."""
    what = incident.kind.replace("_", " ")
    return one_line(f"{what[:1].upper()}{what[1:]}: {incident.about}")


def withdrawn_told(change: ToldChange) -> str:
    """How it is told that an earlier message was wrong."""
    what = "gone" if change.kind == ChangeKind.REMOVED else change.kind.replace("_", " ")
    told = f"{change.title or change.url}: told as {what} (change {change.id}), and that does not stand"
    return one_line(f"{told}; {change.url}")


def over_told(incident: ToldIncident) -> str:
    """How an incident that is over is told."""
    what = incident.kind.replace("_", " ")
    return one_line(f"{what}: {incident.about}, since {when(incident.since)}; {incident.detail}")


def left_out_told(count: int) -> str:
    """How it is told that there is more."""
    verb = "weighs" if count == 1 else "weigh"
    return f"And {count:,} more that {verb} less: archive-watch changes, links, status."


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        heading = f"{title} ({len(lines):,})"
        yield from ("", heading, "─" * len(heading), *(f"• {line}" for line in lines))


def _told(change: ToldChange) -> str:
    title = change.title or change.url
    told = f"Gone: {title}" if change.is_takedown else f"{title}: {change.summary}"
    return f"On {change.pages:,} pages: {told}" if change.alike else told


def _cut(text: str) -> str:
    line = visible(one_line(text))
    return line if len(line) <= _MOST_SUBJECT else line[: _MOST_SUBJECT - 1].rstrip() + "…"
