"""What a host asks of us in its robots.txt: from the archive, or asked for again.

Good news is kept for a day, across restarts.  Bad news (no answer, an error, a page in its place) is
remembered by this process alone and for minutes, so that a host that has come back is read at once
by whoever asks next, and not at all where it was our own doing (``local``).  Until then the last
good copy stands, for 30 days (RFC 9309, section 2.4), and after that nothing is allowed.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from archive_watch.discover.robots import (
    MAX_BYTES,
    RobotsState,
    RobotsVerdict,
    parse_robots,
)
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import Ended, Permit
from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response, Validators
from archive_watch.model.clock import parse_utc
from archive_watch.model.incident import IncidentKind
from archive_watch.model.url import host_of
from archive_watch.services.asking.local_health import LocalHealth
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.incidents import close_incidents

_FRESH = timedelta(hours=24)
_ASKED_AGAIN = timedelta(minutes=5)
_REDIRECTS = 5  # whatever is set for pages (RFC 9309, section 2.3.1.2)
_STALE_COPY = timedelta(days=30)
_KNOWN = frozenset({RobotsState.READABLE, RobotsState.ABSENT})
_SILENT = NETWORK_FAILURES | {Failure.ROBOTS_UNREACHABLE}
_OURS = frozenset({Failure.CONTACT, Failure.ON_HOLD})
_TITLE = re.compile(rb"<title[^>]*>([^<]*)", re.IGNORECASE)

Known = RobotsVerdict | Refusal


class RobotsFiles:
    """The rules of each host, for one process."""

    def __init__(self, watch: Watch, fetcher: Fetcher, local: LocalHealth) -> None:
        self._watch = watch
        self._fetcher = fetcher
        self._local = local
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._kept: dict[str, tuple[datetime, timedelta, Known]] = {}
        self._copies: dict[str, RobotsVerdict | None] = {}

    def known(self, host: str) -> RobotsVerdict | None:
        """The rules of ``host`` as far as they are known, old ones too; nothing is asked."""
        kept = self._kept.get(host)
        if kept is not None and isinstance(kept[2], RobotsVerdict):
            return kept[2]
        if host not in self._copies:
            stored = sites.load_robots(self._watch.archive, host)
            self._copies[host] = None if stored is None else _verdict(stored)
        return self._copies[host]

    async def of(
        self,
        host: str,
        url: str,
        *,
        pace: Permit,
        ended: Ended,
        answered: Callable[[Response], None] = lambda _: None,
        afresh: bool = False,
        may_be_cut_off: bool = False,
    ) -> Known:
        """What ``host`` asks of us, or why that is not known; ``url`` is one of its addresses.

        ``pace``, ``ended`` and ``answered`` (told what came of it) are for the request of
        robots.txt, where one is needed, or is wanted ``afresh``: no old copy stands for it then.
        ``may_be_cut_off``: who asks can wait, so that silence everywhere is ``local``.
        """
        async with self._asking[host]:
            stored = sites.load_robots(self._watch.archive, host)
            if not afresh and (young := self._young(host, stored)) is not None:
                return young
            mark = self._local.mark()
            response = await self._fetcher.get(
                f"{urlsplit(url).scheme}://{host}/robots.txt",
                validators=_validators(stored),
                permit=pace,
                ended=ended,
                accept_limit_bytes=MAX_BYTES,
                max_redirects=_REDIRECTS,
            )
            own = self._fetcher.is_own_network(host_of(response.final_url))
            may_be = may_be_cut_off and not own
            if (local := self._local.local(mark, response, may_be_cut_off=may_be)) is not None:
                return local
            if response.status is not None:
                answered(response)
            return self._learnt(host, response, stored, is_probe=afresh)

    def _young(self, host: str, stored: sites.StoredRobots | None) -> Known | None:
        """What is known and need not be asked for yet: by this process, or by the archive."""
        kept = self._kept.get(host)
        if kept is not None and _is_young(self._now(), kept[0], kept[1]):
            return kept[2]
        if stored is None or not _is_young(self._now(), parse_utc(stored.fetched_at), _FRESH):
            return None
        verdict = _verdict(stored)
        if verdict.state not in _KNOWN:
            return None
        return self._keep(host, parse_utc(stored.fetched_at), _FRESH, verdict)

    def _learnt(
        self, host: str, response: Response, stored: sites.StoredRobots | None, *, is_probe: bool
    ) -> Known:
        """What an answer teaches, beside what is ``stored`` from before."""
        copy = None if stored is None else _verdict(stored)
        if copy is not None and _is_confirmed(response, copy):
            sites.confirm_robots(self._watch.archive, host, at=self._watch.now())
            return self._keep(host, self._now(), _FRESH, copy)
        found = _found(response)
        if isinstance(found, RobotsVerdict):
            self._store(host, response, stored)
            return self._keep(host, self._now(), _FRESH, found)
        if (
            stored is not None
            and copy is not None
            and copy.state in _KNOWN
            and found.failure in _SILENT
            and not is_probe
            and _is_young(self._now(), parse_utc(stored.fetched_at), _STALE_COPY)
        ):
            return self._keep(host, self._now(), _ASKED_AGAIN, copy)
        return self._keep(host, self._now(), _ASKED_AGAIN, found)

    def _store(self, host: str, response: Response, stored: sites.StoredRobots | None) -> None:
        """Keep an answer; what was said of other rules is over with them."""
        now = self._watch.now()
        new = _as_stored(response, now)
        with self._watch.archive.writing():
            sites.store_robots(self._watch.archive, host, new)
            if stored is None or (stored.status, stored.body) != (new.status, new.body):
                close_incidents(
                    self._watch.archive, kind=IncidentKind.ROBOTS_DISALLOWED, host=host, at=now
                )

    def _keep(self, host: str, at: datetime, age: timedelta, found: Known) -> Known:
        if not isinstance(found, Refusal) or found.failure not in _OURS:
            self._kept[host] = (at, age, found)
        return found

    def _now(self) -> datetime:
        return self._watch.clock()


def _validators(stored: sites.StoredRobots | None) -> Validators | None:
    """What to ask with, so that the host may say that its rules are the same."""
    if stored is None or stored.status != HTTPStatus.OK:
        return None
    return stored.validators if stored.validators != Validators() else None


def _is_confirmed(response: Response, copy: RobotsVerdict) -> bool:
    """Whether the host says that the rules are still those that we have; a redirect says nothing."""
    is_same = response.status == HTTPStatus.NOT_MODIFIED and not response.hops
    return is_same and copy.state in _KNOWN


def _is_young(now: datetime, at: datetime, age: timedelta) -> bool:
    return timedelta(0) <= now - at < age


def _found(response: Response) -> Known:
    """What an answer says, or why it says nothing; the evidence is for people.

    A redirect that never ends is no file at all (RFC 9309, section 2.3.1.2); an answer that we
    refuse for any other reason says nothing of the host's wishes.
    """
    if response.refusal is None:
        return _judged(response)
    failure, detail = response.refusal.failure, response.refusal.detail
    if failure is Failure.TOO_MANY_REDIRECTS:
        return RobotsVerdict(state=RobotsState.ABSENT)
    if failure not in NETWORK_FAILURES | _OURS:
        failure, detail = Failure.ROBOTS_UNREACHABLE, f"{failure.value}: {detail}"
    return Refusal(failure=failure, detail=f"robots.txt: {detail}")


def _judged(response: Response) -> Known:
    verdict = _verdict(_as_stored(response, ""))
    match verdict.state:
        case RobotsState.UNREADABLE:
            return Refusal(failure=Failure.ROBOTS_UNREADABLE, detail=_page_told(response))
        case RobotsState.UNREACHABLE:
            return Refusal(
                failure=Failure.ROBOTS_UNREACHABLE, detail=f"robots.txt answered {response.status}"
            )
        case _:
            return verdict


def _page_told(response: Response) -> str:
    """What stood in the place of the rules, so that the same page is known again elsewhere."""
    title = _TITLE.search(response.body[:65_536])
    words = title[1].decode("utf-8", errors="replace").split() if title else []
    return (
        "robots.txt is answered with a page, not with rules: the host is shutting us out"
        f" (status {response.status}, {len(response.body):,} bytes"
        + (f", titled “{' '.join(words)[:80]}”" if words else "")
        + f", sha256 {sha256_hex(response.body)[:16]}…)"
    )


def _verdict(stored: sites.StoredRobots) -> RobotsVerdict:
    if stored.failure == Failure.TOO_MANY_REDIRECTS:
        return RobotsVerdict(state=RobotsState.ABSENT)
    if stored.failure is not None or stored.status is None:
        return RobotsVerdict(state=RobotsState.UNREACHABLE)
    return parse_robots(stored.body, content_type=stored.content_type, status=stored.status)


def _as_stored(response: Response, now: str) -> sites.StoredRobots:
    failure = None if response.refusal is None else response.refusal.failure.value
    return sites.StoredRobots(
        status=response.status,
        content_type=response.content_type,
        body=response.body,
        fetched_at=now,
        failure=failure,
        validators=Validators(
            etag=response.header("etag"), last_modified=response.header("last-modified")
        ),
    )
