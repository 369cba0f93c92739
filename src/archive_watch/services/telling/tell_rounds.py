"""How long a round takes: every page once, at the pace of its host and within its budget.

Hosts are asked side by side, so that the slowest one counts.  This is arithmetic on what is known
before anything was asked; how long a round did take is what ``tell_health`` measures.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from archive_watch.schedule.politeness import LONGEST_PACE_SECONDS, delay_seconds
from archive_watch.services.watch import Watch
from archive_watch.storage import standing
from archive_watch.storage.robots_files import answers_of_host
from archive_watch.storage.standing import HostPages

_DAY_SECONDS = 86_400
_OUR_NAME = "archive-watch"
_WORDS_OF_DELAY = (b"crawl-delay", b"crawl delay", b"request-rate")


def full_round_seconds(watch: Watch) -> float | None:
    """How long all scheduled pages take, once each; None where there are none."""
    return _slowest(watch, standing.pages_by_host(watch.archive))


def first_round_seconds(watch: Watch) -> float | None:
    """How long the pages that were never asked will take; None when every page was asked."""
    return _slowest(watch, standing.pages_by_host(watch.archive, never_asked=True))


def _slowest(watch: Watch, hosts: Iterable[HostPages]) -> float | None:
    """The longest of the hosts' rounds; a host that cannot be it, by its pages, is not looked at."""
    slowest = max(watch.settings.fetch.min_delay_seconds, LONGEST_PACE_SECONDS)
    longest = None
    for host in hosts:
        if longest is None or _seconds(watch, host.pages, slowest) > longest:
            longest = max(longest or 0.0, _seconds(watch, host.pages, _pace(watch, host)))
    return longest


def _seconds(watch: Watch, pages: int, pace_seconds: float) -> float:
    """How long so many pages of a host take: what is over its budget waits for another day."""
    budget = watch.settings.schedule.budget_per_host_per_day
    if not budget:
        return pages * pace_seconds
    days, last = divmod(pages - 1, budget)
    return max(pages * pace_seconds, days * _DAY_SECONDS + (last + 1) * pace_seconds)


def _pace(watch: Watch, host: HostPages) -> float:
    """Seconds between two requests, by what is known of the host."""
    floor, asked = watch.settings.fetch.min_delay_seconds, _crawl_delay(watch, host.host)
    if floor <= 0:  # our own host
        return delay_seconds(floor, asked)
    return delay_seconds(floor, asked, latency_ms=host.latency_ms, factor=host.delay_factor)


def _crawl_delay(watch: Watch, host: str) -> float | None:
    """The longest delay that the host's robots.txt asks for, by whichever scheme, as last read."""
    name = watch.settings.fetch.user_agent or _OUR_NAME
    asked = [
        _delay_in(stored.body, stored.content_type, stored.status, name)
        for stored in answers_of_host(watch.archive, host)
        if stored.status is not None
        and any(words in stored.body.lower() for words in _WORDS_OF_DELAY)
    ]
    return max((seconds for seconds in asked if seconds is not None), default=None)


@lru_cache(maxsize=64)
def _delay_in(body: bytes, content_type: str | None, status: int, name: str) -> float | None:
    from archive_watch.discover.robots import parse_robots  # noqa: PLC0415  (the parser)

    return parse_robots(body, content_type=content_type, status=status).crawl_delay_seconds(name)
