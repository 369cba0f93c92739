"""May this address be asked, and when: robots.txt, the pace of its host, and the host's own wishes.

Awaited by the fetcher before every request, redirects included, and told after each that it has
ended.  The moment of the next request is kept in the database and taken under the write gate: no
restart and no second process shortens it.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.host_client import Answer
from archive_watch.model.capture import Failure, Refusal
from archive_watch.model.url import host_of
from archive_watch.schedule.politeness import (
    LONGEST_HOLD_SECONDS,
    delay_seconds,
    hold_seconds,
    wait_seconds,
)
from archive_watch.services.ask_robots import RobotsFiles
from archive_watch.services.watch import Watch
from archive_watch.storage import sites

_DEFAULT_FLOOR_SECONDS = 5.0
_COURTESY_SECONDS = 0.05
_DISALLOWED = "robots.txt asks not to read this address"
_ON_HOLD = "the host asked to be left alone for a while"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Real time for pacing: seconds since 1970, and how to wait."""

    seconds: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Manners:
    """The permit that a ``Fetcher`` asks before each request, for one process.

    With ``heeding_holds``, for work that can wait, a host that asked to be left alone is, and
    whoever waits for the same host with a page named by hand goes first.
    """

    def __init__(
        self, watch: Watch, fetcher: Fetcher, *, floor_seconds: float, timer: Timer | None = None
    ) -> None:
        self._watch = watch
        self._fetcher = fetcher
        self._floor_seconds = floor_seconds
        self._heeds_holds = False
        self._timer = timer or Timer()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._robots = RobotsFiles(watch, fetcher)

    def with_floor(self, floor_seconds: float) -> Manners:
        """The same manners, turns and rules at another floor: one connection a host all the same."""
        other = copy(self)
        other._floor_seconds = floor_seconds
        return other

    def heeding_holds(self) -> Manners:
        """The same manners, but that a host on hold is left alone."""
        other = copy(self)
        other._heeds_holds = True
        return other

    def turn(self, host: str) -> AbstractAsyncContextManager[object]:
        """Hold this while asking ``host``: one connection at a time."""
        return self._turns[host]

    async def __call__(self, url: str) -> Refusal | None:
        """Wait until ``url`` may be asked; a refusal when it may not."""
        host = host_of(url)
        if self._heeds_holds and self.hold_ahead_seconds(host) > 0:
            return Refusal(failure=Failure.ON_HOLD, detail=_ON_HOLD)
        verdict = await self._robots.of(host, url, pace=self._pace_only, ended=self.ended)
        if isinstance(verdict, Refusal):
            return verdict
        if not verdict.allows(url, self._fetcher.user_agent):
            return Refusal(failure=Failure.ROBOTS, detail=_DISALLOWED)
        return await self._await_turn(host)

    def ended(self, url: str, answer: Answer | None) -> None:
        """Count the pace from the end of a request, and keep the silence that it asks for."""
        host = host_of(url)
        delay = self._delay_seconds(host)
        if delay <= 0:
            return
        now = self._timer.seconds()
        asked = 0.0
        if answer is not None:
            retry_after = next(iter(answer.all("retry-after")), None)
            moment = datetime.fromtimestamp(now, UTC)
            asked = hold_seconds(answer.status, retry_after, now=moment)
        ahead = self._lead_seconds(host)
        kept = ahead if ahead <= LONGEST_HOLD_SECONDS else 0.0
        self._keep(host, now + max(delay, asked, kept))

    def hold_ahead_seconds(self, host: str) -> float:
        """How long ``host`` still wants to be left alone; 0 when it does not."""
        delay = self._delay_seconds(host)
        lead = self._lead_seconds(host)
        held = delay > 0 and wait_seconds(lead, pace_seconds=self._longest_pace(delay)) is None
        return lead if held else 0.0

    async def _pace_only(self, url: str) -> Refusal | None:
        return await self._await_turn(host_of(url))

    async def _await_turn(self, host: str) -> Refusal | None:
        """Wait for the host's next moment and take it, so that nobody else can."""
        delay = self._delay_seconds(host)
        if delay <= 0:
            return None
        while (wait := self._taken_or_wait(host, delay)) is not None:
            if wait == float("inf"):
                return Refusal(failure=Failure.ON_HOLD, detail=_ON_HOLD)
            await self._timer.sleep(wait)
        return None

    def _taken_or_wait(self, host: str, delay: float) -> float | None:
        """Take the next moment if it has come (None), else how long to wait; infinite: on hold."""
        assert self._watch.archive.gate is not None
        with self._watch.archive.gate.held():
            pace = self._longest_pace(delay)
            wait = wait_seconds(self._lead_seconds(host), pace_seconds=pace)
            if wait is None and self._heeds_holds:
                return float("inf")
            if not wait:
                self._keep(host, self._timer.seconds() + delay)
                return None
            return wait + (_COURTESY_SECONDS if self._heeds_holds else 0.0)

    def _lead_seconds(self, host: str) -> float:
        return sites.next_request_at(self._watch.archive, host) - self._timer.seconds()

    def _keep(self, host: str, moment: float) -> None:
        sites.hold_until(self._watch.archive, host, moment, at=self._watch.now())

    def _delay_seconds(self, host: str) -> float:
        """Seconds between two requests: the floor, or what robots.txt asks for if that is more.

        The floor of a host whose pages are watched is that of pages, whatever asks it.
        """
        floor = self._floor(host, self._floor_seconds)
        if self._is_watched(host):
            floor = max(floor, self._floor(host, self._watch.settings.fetch.min_delay_seconds))
        rules = self._robots.known(host)
        asked = None if rules is None else rules.crawl_delay_seconds(self._fetcher.user_agent)
        return delay_seconds(floor, asked)

    def _floor(self, host: str, seconds: float) -> float:
        """A floor of 0 holds only for hosts in the operator's own networks."""
        if seconds > 0:
            return seconds
        return 0.0 if self._fetcher.is_own_network(host) else _DEFAULT_FLOOR_SECONDS

    def _is_watched(self, host: str) -> bool:
        sql = "SELECT 1 FROM pages p JOIN sites s ON s.id = p.site_id WHERE s.host = ? LIMIT 1"
        return self._watch.archive.row(sql, (host,)) is not None

    def _longest_pace(self, delay: float) -> float:
        """The longest pace at which this host is asked by anyone who works by these settings."""
        settings = self._watch.settings
        return max(delay, settings.fetch.min_delay_seconds, settings.links.min_delay_seconds)
