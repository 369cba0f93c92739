"""A change in a list that leads on: what is told of it, and which page and versions it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.report.bounds import MOST_EDITS, MOST_PLACES, bounded, left_out
from archive_watch.report.same_edits import pages_counted
from archive_watch.report.told_change import ToldChange, ToldEdit, ToldPlace, versions_told

STRONG = 60
"""The severity from which a change is marked as one that a reader must not miss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """One change, or the same edit of many pages.

    ``page_id`` is None where a site's template changed; a version's id is None where the page was
    gone.  ``verdict`` is what readers said of it, in words, empty where nobody did.
    """

    told: ToldChange
    page_id: int | None
    from_version_id: int | None
    to_version_id: int | None
    verdict: str = ""

    @property
    def is_strong(self) -> bool:
        """Whether a reader must not miss it."""
        return self.told.severity >= STRONG

    @property
    def words(self) -> str:
        """What happened in words, but for the edits that are shown with it."""
        return self.told.beside if self.told.edits else self.told.summary

    @property
    def versions(self) -> str | None:
        """Which versions it leads from and to; None where it is told of several pages."""
        return None if self.told.alike else versions_told(self.told)

    @property
    def first_at(self) -> str:
        """The last full read of the old text, of the earliest page."""
        return min(place.not_before for place in self.told.places)

    @property
    def last_at(self) -> str:
        """The first sight of the new text, of the latest page."""
        return max(place.not_after for place in self.told.places)

    @property
    def edits(self) -> Sequence[ToldEdit]:
        """The first of its edits."""
        return bounded(self.told.edits, MOST_EDITS)[0]

    @property
    def edits_left_out(self) -> str | None:
        """How many edits are not shown; None where all are."""
        left = bounded(self.told.edits, MOST_EDITS)[1]
        return left_out(left, "edit") if left else None

    @property
    def places(self) -> Sequence[ToldPlace]:
        """The first of the pages with the same edit, its own first."""
        return bounded(self.told.places, MOST_PLACES)[0]

    @property
    def places_left_out(self) -> str | None:
        """How many pages are not shown; None where all are."""
        left = bounded(self.told.places, MOST_PLACES)[1]
        return left_out(left, "page") if left else None

    @property
    def shared(self) -> tuple[str, str] | None:
        """On how many pages the same edit stands, and its cluster; None where on this one alone."""
        told = self.told
        cluster = told.finding or told.cluster
        if cluster is None or told.pages < 2:
            return None
        if told.finding is None:
            return f"one of its edits stands on {told.pages:,} pages", cluster
        here = pages_counted([told])
        rest = "" if here in {1, told.pages} else f", {here:,} of them told here"
        return f"the same edit on {told.pages:,} pages{rest}", cluster
