"""The same edit around the words of many pages is one event of their site.

One page whose frame is edited says nothing: a counter, a date, a nonce.  Where three pages of a
site show the very same edit it is the site's template that changed, once, however many pages show
it in the end.  Each page tells only that it happened between two of its sights; sights that one
moment could explain, give or take a month, are of one event, so that in whatever order they arrive
the events are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from archive_watch.model.clock import parse_utc, utc_text

FEWEST_PAGES = 3
_ONE_EVENT = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSight:
    """One page showed an edit of its frame between two of its sights.

    The ids name the checks; ``shown`` orders sights of one second alike in every archive.
    """

    page_id: int
    not_before: str
    not_after: str
    from_fetch_id: int
    to_fetch_id: int
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEvent:
    """An edit of a site's template: how many pages show it, between when and when.

    ``first`` is the sight that showed it earliest: its evidence.
    """

    pages: int
    not_before: str
    not_after: str
    first: EditSight


def events_of(sights: Iterable[EditSight]) -> list[TemplateEvent]:
    """The events that the sights of one edit on one site add up to, in order of time."""
    groups: list[list[EditSight]] = []
    until = ""
    for sight in sorted(sights, key=lambda one: (one.not_before, one.not_after)):
        if groups and sight.not_before <= _a_month_after(until):
            groups[-1].append(sight)
            until = max(until, sight.not_after)
        else:
            groups.append([sight])
            until = sight.not_after
    events = (_event(group) for group in groups)
    return [event for event in events if event.pages >= FEWEST_PAGES]


def is_of(sight: EditSight, *, not_before: str, not_after: str) -> bool:
    """Whether a sight that is later than all others is one more of the event of that interval."""
    return not_before <= sight.not_before <= _a_month_after(not_after)


def _event(group: Sequence[EditSight]) -> TemplateEvent:
    return TemplateEvent(
        pages=len({sight.page_id for sight in group}),
        not_before=min(sight.not_before for sight in group),
        not_after=max(sight.not_after for sight in group),
        first=min(group, key=lambda one: (one.not_after, one.shown, one.not_before)),
    )


def _a_month_after(moment: str) -> str:
    return utc_text(parse_utc(moment) + _ONE_EVENT)
