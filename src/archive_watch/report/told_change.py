"""A change as reports and notices tell it: its words, its interval, how much it weighs.

It is told with its interval and never with "the date of the edit", which nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.change import ChangeKind, Sign
from archive_watch.report.moments import when

_MOST_NUMBERS = 12
_MOST_SITES = 8  # told by name


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
class ToldPlace:
    """A page with the same edit: its change, its address, its own interval."""

    id: int
    url: str
    severity: int
    not_before: str
    not_after: str
    after_freeze: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """One change as a report tells it; times are UTC text, numbers are display numbers.

    ``is_over``: the page was gone, and is back.  ``pages``: how many show it, ever; an edit of a site's
    template, or the same edit of many pages, is told once for all of them.  ``cluster`` is that edit,
    ``cluster_severity`` the weight of its strongest; ``finding`` is set where nothing else is told of
    the page, and ``alike`` are the other pages that are told with it.  ``after_freeze``: why nothing
    should have changed.
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
    after_freeze: str | None = None
    cluster: str | None = None
    cluster_severity: int | None = None
    finding: str | None = None
    alike: tuple[ToldPlace, ...] = ()

    @property
    def places(self) -> tuple[ToldPlace, ...]:
        """This page, and those that are told with it."""
        own = ToldPlace(
            id=self.id,
            url=self.url,
            severity=self.severity,
            not_before=self.not_before,
            not_after=self.not_after,
            after_freeze=self.after_freeze,
        )
        return (own, *self.alike)

    @property
    def tags(self) -> tuple[str, ...]:
        """What a reader should see at once: its flags, and whether the page should not change."""
        return (*self.flags, *(("after freeze",) if self.after_freeze else ()))

    @property
    def is_takedown(self) -> bool:
        """Whether the page is gone."""
        return self.kind == ChangeKind.REMOVED and not self.is_over


def between(*changes: ToldChange) -> str:
    """When a change (or each of several) happened, as far as anyone can know."""
    places = [place for change in changes for place in change.places]
    first = min(place.not_before for place in places)
    last = max(place.not_after for place in places)
    return f"between {when(first)} and {when(last)}"


def sites_told(changes: Sequence[ToldChange]) -> str:
    """Where an edit around the words was made: on how many pages of which sites."""
    if len(changes) == 1:
        return f"{changes[0].url}, on {changes[0].pages:,} pages"
    pages = sum(change.pages for change in changes)
    told = ", ".join(f"{change.host} ({change.pages:,})" for change in changes[:_MOST_SITES])
    left = len(changes) - _MOST_SITES
    told += f" and {left:,} more" if left > 0 else ""
    return f"{pages:,} pages of {len(changes):,} sites: {told}"


def contract_told(broken: tuple[str, tuple[int, ...]]) -> str:
    """Why pages that changed should not have, and by which changes they did."""
    contract, ids = broken
    numbers = ", ".join(str(one) for one in ids[:_MOST_NUMBERS])
    left = len(ids) - _MOST_NUMBERS
    numbers += f" and {left:,} more" if left > 0 else ""
    return f"{contract} · change{'' if len(ids) == 1 else 's'} {numbers}"


def versions_told(change: ToldChange) -> str:
    """Which versions a change leads from and to."""
    if change.kind == ChangeKind.TEMPLATE:
        return f"on {change.pages:,} pages"
    if change.from_version is None or change.to_version is None:
        return f"last version {change.from_version or change.to_version}"
    if change.from_version == change.to_version:
        return f"version {change.from_version}"
    return f"version {change.from_version} → {change.to_version}"
