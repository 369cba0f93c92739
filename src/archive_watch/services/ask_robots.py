"""What a host asks of us in its robots.txt: from the archive, or asked for again.

Good news is kept for a day, across restarts.  Bad news (no answer, an error, a page in its place) is
remembered by this process alone and for minutes, so that a host that has come back is read at once
by whoever asks next; until then the last good copy stands, for 30 days (RFC 9309, section 2.4).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive_watch.discover.robots import (
    MAX_BYTES,
    RobotsState,
    RobotsVerdict,
    parse_robots,
)
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import Ended, Permit
from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response
from archive_watch.model.clock import parse_utc
from archive_watch.services.watch import Watch
from archive_watch.storage import sites

_FRESH = timedelta(hours=24)
_ASKED_AGAIN = timedelta(minutes=5)
_STALE_COPY = timedelta(days=30)
_KNOWN = frozenset({RobotsState.READABLE, RobotsState.ABSENT})
_TOLD_AS_THEY_ARE = NETWORK_FAILURES | {Failure.CONTACT, Failure.ON_HOLD}

Known = RobotsVerdict | Refusal


class RobotsFiles:
    """The rules of each host, for one process."""

    def __init__(self, watch: Watch, fetcher: Fetcher) -> None:
        self._watch = watch
        self._fetcher = fetcher
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._kept: dict[str, tuple[datetime, timedelta, Known]] = {}

    def known(self, host: str) -> RobotsVerdict | None:
        """The rules of ``host`` as far as this process knows them; nothing is asked."""
        kept = self._kept.get(host)
        return kept[2] if kept is not None and isinstance(kept[2], RobotsVerdict) else None

    async def of(self, host: str, url: str, *, pace: Permit, ended: Ended) -> Known:
        """What ``host`` asks of us, or why that is not known; ``url`` is one of its addresses.

        ``pace`` and ``ended`` are for the request of robots.txt, where one is needed.
        """
        async with self._asking[host]:
            kept = self._kept.get(host)
            if kept is not None and _is_young(self._now(), kept[0], kept[1]):
                return kept[2]
            stored = sites.load_robots(self._watch.archive, host)
            if stored is not None and _is_young(self._now(), parse_utc(stored.fetched_at), _FRESH):
                verdict = _verdict(stored)
                if verdict.state in _KNOWN:
                    return self._keep(host, parse_utc(stored.fetched_at), _FRESH, verdict)
            response = await self._fetcher.get(
                f"{urlsplit(url).scheme}://{host}/robots.txt",
                permit=pace,
                ended=ended,
                accept_limit_bytes=MAX_BYTES,
            )
            return self._learnt(host, response, stored)

    def _learnt(self, host: str, response: Response, stored: sites.StoredRobots | None) -> Known:
        """What an answer teaches, beside what is ``stored`` from before."""
        found = _found(response)
        if isinstance(found, RobotsVerdict) and found.state in _KNOWN:
            sites.store_robots(self._watch.archive, host, _as_stored(response, self._watch.now()))
            return self._keep(host, self._now(), _FRESH, found)
        if _says_nothing(found) and stored is not None:
            verdict = _verdict(stored)
            known = verdict.state in _KNOWN
            if known and _is_young(self._now(), parse_utc(stored.fetched_at), _STALE_COPY):
                found = verdict
        return self._keep(host, self._now(), _ASKED_AGAIN, found)

    def _keep(self, host: str, at: datetime, age: timedelta, found: Known) -> Known:
        if not isinstance(found, Refusal) or found.failure in NETWORK_FAILURES:
            self._kept[host] = (at, age, found)
        return found

    def _now(self) -> datetime:
        return self._watch.clock()


def _is_young(now: datetime, at: datetime, age: timedelta) -> bool:
    return timedelta(0) <= now - at < age


def _found(response: Response) -> Known:
    """The verdict on an answer, or why there is none.

    A redirect that never ends is no file at all (RFC 9309, section 2.3.1.2); an answer that we
    refuse for any other reason says nothing of the host's wishes.
    """
    if response.refusal is None:
        return _verdict(_as_stored(response, ""))
    failure = response.refusal.failure
    if failure in _TOLD_AS_THEY_ARE:
        return Refusal(failure=failure, detail=f"robots.txt: {response.refusal.detail}")
    if failure is Failure.TOO_MANY_REDIRECTS:
        return RobotsVerdict(state=RobotsState.ABSENT)
    return RobotsVerdict(state=RobotsState.UNREACHABLE)


def _says_nothing(found: Known) -> bool:
    """Whether the host did not answer, or with an error: then what it said before still holds."""
    if isinstance(found, Refusal):
        return found.failure in NETWORK_FAILURES
    return found.state is RobotsState.UNREACHABLE


def _verdict(stored: sites.StoredRobots) -> RobotsVerdict:
    if stored.failure is not None or stored.status is None:
        return RobotsVerdict(
            state=RobotsState.ABSENT
            if stored.failure == Failure.TOO_MANY_REDIRECTS
            else RobotsState.UNREACHABLE
        )
    return parse_robots(stored.body, content_type=stored.content_type, status=stored.status)


def _as_stored(response: Response, now: str) -> sites.StoredRobots:
    failure = None if response.refusal is None else response.refusal.failure.value
    return sites.StoredRobots(
        status=response.status,
        content_type=response.content_type,
        body=response.body,
        fetched_at=now,
        failure=failure,
    )
