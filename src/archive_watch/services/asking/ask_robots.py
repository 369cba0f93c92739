"""What a host asks of us in its robots.txt: from the archive, or asked for again.

One file holds for one scheme, host and port (RFC 9309, section 2.3).  Good news is kept for a day,
across restarts.  Bad news (no answer, an error, a page in its place) is remembered by this process
alone and for minutes, so that a host that has come back is read at once by whoever asks next, and
not at all where it was our own doing (``local``).  Until then the last good copy stands, for 30 days
(section 2.4), and after that nothing is allowed; but a single link may be asked once the rules were
not to be had for 14 days on end (section 2.3.1.4: an unreachable file may be taken for none after a
reasonably long time), for only its own answer tells whether it is dead.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive_watch.discover.robots import MAX_BYTES, RobotsState, RobotsVerdict
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import Ended, Permit
from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response
from archive_watch.model.clock import parse_utc
from archive_watch.model.incident import IncidentKind
from archive_watch.model.url import host_of
from archive_watch.services.asking.local_health import LocalHealth
from archive_watch.services.asking.robots_answers import (
    KNOWN,
    OURS,
    Known,
    as_stored,
    found_in,
    is_confirmed,
    validators_of,
    verdict_of,
)
from archive_watch.services.watch import Watch
from archive_watch.storage import robots_files
from archive_watch.storage.incidents import close_incidents
from archive_watch.storage.robots_files import StoredRobots

_FRESH = timedelta(hours=24)
_ASKED_AGAIN = timedelta(minutes=5)
_REDIRECTS = 5  # whatever is set for pages (RFC 9309, section 2.3.1.2)
_STALE_COPY = timedelta(days=30)
_LONG = timedelta(days=14)
_SILENT = NETWORK_FAILURES | {Failure.ROBOTS_UNREACHABLE}
_SCHEMES = ("http", "https")

_Origin = tuple[str, str]
"""The scheme and the host, with its port where that is not the usual one."""


class RobotsFiles:
    """The rules of each host, for one process."""

    def __init__(self, watch: Watch, fetcher: Fetcher, local: LocalHealth) -> None:
        self._watch = watch
        self._fetcher = fetcher
        self._local = local
        self._asking: defaultdict[_Origin, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._kept: dict[_Origin, tuple[datetime, timedelta, Known]] = {}
        self._copies: dict[str, list[RobotsVerdict]] = {}

    def crawl_delay_seconds(self, host: str) -> float | None:
        """The longest pause that ``host`` asks for, by whichever scheme, as far as is known."""
        name = self._fetcher.user_agent
        asked = [rules.crawl_delay_seconds(name) for rules in self._known(host)]
        return max((seconds for seconds in asked if seconds is not None), default=None)

    def answers_otherwise(self, url: str) -> bool:
        """Whether the rules of the same host are known by its other scheme: it is in order then."""
        scheme, host = _origin_of(url)
        others = [(other, host) for other in _SCHEMES if other != scheme]
        return any(isinstance(self._young(origin), RobotsVerdict) for origin in others)

    async def of(
        self,
        url: str,
        *,
        pace: Permit,
        ended: Ended,
        answered: Callable[[Response], None] = lambda _: None,
        afresh: bool = False,
        may_be_cut_off: bool = False,
        for_one_link: bool = False,
    ) -> Known:
        """What the host of ``url`` asks of us, or why that is not known.

        ``pace``, ``ended`` and ``answered`` (told what came of it) are for the request of
        robots.txt, where one is needed, or is wanted ``afresh``: no old copy stands for it then.
        ``may_be_cut_off``: who asks can wait, so that silence everywhere is ``local``.
        ``for_one_link``: rules that were not to be had for long do not stand in the way.
        """
        origin = _origin_of(url)
        async with self._asking[origin]:
            found = None if afresh else self._young(origin)
            if found is None:
                mark, stored = self._local.mark(), self._stored(origin)
                response = await self._answer(origin, stored, pace, ended)
                own = self._fetcher.is_own_network(host_of(response.final_url))
                may_be = may_be_cut_off and not own
                local = self._local.local(mark, response, may_be_cut_off=may_be)
                if local is not None:
                    return local
                if response.status is not None:
                    answered(response)
                found = self._learnt(origin, response, stored, is_probe=afresh)
        return self._despite_silence(origin, found) if for_one_link else found

    def _known(self, host: str) -> list[RobotsVerdict]:
        """The rules of ``host`` as far as they are known, old ones too; nothing is asked."""
        kept = [self._kept.get((scheme, host)) for scheme in _SCHEMES]
        found = [one[2] for one in kept if one is not None and isinstance(one[2], RobotsVerdict)]
        if found:
            return found
        if host not in self._copies:
            stored = robots_files.answers_of_host(self._watch.archive, host)
            self._copies[host] = [verdict_of(one) for one in stored]
        return self._copies[host]

    async def _answer(
        self, origin: _Origin, stored: StoredRobots | None, pace: Permit, ended: Ended
    ) -> Response:
        scheme, host = origin
        return await self._fetcher.get(
            f"{scheme}://{host}/robots.txt",
            validators=validators_of(stored),
            permit=pace,
            ended=ended,
            accept_limit_bytes=MAX_BYTES,
            max_redirects=_REDIRECTS,
        )

    def _stored(self, origin: _Origin) -> StoredRobots | None:
        scheme, host = origin
        return robots_files.load_robots(self._watch.archive, host, scheme)

    def _young(self, origin: _Origin) -> Known | None:
        """What is known and need not be asked for yet: by this process, or by the archive."""
        kept = self._kept.get(origin)
        if kept is not None and self._is_young(kept[0], kept[1]):
            return kept[2]
        stored = self._stored(origin)
        if stored is None or not self._is_copy_young(stored, _FRESH):
            return None
        verdict = verdict_of(stored)
        if verdict.state not in KNOWN:
            return None
        assert stored.fetched_at is not None
        return self._keep(origin, verdict, _FRESH, at=parse_utc(stored.fetched_at))

    def _learnt(
        self, origin: _Origin, response: Response, stored: StoredRobots | None, *, is_probe: bool
    ) -> Known:
        """What an answer teaches, beside what is ``stored`` from before."""
        scheme, host = origin
        copy = None if stored is None else _copy(stored)
        if copy is not None and is_confirmed(response, copy):
            robots_files.confirm_robots(self._watch.archive, host, scheme, at=self._watch.now())
            return self._keep(origin, copy, _FRESH)
        found = found_in(response)
        if isinstance(found, RobotsVerdict):
            self._store(origin, response, stored)
            return self._keep(origin, found, _FRESH)
        if found.is_of_rules and (stored is None or stored.silent_since is None):
            robots_files.note_robots_silent(self._watch.archive, host, scheme, at=self._watch.now())
        if (
            stored is not None
            and copy is not None
            and found.failure in _SILENT
            and not is_probe
            and self._is_copy_young(stored, _STALE_COPY)
        ):
            return self._keep(origin, copy, _ASKED_AGAIN)
        return self._keep(origin, found, _ASKED_AGAIN)

    def _store(self, origin: _Origin, response: Response, stored: StoredRobots | None) -> None:
        """Keep an answer; what was said of other rules is over with them."""
        scheme, host = origin
        now = self._watch.now()
        new = as_stored(response, now)
        with self._watch.archive.writing():
            robots_files.store_robots(self._watch.archive, host, scheme, new)
            if stored is None or (stored.status, stored.body) != (new.status, new.body):
                close_incidents(
                    self._watch.archive, kind=IncidentKind.ROBOTS_DISALLOWED, host=host, at=now
                )

    def _despite_silence(self, origin: _Origin, found: Known) -> Known:
        """``found``; but where no rules were to be had for long, the last ones, or that there are
        none."""
        if not isinstance(found, Refusal) or not found.is_of_rules:
            return found
        stored = self._stored(origin)
        if stored is None or stored.silent_since is None:
            return found
        if self._now() - parse_utc(stored.silent_since) < _LONG:
            return found
        return _copy(stored) or RobotsVerdict(state=RobotsState.ABSENT)

    def _keep(
        self, origin: _Origin, found: Known, age: timedelta, *, at: datetime | None = None
    ) -> Known:
        if not isinstance(found, Refusal) or found.failure not in OURS:
            self._kept[origin] = (at or self._now(), age, found)
        return found

    def _is_copy_young(self, stored: StoredRobots, age: timedelta) -> bool:
        return stored.fetched_at is not None and self._is_young(parse_utc(stored.fetched_at), age)

    def _is_young(self, at: datetime, age: timedelta) -> bool:
        return timedelta(0) <= self._now() - at < age

    def _now(self) -> datetime:
        return self._watch.clock()


def _origin_of(url: str) -> _Origin:
    return urlsplit(url).scheme.lower(), host_of(url)


def _copy(stored: StoredRobots) -> RobotsVerdict | None:
    """The rules that are stored, or that there are none; None where neither was ever answered."""
    verdict = verdict_of(stored)
    return verdict if verdict.state in KNOWN else None
