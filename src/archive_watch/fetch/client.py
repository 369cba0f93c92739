"""Asking for one address: every hop judged, permitted, bounded, and recorded.

``Fetcher.get`` reads as the sentence: for each hop, *is it an address; where does it lead; may it
be asked now; ask; does it point on?*  What the world does is in the ``Response``; the only
exceptions are those of the permit and of bugs.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

import httpcore
import httpx

from archive_watch.fetch.address import asked_address, redirect_target
from archive_watch.fetch.body import BodyLimits
from archive_watch.fetch.failures import Refused
from archive_watch.fetch.guard import Guard
from archive_watch.fetch.host_client import Answer, HostClient, HostClients
from archive_watch.fetch.journey import Journey
from archive_watch.fetch.permit import Ended, Permit, free_permit, unheard
from archive_watch.fetch.request import Content, request_for, said_by
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Response, Validators


class Fetcher:
    """Asks the network by one set of settings; an async context manager.

    ``trust`` replaces the certificate authorities that are trusted (by default certifi's).
    """

    def __init__(self, settings: FetchSettings, *, trust: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._guard = Guard(settings)
        self._trust = trust or httpx.create_ssl_context(trust_env=False)
        self._clients = HostClients(self._new_client)

    @property
    def user_agent(self) -> str:
        """The User-Agent that is sent."""
        return self._settings.user_agent_text

    def is_own_network(self, host: str) -> bool:
        """Whether ``host`` (or ``host:port``) is in ``allow_networks``; a name, once it was asked.

        When a permit is awaited, the address that it is asked about has been resolved.
        """
        return self._guard.is_own(host)

    async def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        permit: Permit,
        ended: Ended = unheard,
        accept_limit_bytes: int | None = None,
        body_is_optional: bool = False,
        deadline_seconds: float | None = None,
        max_redirects: int | None = None,
        accept_datetime: str | None = None,
    ) -> Response:
        """What came of asking for ``url``, redirects followed.

        ``validators`` go with the first hop only; ``ended`` is called after every hop.  With
        ``accept_limit_bytes`` that much of the body is enough: the rest is not read.
        ``body_is_optional``: an answer counts whatever the type and the coding of its body.
        ``deadline_seconds`` and ``max_redirects`` replace those of the settings;
        ``accept_datetime`` goes with every hop.  Raises nothing for facts about the world.
        """
        limits = self._limits(accept_limit_bytes, body_is_optional=body_is_optional)
        deadline_seconds = deadline_seconds or self._settings.deadline_seconds
        redirects = self._settings.max_redirects if max_redirects is None else max_redirects
        journey = Journey(url, redirects, deadline_seconds)
        try:
            while True:
                answer = await self._hop(
                    journey, permit, ended, validators, limits, accept_datetime=accept_datetime
                )
                if answer.location is None:
                    return journey.arrived(answer)
                journey.follow(answer, redirect_target(journey.current, answer.location))
                validators = None
        except Refused as refused:
            return journey.refused(refused.refusal)

    async def post(
        self, url: str, content: Content, *, enough_bytes: int, deadline_seconds: float
    ) -> Response:
        """What came of sending ``content`` to ``url``, which is the operator's own choice.

        The address rules, TLS and the deadline are those of pages; no pace and no robots.txt are
        asked.  A redirect is refused (too_many_redirects): what is sent goes nowhere else.  Of the
        answer ``enough_bytes`` are read.  Raises nothing for facts about the world.
        """
        limits = self._limits(enough_bytes, body_is_optional=True)
        journey = Journey(url, 0, deadline_seconds)
        try:
            answer = await self._hop(journey, free_permit, unheard, None, limits, content)
            if answer.location is None:
                return journey.arrived(answer)
            journey.follow(answer, answer.location)
        except Refused as refused:
            return journey.refused(refused.refusal)
        raise AssertionError("no redirect is followed")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._clients.aclose()

    async def _hop(
        self,
        journey: Journey,
        permit: Permit,
        ended: Ended,
        validators: Validators | None,
        limits: BodyLimits,
        content: Content | None = None,
        accept_datetime: str | None = None,
    ) -> Answer:
        address = asked_address(journey.current)
        async with journey.stopwatch.running():
            route = await self._guard.route(address)
        refusal = await permit(journey.current)
        if refusal is not None:
            raise Refused(refusal.failure, refusal.detail, is_of_rules=refusal.is_of_rules)
        host = address.raw_host.decode("ascii")
        cookie = journey.note_asked(host)
        request = request_for(
            address,
            self._settings,
            validators=validators,
            cookie=cookie,
            content=content,
            accept_datetime=accept_datetime,
        )
        journey.note_request(said_by(request))
        turn = self._clients.turn_at if content is None else self._alone_at
        async with turn(host, by_proxy=route.by_proxy) as client:
            client.backend.pin(route)
            try:
                async with journey.stopwatch.running():
                    answer = await client.ask(request, limits)
            finally:
                journey.note_heard(client.heard, client.backend.way, by_proxy=route.by_proxy)
                ended(journey.current, client.heard)
        journey.cookies.keep(host, answer.all("set-cookie"))
        return answer

    def _limits(self, enough_bytes: int | None, *, body_is_optional: bool) -> BodyLimits:
        """What may be taken of a body; a type is excluded from pages, not from robots.txt."""
        excluded = self._settings.exclude_content_types
        return BodyLimits(
            max_bytes=self._settings.max_bytes,
            enough_bytes=enough_bytes,
            excluded_types=() if body_is_optional or enough_bytes is not None else excluded,
            optional=body_is_optional,
        )

    @asynccontextmanager
    async def _alone_at(self, _host: str, *, by_proxy: bool) -> AsyncGenerator[HostClient, None]:
        """A connection for one message: a receiver that hangs is to delay no other of its host."""
        client = self._new_client(by_proxy)
        try:
            yield client
        finally:
            await client.aclose()

    def _new_client(self, by_proxy: bool) -> HostClient:
        return HostClient(self._trust, _proxy_of(self._settings) if by_proxy else None)


def _proxy_of(settings: FetchSettings) -> httpcore.Proxy | None:
    if not settings.proxy:
        return None
    parts = urlsplit(settings.proxy)
    host, port = settings.proxy_address or ("", 0)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return httpcore.Proxy(
        httpcore.URL(scheme=parts.scheme, host=host, port=port, target="/"),
        auth=(user, password) if user else None,
    )
