"""May a host be tried at all?  Asked before the pages of a round, never for a page named by hand.

A host that is closed is left alone.  One that was closed is *half open*: its robots.txt is asked
first, and only if that is answered one page.  A host of the operator's own networks whose floor is
0 has no breaker; where one shuts us out it is tried once a minute by one process, and at once by
the next.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response
from archive_watch.model.host import HostStanding
from archive_watch.model.url import host_of
from archive_watch.schedule import breaker
from archive_watch.services.asking.ask_politely import Manners
from archive_watch.services.asking.note_host import (
    note_alive,
    note_back_in_reach,
    note_shut,
    note_silence,
)
from archive_watch.services.watch import Watch
from archive_watch.storage import sites

_OWN_AGAIN = timedelta(minutes=1)
_NO_RULES = NETWORK_FAILURES | {Failure.ROBOTS_UNREACHABLE}
_NOT_THE_HOSTS = frozenset({Failure.ON_HOLD, Failure.CONTACT, Failure.LOCAL})


class Attempts:
    """Which hosts may be tried now, for one process."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._tried: dict[str, datetime] = {}

    async def begin(self, url: str, manners: Manners, *, for_pages: bool) -> Refusal | None:
        """None when the host of ``url`` may be tried, else why it is left alone.

        Only a page can show that a host shuts us out no longer: nothing else is asked meanwhile.
        """
        host, now = host_of(url), self._watch.clock()
        standing = sites.host_standing(self._watch.archive, host)
        last, self._tried[host] = self._tried.get(host), now
        if standing.closures == 0 and not standing.is_blocked:
            return None
        if manners.usual_seconds(host) <= 0:
            return await self._again(url, manners, standing, last)
        if standing.is_blocked and standing.closures == 0 and last is not None:
            note_shut(self._watch, host, standing.closed_why or "")
            standing = sites.host_standing(self._watch.archive, host)
        if breaker.is_closed(standing, now) or (standing.is_blocked and not for_pages):
            return left_alone(standing)
        return await self._probed(url, manners, standing)

    def ended(self, response: Response, refusal: Refusal | None, manners: Manners) -> None:
        """Take in what came of a request; ``refusal``: what our manners said against it."""
        if refusal is None:
            if response.refusal is None or response.refusal.failure in NETWORK_FAILURES:
                manners.answered(response)
        elif refusal.failure in _NO_RULES:
            host = host_of(response.final_url)
            if manners.usual_seconds(host) > 0 and not manners.answers_otherwise(
                response.final_url
            ):
                note_silence(self._watch, host, refusal)

    def back_in_reach(self, hosts: Collection[str]) -> None:
        """Our own line was down, and is back: try these hosts, whatever their silence was taken for."""
        note_back_in_reach(self._watch, hosts)

    async def _again(
        self, url: str, manners: Manners, standing: HostStanding, last: datetime | None
    ) -> Refusal | None:
        """A host of our own that shuts us out: once a minute, unless its rules say so themselves."""
        is_recent = last is not None and timedelta(0) <= self._watch.clock() - last < _OWN_AGAIN
        if not (standing.is_blocked and is_recent):
            return None
        if isinstance(await manners.rules(url), Refusal):
            return None
        assert last is not None
        self._tried[standing.host] = last
        return left_alone(standing)

    async def _probed(self, url: str, manners: Manners, standing: HostStanding) -> Refusal | None:
        """Ask robots.txt before a page; where it is not answered the host is left alone again."""
        host = standing.host
        found = await manners.rules(url, afresh=True)
        if not isinstance(found, Refusal):
            if not manners.would_allow(found, url):
                self._note_disallowed(standing, manners)
            return None
        if found.failure in _NOT_THE_HOSTS or manners.answers_otherwise(url):
            return found
        if found.failure is Failure.ROBOTS_UNREADABLE:
            note_shut(self._watch, host, found.detail)
        else:
            note_silence(self._watch, host, found)
        return left_alone(sites.host_standing(self._watch.archive, host))

    def _note_disallowed(self, standing: HostStanding, manners: Manners) -> None:
        """There are rules, and they forbid the page: the host is in order, but cannot be tried."""
        if standing.is_blocked:
            note_shut(self._watch, standing.host, standing.closed_why or "")
        else:
            step = manners.usual_seconds(standing.host)
            note_alive(self._watch, standing.host, step_seconds=step)


def left_alone(standing: HostStanding) -> Refusal:
    """The refusal to ask a host that is closed, with the reason."""
    what = "shuts us out" if standing.is_blocked else "is out of order"
    until = f", until {standing.closed_until}" if standing.closed_until else ""
    return Refusal(
        failure=Failure.ON_HOLD,
        detail=f"{standing.host} {what} since {standing.closed_since} and is left alone{until}",
    )
