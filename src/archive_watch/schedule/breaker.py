"""When a host in trouble is left alone, and when it may be tried again.

A host is *open*, *closed* until a moment, or, from that moment on, *half open*: its robots.txt is
asked, and only if that is answered one page.  A page that is answered opens the host again; any
trouble closes it for twice as long as before.  A host that is out of order is tried after 5
minutes and then ever more seldom, down to every 6 hours; one that shuts us out after an hour, down
to once a day.  What a single page answers (a 404, a 403) is no trouble of its host.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.host import HostStanding
from archive_watch.schedule.retries import doubled

TROUBLES_THAT_CLOSE = 5
_OUTAGE = (5 * 60, 6 * 3600)  # seconds: the first closure, and the longest
_BLOCK = (3600, 24 * 3600)
_LONGEST = timedelta(seconds=_BLOCK[1])


def is_closed(host: HostStanding, now: datetime) -> bool:
    """Whether no page of the host may be asked at ``now``.

    A moment further ahead than any closure lasts means that the clock was set back.
    """
    if host.closures == 0 or host.closed_until is None:
        return False
    return timedelta(0) < parse_utc(host.closed_until) - now <= _LONGEST


def is_half_open(host: HostStanding, now: datetime) -> bool:
    """Whether the host was closed and may be tried now."""
    return host.closures > 0 and not is_closed(host, now)


def after_answer(host: HostStanding) -> HostStanding:
    """The host has answered: it is no longer out of order.  One that shuts us out stays shut."""
    return replace(host, troubles=0) if host.is_blocked else opened(host)


def after_trouble(host: HostStanding, *, now: datetime, why: str) -> HostStanding:
    """A request of the host had no answer, or a server error.

    What was asked by hand while the host is closed closes it no longer.
    """
    if is_closed(host, now):
        return host
    counted = replace(host, troubles=host.troubles + 1)
    if is_half_open(host, now) or counted.troubles >= TROUBLES_THAT_CLOSE:
        return closed(counted, now=now, why=why)
    return counted


def closed(host: HostStanding, *, now: datetime, why: str) -> HostStanding:
    """The host is left alone from ``now`` on, for twice as long as the last time."""
    closures = host.closures + 1
    first, longest = _BLOCK if host.is_blocked else _OUTAGE
    lasts = timedelta(seconds=doubled(first, closures, longest=longest))
    return replace(
        host,
        closures=closures,
        closed_since=host.closed_since or utc_text(now),
        closed_until=utc_text(now + lasts),
        closed_why=why,
    )


def shut_out(host: HostStanding, *, now: datetime, why: str) -> HostStanding:
    """The host was found to shut us out, and is to be closed for it; ``why`` is the evidence."""
    if host.is_blocked:
        return host
    at = utc_text(now)
    return replace(opened(host), blocked_since=at, closed_since=at, closed_why=why)


def opened(host: HostStanding) -> HostStanding:
    """The host can be asked as ever."""
    return replace(
        host,
        troubles=0,
        closures=0,
        closed_since=None,
        closed_until=None,
        closed_why=None,
        blocked_since=None,
    )
