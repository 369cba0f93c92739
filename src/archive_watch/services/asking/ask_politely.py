"""May this address be asked, and when: robots.txt, the pace of its host, and the host's own wishes.

Awaited by the fetcher before every request, redirects included, and told after each that it has
ended.  The moment of the next request is kept in the database and taken under the write gate: no
restart and no second process shortens it.  Neither the learnt pace nor the breaker applies to
hosts in the operator's own networks whose floor is 0.
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

from archive_watch.discover.robots import RobotsVerdict
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.host_client import Answer
from archive_watch.model.capture import Failure, Refusal, Response
from archive_watch.model.clock import parse_utc
from archive_watch.model.url import host_of
from archive_watch.schedule.breaker import is_closed
from archive_watch.schedule.politeness import (
    ASKING_FOR_TIME,
    LONGEST_HOLD_SECONDS,
    delay_seconds,
    hold_seconds,
    wait_seconds,
)
from archive_watch.services.asking.ask_robots import RobotsFiles
from archive_watch.services.asking.local_health import LocalHealth
from archive_watch.services.asking.note_host import note_answer, note_pace
from archive_watch.services.asking.robots_answers import Known
from archive_watch.services.watch import Watch
from archive_watch.storage import sites

_DEFAULT_FLOOR_SECONDS = 5.0
_COURTESY_SECONDS = 0.05
_LEAST_WAIT_SECONDS = 0.001  # a clock may not show less
_DISALLOWED = "robots.txt asks not to read this address"
ASKED_FOR_SILENCE = "the host asked to be left alone for a while"


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
        self,
        watch: Watch,
        fetcher: Fetcher,
        *,
        floor_seconds: float,
        local: LocalHealth,
        timer: Timer | None = None,
    ) -> None:
        self._watch = watch
        self._fetcher = fetcher
        self._floor_seconds = floor_seconds
        self._heeds_holds = self._is_for_links = False
        self._timer = timer or Timer()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._robots = RobotsFiles(watch, fetcher, local)
        self._next_here: dict[str, float] = {}
        self._watched: set[str] = set()  # for good: no page is ever forgotten

    @property
    def heeds_holds(self) -> bool:
        """Whether this is for work that can wait."""
        return self._heeds_holds

    def with_floor(self, floor_seconds: float) -> Manners:
        """The same manners, turns and rules at the floor of links: one connection a host all the same."""
        other = copy(self)
        other._is_for_links = True
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
            return Refusal(failure=Failure.ON_HOLD, detail=ASKED_FOR_SILENCE)
        verdict = await self.rules(url)
        if isinstance(verdict, Refusal):
            return verdict
        if not self.would_allow(verdict, url):
            return Refusal(failure=Failure.ROBOTS, detail=_DISALLOWED)
        return await self.pace_only(url)

    async def rules(self, url: str, *, afresh: bool = False) -> Known:
        """What the host of ``url`` asks of us, or why that is not known.

        Its robots.txt is asked for at the host's pace where it is not known, or when it is wanted
        ``afresh``: then an old copy does not stand for it.
        """
        return await self._robots.of(
            url,
            pace=self.pace_only,
            ended=self.ended,
            answered=self._robots_answered,
            afresh=afresh,
            may_be_cut_off=self._heeds_holds and not self._is_for_links,
            for_one_link=self._is_for_links,
        )

    def answers_otherwise(self, url: str) -> bool:
        """Whether the host of ``url`` lately told its rules by its other scheme."""
        return self._robots.answers_otherwise(url)

    def would_allow(self, verdict: RobotsVerdict, url: str) -> bool:
        """Whether rules allow us to ask for ``url``."""
        return verdict.allows(url, self._fetcher.user_agent)

    def ended(self, url: str, answer: Answer | None) -> None:
        """Count the pace from the end of a request, and keep the silence that it asks for."""
        host = host_of(url)
        delay = self._delay_seconds(host)
        if delay <= 0:
            return
        now, asked = self._timer.seconds(), 0.0
        if answer is not None:
            retry_after = next(iter(answer.all("retry-after")), None)
            moment = datetime.fromtimestamp(now, UTC)
            asked = hold_seconds(answer.status, retry_after, now=moment)
        ahead = self._lead_seconds(host)
        kept = ahead if ahead <= LONGEST_HOLD_SECONDS else 0.0
        self._next_here[host] = now + delay
        self._keep(host, now + max(delay, asked, kept))

    def answered(self, response: Response) -> None:
        """Learn from what came of a request how its host is to be asked."""
        self._learn(response, note_answer)

    def hold_ahead_seconds(self, host: str) -> float:
        """How long ``host`` is still left alone, as it asked for or for its troubles; 0: no more."""
        delay = self._delay_seconds(host)
        if delay <= 0:
            return 0.0
        lead = self._lead_seconds(host)
        held = wait_seconds(lead, pace_seconds=self._longest_pace(delay)) is None
        standing = sites.host_standing(self._watch.archive, host)
        shut = is_closed(standing, self._watch.clock())
        until = parse_utc(standing.closed_until) if shut and standing.closed_until else None
        closed = 0.0 if until is None else (until - self._watch.clock()).total_seconds()
        return max(lead if held else 0.0, closed)

    def usual_seconds(self, host: str) -> float:
        """The host's pace, but for what it taught us by errors; 0: it has none, it is our own."""
        floor = self._floor_of(host)
        return delay_seconds(floor, self._robots.crawl_delay_seconds(host)) if floor > 0 else floor

    def _robots_answered(self, response: Response) -> None:
        """Only the pace is learnt from a robots.txt: that a page can be read is shown by pages."""
        self._learn(response, note_pace)

    def _learn(self, response: Response, note: Callable[..., None]) -> None:
        host = host_of(response.final_url)
        usual = self.usual_seconds(host)
        if usual <= 0:
            return
        note(self._watch, response, usual_seconds=usual)
        slower = self._delay_seconds(host)
        if response.status in ASKING_FOR_TIME and self._lead_seconds(host) < slower:
            self._keep(host, self._timer.seconds() + slower)

    async def pace_only(self, url: str) -> Refusal | None:
        """Wait for the next moment of ``url``'s host, whatever its rules say; take it for ourselves."""
        host = host_of(url)
        delay = self._delay_seconds(host)
        if delay <= 0:
            return None
        while (wait := self._taken_or_wait(host, delay)) is not None:
            if wait == float("inf"):
                return Refusal(failure=Failure.ON_HOLD, detail=ASKED_FOR_SILENCE)
            await self._timer.sleep(max(wait, _LEAST_WAIT_SECONDS))
        return None

    def _taken_or_wait(self, host: str, delay: float) -> float | None:
        """Take the next moment if it has come (None), else how long to wait; infinite: on hold.

        Whoever takes one during a hold leaves the hold as it is, and keeps the pace by himself.
        """
        assert self._watch.archive.gate is not None
        with self._watch.archive.gate.held():
            lead, now = self._lead_seconds(host), self._timer.seconds()
            wait = wait_seconds(lead, pace_seconds=self._longest_pace(delay))
            if wait is None and self._heeds_holds:
                return float("inf")
            is_held = wait is None
            if is_held:
                wait = max(0.0, min(self._next_here.get(host, 0.0) - now, delay))
            if wait:
                return wait + (_COURTESY_SECONDS if self._heeds_holds else 0.0)
            self._next_here[host] = now + delay
            self._keep(host, now + (lead if is_held else delay))
            return None

    def _lead_seconds(self, host: str) -> float:
        return sites.next_request_at(self._watch.archive, host) - self._timer.seconds()

    def _keep(self, host: str, moment: float) -> None:
        sites.hold_until(self._watch.archive, host, moment, at=self._watch.now())

    def _delay_seconds(self, host: str) -> float:
        """Seconds between two requests of ``host``, by all that is known of it."""
        floor = self._floor_of(host)
        asked = self._robots.crawl_delay_seconds(host)
        if floor <= 0:
            return delay_seconds(floor, asked)
        learnt = sites.host_standing(self._watch.archive, host)
        return delay_seconds(floor, asked, latency_ms=learnt.latency_ms, factor=learnt.delay_factor)

    def _floor_of(self, host: str) -> float:
        """The floor of a host whose pages are watched is that of pages, whatever asks it."""
        floor = self._floor(host, self._floor_seconds)
        of_pages = self._floor(host, self._watch.settings.fetch.min_delay_seconds)
        return of_pages if of_pages > floor and self._is_watched(host) else floor

    def _is_watched(self, host: str) -> bool:
        if host not in self._watched and sites.is_watched(self._watch.archive, host):
            self._watched.add(host)
        return host in self._watched

    def _floor(self, host: str, seconds: float) -> float:
        """A floor of 0 holds only for hosts in the operator's own networks."""
        if seconds > 0:
            return seconds
        return 0.0 if self._fetcher.is_own_network(host) else _DEFAULT_FLOOR_SECONDS

    def _longest_pace(self, delay: float) -> float:
        """The longest pace at which this host is asked by anyone who works by these settings."""
        settings = self._watch.settings
        return max(delay, settings.fetch.min_delay_seconds, settings.links.min_delay_seconds)
