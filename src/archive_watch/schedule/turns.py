"""Whose turn is it?  The moments that a claim is decided by, and how a host's day is shared.

Hosts take turns: the one that has waited longest comes first, and goes to the end of the queue when
it was asked.  On a host the page that was due first comes first, but that

- a page past the floor (not looked at for 180 days) comes before those that are not;
- one turn in ten is for a page that was never read, where there is one;
- a tenth of a budget is kept for pages that were never read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from archive_watch.model.clock import utc_text
from archive_watch.schedule.politeness import LONGEST_PACE_SECONDS

FLOOR = timedelta(days=180)
"""No page is left unseen for longer, whatever is known of how seldom it changes."""

UNREAD_SHARE = 10
"""One turn in so many is for a page never read, and one request in so many of a budget."""

_DAY = timedelta(days=1)
_LEASE_SLACK = timedelta(minutes=2)
_AHEAD = timedelta(seconds=10)
_LONGEST_AHEAD = timedelta(seconds=LONGEST_PACE_SECONDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """The moments that a claim is decided by, as UTC text.

    Hosts are claimed whose pace lets them be asked by ``ahead``; the wait is part of the lease.
    """

    now: str
    ahead: str
    lease_until: str
    day_ago: str
    floor: str


def horizon(now: datetime, *, deadline_seconds: float, idle: bool = False) -> Horizon:
    """The horizon of a claim at ``now``; when ``idle`` there is nothing better than to wait."""
    return Horizon(
        now=utc_text(now),
        ahead=utc_text(now + (_LONGEST_AHEAD if idle else _AHEAD)),
        lease_until=utc_text(now + lease_length(deadline_seconds)),
        day_ago=utc_text(now - _DAY),
        floor=utc_text(now - FLOOR),
    )


def lease_length(deadline_seconds: float) -> timedelta:
    """How long a lease lasts; who still works at half of it lets it last longer."""
    return timedelta(seconds=deadline_seconds) + _LEASE_SLACK


def kept_for_unread(budget: int) -> int:
    """How many requests of a day's budget are kept for pages that were never read."""
    return budget // UNREAD_SHARE
