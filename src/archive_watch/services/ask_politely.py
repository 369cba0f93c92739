"""May this address be asked, and when: robots.txt and the floor of seconds between two requests.

Awaited by the fetcher before every request, redirects included.  One request at a time a host;
the moment of the next one is kept in the database, so that neither a restart nor a second process
shortens it.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from archive_watch.discover.robots import RobotsState, RobotsVerdict, parse_robots
from archive_watch.fetch.client import Fetcher
from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response
from archive_watch.model.clock import parse_utc
from archive_watch.model.url import host_of
from archive_watch.services.watch import Watch
from archive_watch.storage import sites

_ROBOTS_KEPT = timedelta(hours=24)
_ROBOTS_RETRIED = timedelta(minutes=5)
_DEFAULT_FLOOR_SECONDS = 5.0
_HTML_ROBOTS = "robots.txt is answered with a page, not with rules: the host is shutting us out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Real time for pacing: seconds since 1970, and how to wait."""

    seconds: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Manners:
    """The permit that a ``Fetcher`` asks before each request, for one process."""

    def __init__(
        self, watch: Watch, fetcher: Fetcher, *, floor_seconds: float, timer: Timer | None = None
    ) -> None:
        self._watch = watch
        self._fetcher = fetcher
        self._floor_seconds = floor_seconds
        self._timer = timer or Timer()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._verdicts: dict[str, tuple[str, RobotsVerdict]] = {}

    def turn(self, host: str) -> AbstractAsyncContextManager[object]:
        """Hold this while asking ``host``: one connection at a time."""
        return self._turns[host]

    async def __call__(self, url: str) -> Refusal | None:
        """Wait until ``url`` may be asked; a refusal when it may not."""
        host = host_of(url)
        verdict = await self._robots(host, url)
        if isinstance(verdict, Refusal):
            return verdict
        refusal = _refusal(verdict, url, self._fetcher.user_agent)
        if refusal is None:
            await self._wait(host, verdict)
        return refusal

    async def _robots(self, host: str, url: str) -> RobotsVerdict | Refusal:
        stored = sites.load_robots(self._watch.archive, host)
        if stored is None or self._is_stale(stored):
            stored = await self._fetch_robots(host, url)
        if stored.failure is not None:
            return Refusal(failure=Failure(stored.failure), detail="robots.txt could not be asked")
        return self._parsed(host, stored)

    def _parsed(self, host: str, stored: sites.StoredRobots) -> RobotsVerdict:
        known = self._verdicts.get(host)
        if known is not None and known[0] == stored.fetched_at:
            return known[1]
        assert stored.status is not None
        verdict = parse_robots(stored.body, content_type=stored.content_type, status=stored.status)
        self._verdicts[host] = (stored.fetched_at, verdict)
        return verdict

    def _is_stale(self, stored: sites.StoredRobots) -> bool:
        age = self._watch.clock() - parse_utc(stored.fetched_at)
        bad = stored.failure is not None or stored.status != 200
        kept = _ROBOTS_RETRIED if bad else _ROBOTS_KEPT
        return age >= kept or age < timedelta(0)

    async def _fetch_robots(self, host: str, url: str) -> sites.StoredRobots:
        await self._wait(host, None)
        address = f"{urlsplit(url).scheme}://{host}/robots.txt"
        response = await self._fetcher.get(address, permit=self._pace_only)
        robots = _as_stored(response, self._watch.now())
        if robots.failure is None or Failure(robots.failure) in NETWORK_FAILURES:
            sites.store_robots(self._watch.archive, host, robots)
        return robots

    async def _pace_only(self, url: str) -> Refusal | None:
        await self._wait(host_of(url), None)
        return None

    async def _wait(self, host: str, verdict: RobotsVerdict | None) -> None:
        archive, timer = self._watch.archive, self._timer
        delay = self._delay(host, verdict)
        if delay <= 0:
            return
        wait = sites.next_request_at(archive, host) - timer.seconds()
        if wait > 0:
            await timer.sleep(min(wait, 86_400.0))
        sites.hold_until(archive, host, timer.seconds() + delay, at=self._watch.now())

    def _delay(self, host: str, verdict: RobotsVerdict | None) -> float:
        """Seconds between two requests: the floor, or what robots.txt asks for if that is more.

        A floor of 0 holds only for hosts in the operator's own networks.
        """
        floor = self._floor_seconds
        if floor <= 0:
            floor = 0.0 if self._fetcher.is_own_network(host) else _DEFAULT_FLOOR_SECONDS
        asked = None if verdict is None else verdict.crawl_delay_seconds(self._fetcher.user_agent)
        return max(floor, asked or 0.0)


def _as_stored(response: Response, now: str) -> sites.StoredRobots:
    failure = None if response.refusal is None else response.refusal.failure.value
    return sites.StoredRobots(
        status=response.status,
        content_type=response.content_type,
        body=response.body,
        fetched_at=now,
        failure=failure,
    )


def _refusal(verdict: RobotsVerdict, url: str, user_agent: str) -> Refusal | None:
    match verdict.state:
        case RobotsState.UNREADABLE:
            return Refusal(failure=Failure.ROBOTS_UNREADABLE, detail=_HTML_ROBOTS)
        case RobotsState.UNREACHABLE:
            return Refusal(
                failure=Failure.ROBOTS_UNREACHABLE, detail="robots.txt answered with an error"
            )
    if not verdict.allows(url, user_agent):
        return Refusal(failure=Failure.ROBOTS, detail="robots.txt asks not to read this address")
    return None
