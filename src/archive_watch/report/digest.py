"""A digest: everything that a report tells, weighed and in order, before it is drawn.

The most important comes first.  A change is told with its interval and never with "the date of
the edit", which nobody knows; a page that was seen gone once is told as unconfirmed; and silence
is told as silence only beside what was covered.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from archive_watch.model.change import ChangeKind
from archive_watch.model.incident import IncidentKind
from archive_watch.report.coverage import Coverage, counted
from archive_watch.report.moments import when, with_moments
from archive_watch.report.same_edits import edited_alike, edits_counted, told_together
from archive_watch.report.told_change import ToldChange
from archive_watch.report.told_link import ToldLink, link_as_json
from archive_watch.report.told_recovery import ToldRecovery

HARDLY_ANYTHING = 5  # the severity of a fact in other capitals or stops


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """A page whose state a reader should know: suspect, removed, moved, waiting for review."""

    url: str
    title: str | None
    state: str
    since: str
    last_seen_at: str | None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldIncident:
    """What stands in the way of the watch; ``change_id``: the change that it is about."""

    kind: IncidentKind
    about: str
    since: str
    occurrences: int
    detail: str
    change_id: int | None = None

    def told_since(self) -> str:
        """Since when it stands, and how often it was seen."""
        often = f", seen {self.occurrences:,} times" if self.occurrences > 1 else ""
        return f"since {when(self.since)}{often}"

    def told_detail(self) -> str:
        """What is known of it, for people."""
        return with_moments(self.detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One report.  ``since`` None means from the beginning; changes are ranked."""

    since: str | None
    until: str
    coverage: Coverage
    changes: tuple[ToldChange, ...] = ()
    suspects: tuple[ToldPage, ...] = ()
    moved: tuple[ToldPage, ...] = ()
    links: tuple[ToldLink, ...] = ()
    links_good_again: tuple[ToldLink, ...] = ()
    links_dead_from_the_first: int = 0
    link_states: dict[str, int] = field(default_factory=dict)
    incidents: tuple[ToldIncident, ...] = ()
    recoveries: tuple[ToldRecovery, ...] = ()
    furniture_checks: int = 0

    def alerts(self) -> tuple[ToldChange, ...]:
        """The changes of pages worth telling in words, heaviest first: not the cosmetic ones.

        The same edit of many pages is one.
        """
        apart = (ChangeKind.COSMETIC, ChangeKind.TEMPLATE)
        told = told_together(change for change in self.changes if change.kind not in apart)
        return tuple(sorted(told, key=lambda change: (-change.severity, change.not_after)))

    def takedowns(self) -> tuple[ToldChange, ...]:
        """The pages that are confirmed as gone, and are not back."""
        return tuple(change for change in self.alerts() if change.is_takedown)

    def edits(self) -> tuple[ToldChange, ...]:
        """The changes of pages that are still there."""
        return tuple(change for change in self.alerts() if not change.is_takedown)

    def in_words(self) -> tuple[ToldChange, ...]:
        """Of those the ones that are told with their words."""
        return tuple(change for change in self.edits() if change.severity > HARDLY_ANYTHING)

    def recased(self) -> tuple[ToldChange, ...]:
        """The others: a headline or another fact in other capitals or stops, told in a line each."""
        return tuple(change for change in self.edits() if change.severity <= HARDLY_ANYTHING)

    def cosmetic(self) -> tuple[ToldChange, ...]:
        """The changes of typography alone: counted, never alerted."""
        return tuple(change for change in self.changes if change.kind == ChangeKind.COSMETIC)

    def templates(self) -> tuple[ToldChange, ...]:
        """The edits around the words of many pages: one for a site and an edit, the most pages
        first."""
        told = [change for change in self.changes if change.kind == ChangeKind.TEMPLATE]
        return tuple(sorted(told, key=lambda change: (-change.pages, change.url, change.id)))

    def template_edits(self) -> tuple[tuple[ToldChange, ...], ...]:
        """The same, put together where several sites were edited alike, as sister archives are."""
        return edited_alike(self.templates())

    def contracts(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Why pages should not have changed that did: each reason with its changes' numbers."""
        broken: dict[str, list[int]] = {}
        for place in (place for change in self.edits() for place in change.places):
            if place.after_freeze is not None:
                broken.setdefault(place.after_freeze, []).append(place.id)
        return tuple((contract, tuple(ids)) for contract, ids in broken.items())

    def moved_before(self) -> tuple[ToldPage, ...]:
        """The pages that moved earlier: a move of this period is told as a change."""
        told = {change.url for change in self.changes if ChangeKind.MOVED in change.aspects}
        return tuple(page for page in self.moved if page.url not in told)

    def in_the_way(self) -> tuple[ToldIncident, ...]:
        """The incidents that are open, but those that a change told here is about."""
        told = {place.id for change in self.alerts() for place in change.places}
        return tuple(one for one in self.incidents if one.change_id not in told)

    def broken(self) -> tuple[ToldLink, ...]:
        """The links that are confirmed as broken."""
        return tuple(link for link in self.links if link.state != "suspected")

    def doubtful(self) -> tuple[ToldLink, ...]:
        """The links that failed, but not yet often enough to be sure."""
        return tuple(link for link in self.links if link.state == "suspected")

    def dead_from_the_first(self) -> str | None:
        """How much old rot there is; None where there is none."""
        if not self.links_dead_from_the_first:
            return None
        dead = counted(self.links_dead_from_the_first, "link was", "links were")
        return (
            f"{dead} dead when first checked: counted, not told. `archive-watch links` lists them."
        )

    def furniture(self) -> str | None:
        """How often other bytes said the same: what a comparer of pages would have told."""
        if not self.furniture_checks:
            return None
        times = counted(self.furniture_checks, "check", "checks")
        return f"{times} brought other bytes, but the same words: furniture only, not told."

    def is_quiet(self) -> bool:
        """Whether there is nothing to tell but the coverage."""
        told = (self.alerts(), self.suspects, self.links, self.incidents, self.moved)
        return not (any(told) or self.templates())

    def headline(self) -> str:
        """The digest in one line."""
        if self.is_quiet():
            if not self.coverage.checked:
                return "Nothing was checked, so that there is nothing to tell."
            return "All quiet: nothing changed, nothing vanished, no link broke."
        parts = [
            counted(len(self.takedowns()), "page gone", "pages gone"),
            self._edits_counted(),
            counted(len(self.suspects), "page in doubt", "pages in doubt"),
            counted(len(self.broken()), "broken link", "broken links"),
            counted(len(self.in_the_way()), "open incident", "open incidents"),
        ]
        told = [part for part in parts if part] or [self._beside()]
        return ", ".join(told).capitalize() + "."

    def _edits_counted(self) -> str:
        """How many changes, and how many of them on pages that should not change."""
        edits = self.edits()
        frozen = sum(change.after_freeze is not None for change in edits)
        told = edits_counted(edits)
        if not frozen:
            return told
        which = "" if frozen == len(edits) else f"{frozen:,} of them "
        return f"{told} ({which}on frozen pages)"

    def _beside(self) -> str:
        """What the headline says where no page changed and nothing is in the way."""
        if self.templates():
            return "no page changed, but what stands around the words of many did"
        return "no change, but doubts about links"

    def period(self) -> str:
        """The period in words."""
        until = when(self.until)
        return f"from {when(self.since)} to {until}" if self.since else f"up to {until}"

    def as_json(self) -> dict[str, Any]:
        """The digest as one JSON object."""
        return {
            "schema": "archive-watch/report/1",
            "since": self.since,
            "until": self.until,
            "headline": self.headline(),
            "quiet": self.is_quiet(),
            "coverage": asdict(self.coverage),
            "takedowns": [asdict(change) for change in self.takedowns()],
            "changes": [asdict(change) for change in self.edits()],
            "templates": [asdict(change) for change in self.templates()],
            "cosmetic": [asdict(change) for change in self.cosmetic()],
            "suspects": [asdict(page) for page in self.suspects],
            "moved": [asdict(page) for page in self.moved],
            "broken_links": [link_as_json(link) for link in self.broken()],
            "suspected_links": [link_as_json(link) for link in self.doubtful()],
            "links_good_again": [link_as_json(link) for link in self.links_good_again],
            "links_dead_from_the_first": self.links_dead_from_the_first,
            "recoveries": [asdict(recovery) for recovery in self.recoveries],
            "furniture_checks": self.furniture_checks,
            "links": self.link_states,
            "incidents": [asdict(incident) for incident in self.incidents],
        }
