"""An incident in a list that leads on, and when it stood among the others: told in words, drawn as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from archive_watch.model.clock import parse_utc
from archive_watch.report.moments import with_moments

_WIDTH = 1000
_LEAST = 6  # of the width, so that a moment is seen
_MEANINGS = {
    "blocked_host": "The host shuts us out",
    "unreachable_host": "The host does not answer",
    "needs_review": "A page that its profile does not understand",
    "template_drift": "The template of many pages is another",
    "robots_disallowed": "robots.txt asks not to read what is watched",
    "robots_unreadable": "robots.txt cannot be had",
    "channel_failing": "A channel by which people are told takes nothing",
    "edited_after_freeze": "Edited, though it should not change",
    "page_withheld": "One page is withheld while its siblings answer",
    "pages_unreachable": "Pages cannot be read",
    "not_watched": "Pages were not read for a long time",
    "links_failing": "Links to the host began to fail together",
    "page_suspect": "A page was seen gone",
}


def incident_in_words(kind: str) -> str:
    """What a kind of incident means, in a few words."""
    return _MEANINGS.get(kind, kind.replace("_", " ").capitalize())


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedIncident:
    """One incident; ``page_id`` is None where it is about a host, ``closed_at`` while it stands.

    Times are UTC text.  ``change_id`` is the last change that it is about.
    """

    id: int
    kind: str
    host: str
    page_id: int | None
    url: str | None
    title: str | None
    opened_at: str
    last_seen_at: str
    closed_at: str | None
    occurrences: int
    detail: str
    change_id: int | None

    @property
    def meaning(self) -> str:
        """What its kind means."""
        return incident_in_words(self.kind)

    @property
    def told(self) -> str:
        """What was seen, for people."""
        return with_moments(self.detail)


def lines_of(incidents: Sequence[ListedIncident], *, now: str) -> tuple[tuple[float, float], ...]:
    """Where each stood in the time of all, as the beginning and the length of a line of 1000."""
    if not incidents:
        return ()
    spans = [(parse_utc(one.opened_at), parse_utc(one.closed_at or now)) for one in incidents]
    first = min(begun for begun, _ in spans)
    whole = max(max(ended for _, ended in spans) - first, timedelta(hours=1))
    lines = []
    for begun, ended in spans:
        length = max(_LEAST, _WIDTH * max(ended - begun, timedelta()) / whole)
        lines.append((min(_WIDTH * (begun - first) / whole, _WIDTH - length), length))
    return tuple((round(start, 1), round(length, 1)) for start, length in lines)
