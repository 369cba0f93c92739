"""A digest: everything that a report tells, weighed and in order, before it is drawn.

The most important comes first.  A change is told with its interval and never with "the date of
the edit", which nobody knows; a page that was seen gone once is told as unconfirmed; and silence
is told as silence only beside what was covered.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from archive_watch.model.change import ChangeKind, Sign
from archive_watch.model.incident import IncidentKind
from archive_watch.report.coverage import Coverage, counted
from archive_watch.report.moments import when
from archive_watch.report.told_link import ToldLink, link_as_json


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEdit:
    """Words that left and came, whose turn they stood in, and the words around them."""

    speaker: str | None
    removed: str
    added: str
    excerpt: tuple[tuple[Sign, str], ...] = ()

    def who(self) -> str | None:
        """Whose turn it is, where the excerpt does not begin with the label itself."""
        stands = "".join(text for sign, text in self.excerpt if sign is not Sign.REMOVED)
        stood = "".join(text for sign, text in self.excerpt if sign is not Sign.ADDED)
        begins = (stands.lstrip(), stood.lstrip())
        is_said = self.speaker is not None and any(b.startswith(self.speaker) for b in begins)
        return None if is_said else self.speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """One change as a report tells it; times are UTC text, numbers are display numbers.

    ``is_over``: the page was gone, and is back.  ``pages``: how many show it; an edit of a site's
    template is told once for all of them.
    """

    id: int
    url: str
    host: str
    title: str | None
    kind: str
    severity: int
    aspects: tuple[str, ...]
    flags: tuple[str, ...]
    not_before: str
    not_after: str
    source: str
    from_version: int | None
    to_version: int | None
    from_capture_sha256: str | None
    to_capture_sha256: str | None
    words_added: int
    words_removed: int
    summary: str
    beside: str = ""
    edits: tuple[ToldEdit, ...] = ()
    is_over: bool = False
    pages: int = 1

    @property
    def is_takedown(self) -> bool:
        """Whether the page is gone."""
        return self.kind == ChangeKind.REMOVED and not self.is_over


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
    """What stands in the way of the watch."""

    kind: IncidentKind
    about: str
    since: str
    occurrences: int
    detail: str


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
    link_states: dict[str, int] = field(default_factory=dict)
    incidents: tuple[ToldIncident, ...] = ()
    furniture_checks: int = 0

    def alerts(self) -> tuple[ToldChange, ...]:
        """The changes of pages worth telling in words, heaviest first: not the cosmetic ones."""
        apart = (ChangeKind.COSMETIC, ChangeKind.TEMPLATE)
        told = [change for change in self.changes if change.kind not in apart]
        return tuple(sorted(told, key=lambda change: (-change.severity, change.not_after)))

    def takedowns(self) -> tuple[ToldChange, ...]:
        """The pages that are confirmed as gone, and are not back."""
        return tuple(change for change in self.alerts() if change.is_takedown)

    def edits(self) -> tuple[ToldChange, ...]:
        """The changes of pages that are still there."""
        return tuple(change for change in self.alerts() if not change.is_takedown)

    def cosmetic(self) -> tuple[ToldChange, ...]:
        """The changes of typography alone: counted, never alerted."""
        return tuple(change for change in self.changes if change.kind == ChangeKind.COSMETIC)

    def templates(self) -> tuple[ToldChange, ...]:
        """The edits around the words of many pages: one for a site and an edit, the most pages
        first."""
        told = [change for change in self.changes if change.kind == ChangeKind.TEMPLATE]
        return tuple(sorted(told, key=lambda change: (-change.pages, change.url, change.id)))

    def broken(self) -> tuple[ToldLink, ...]:
        """The links that are confirmed as broken."""
        return tuple(link for link in self.links if link.state != "suspected")

    def doubtful(self) -> tuple[ToldLink, ...]:
        """The links that failed, but not yet often enough to be sure."""
        return tuple(link for link in self.links if link.state == "suspected")

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
            counted(len(self.edits()), "change", "changes"),
            counted(len(self.suspects), "page in doubt", "pages in doubt"),
            counted(len(self.broken()), "broken link", "broken links"),
            counted(len(self.incidents), "open incident", "open incidents"),
        ]
        told = [part for part in parts if part] or [self._beside()]
        return ", ".join(told).capitalize() + "."

    def _beside(self) -> str:
        """What the headline says where no page changed and nothing is in the way."""
        if self.templates():
            return "no page changed, but what stands around the words of many did"
        return "no change, but doubts about links"

    def period(self) -> str:
        """The period in words."""
        return f"from {self.since} to {self.until}" if self.since else f"up to {self.until}"

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
            "furniture_checks": self.furniture_checks,
            "links": self.link_states,
            "incidents": [asdict(incident) for incident in self.incidents],
        }


def between(change: ToldChange) -> str:
    """When a change happened, as far as anyone can know."""
    return f"between {when(change.not_before)} and {when(change.not_after)}"


def versions_told(change: ToldChange) -> str:
    """Which versions a change leads from and to."""
    if change.kind == ChangeKind.TEMPLATE:
        return f"on {change.pages:,} pages"
    if change.from_version is None or change.to_version is None:
        return f"last version {change.from_version or change.to_version}"
    if change.from_version == change.to_version:
        return f"version {change.from_version}"
    return f"version {change.from_version} → {change.to_version}"
