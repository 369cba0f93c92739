"""One address asked: with more tries where waiting helps, and on to where a page sends its readers.

A ``Looked`` is what came of it all: the last answer, with every hop on the way to it, a
``<meta refresh>`` too.  Whoever asks has a worker's place and the host's turn only while a request
is under way, never while a pause lasts.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

from archive_watch.classify.link_face import Face, Parsed, parsed_of
from archive_watch.model.capture import Failure, Hop, Refusal, Response
from archive_watch.model.url import host_of
from archive_watch.schedule.link_tries import pause_before_next_try, rest_seconds
from archive_watch.services.asking.network import Network
from archive_watch.services.linking.own_line import OwnLine
from archive_watch.services.linking.patience import Patience
from archive_watch.services.watch import Watch

_MOST_REFRESHES = 3
_LEAST_SECONDS = 1.0
_OUR_LINE = "hosts that answered lately do not either: this machine may be cut off"
_STATUS = re.compile(r"HTTP/\S+ (\d{3})")
_OF_THE_BODY = frozenset({Failure.RESET, Failure.TIMEOUT, Failure.TRUNCATED, Failure.TOO_LARGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of one address; ``not_before``: after how long it may be asked again."""

    response: Response
    parsed: Parsed | None = None
    not_before: timedelta = timedelta(0)

    @property
    def face(self) -> Face | None:
        """What the page shows that answered, where it is one."""
        return None if self.parsed is None else self.parsed.face

    @property
    def is_ours(self) -> bool:
        """Whether our own machine or line was at fault."""
        refusal = self.response.refusal
        return refusal is not None and refusal.failure is Failure.LOCAL

    @property
    def is_on_hold(self) -> bool:
        """Whether nothing was asked, for the host is left alone."""
        refusal = self.response.refusal
        return refusal is not None and refusal.failure is Failure.ON_HOLD


class LinkAsking:
    """Asks the addresses of one run."""

    def __init__(self, watch: Watch, network: Network) -> None:
        self._watch = watch
        self._network = network
        self._workers = asyncio.Semaphore(max(1, watch.settings.schedule.workers))
        self._patience = Patience()
        self.line = OwnLine(watch, network)

    async def look(self, url: str, *, enough_bytes: int) -> Looked:
        """What ``url`` leads to, of whose body ``enough_bytes`` are enough."""
        response = await self._tried(url, enough_bytes)
        parsed = parsed_of(response)
        for _ in range(_MOST_REFRESHES):
            refresh = None if parsed is None else parsed.face.refresh
            if refresh is None or _is_visited(response, refresh):
                break
            there = await self.once(refresh, enough_bytes=enough_bytes)
            response = _sent_on(response, there, refresh)
            parsed = parsed_of(response)
        rest = rest_seconds(response, now=self._watch.clock())
        return Looked(response=response, parsed=parsed, not_before=timedelta(seconds=rest))

    async def once(
        self, url: str, *, enough_bytes: int, within_seconds: float | None = None
    ) -> Response:
        """What one request for ``url`` is answered with."""
        network = self._network
        if within_seconds not in {None, network.deadline_seconds}:
            network = replace(network, deadline_seconds=within_seconds)
        async with self._workers, network.manners.turn(_host(url)):
            if self.line.is_down:
                return _not_asked(url)
            began = network.local.mark()
            response = await network.get(url, enough_bytes=enough_bytes)
        if await self.line.failed(response, began):
            return _not_asked(url)
        return heard_out(response)

    async def _tried(self, url: str, enough_bytes: int) -> Response:
        """What ``url`` is answered with in the end; all tries together have the time of one."""
        left = self._watch.settings.links.deadline_seconds
        host, tries = _host(url), 0
        response: Response | None = None
        while True:
            answer = await self.once(url, enough_bytes=enough_bytes, within_seconds=left)
            if response is not None and _says_nothing(answer):
                return response
            response, tries = answer, tries + 1
            left = max(left - answer.elapsed_ms / 1000, _LEAST_SECONDS)
            pause = pause_before_next_try(answer, tries=tries, now=self._watch.clock())
            if pause is None or not self._patience.allows(host, pause):
                if tries > 1 and not _is_good(answer):
                    self._patience.was_in_vain(host)
                return response
            await self._network.timer.sleep(pause)


def _not_asked(url: str) -> Response:
    """No answer, and no fault of the host's."""
    refusal = Refusal(failure=Failure.LOCAL, detail=_OUR_LINE)
    return Response(url=url, final_url=url, refusal=refusal)


def heard_out(response: Response) -> Response:
    """``response``, in which a body that failed does not hide the head that was heard.

    An error needs no body; of any other answer half is there (``truncated``), whatever broke it.
    """
    refusal = response.refusal
    if refusal is None or refusal.failure not in _OF_THE_BODY or response.status_line is None:
        return response
    found = _STATUS.match(response.status_line)
    if found is not None and int(found[1]) >= HTTPStatus.BAD_REQUEST:
        return replace(response, status=int(found[1]), refusal=None)
    return replace(response, refusal=replace(refusal, failure=Failure.TRUNCATED))


def _says_nothing(response: Response) -> bool:
    refusal = response.refusal
    return refusal is not None and refusal.failure in {Failure.ON_HOLD, Failure.LOCAL}


def _is_good(response: Response) -> bool:
    return response.status is not None and response.status < HTTPStatus.BAD_REQUEST


def _is_visited(response: Response, url: str) -> bool:
    return url in {response.url, response.final_url, *(hop.url for hop in response.hops)}


def _sent_on(response: Response, there: Response, target: str) -> Response:
    """The answer that a page sent its readers on to, with that page as a hop on the way."""
    assert response.status is not None
    hop = Hop(url=response.final_url, status=response.status, location=target)
    return replace(
        there,
        url=response.url,
        hops=(*response.hops, hop, *there.hops),
        elapsed_ms=response.elapsed_ms + there.elapsed_ms,
    )


def _host(url: str) -> str:
    try:
        return host_of(url)
    except ValueError:
        return ""
