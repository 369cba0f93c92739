"""One small client for each host: one connection, asked one request at a time.

A pool shared by many hosts costs a quadratic amount of CPU (encode/httpcore#1035), and one
connection a host is what politeness allows anyway.  httpx's transport is used without
``AsyncClient``: that one keeps cookies between fetches and reads Location headers by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace

import httpcore
import httpx

from archive_watch.fetch.body import BodyLimits, read_body
from archive_watch.fetch.failures import WORLD, Refused, refused_by_world
from archive_watch.fetch.one_connection import OneConnection
from archive_watch.fetch.wire import PinnedBackend
from archive_watch.model.capture import Failure

_HEAD_BYTES = 64 * 1024
_REDIRECT_BYTES = 8 * 1024
_REDIRECT_SECONDS = 0.25
_KEEPALIVE_SECONDS = 15.0
_BODILESS = frozenset({204, 304})  # by their framing (RFC 9112, section 6.3)
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one request was answered with; header names in lower case, values as Latin-1."""

    status: int
    status_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        """Every value of header ``name``, in order."""
        return [value for key, value in self.headers if key == name]

    @property
    def location(self) -> str | None:
        """Where a redirect points; None when this is none, or points nowhere."""
        if self.status not in REDIRECTS:
            return None
        return next((value for value in self.all("location") if value.strip()), None)


class HostClient:
    """The connection to one host.  ``heard`` is the head of the last answer, usable or not."""

    def __init__(self, trust: ssl.SSLContext, proxy: httpcore.Proxy | None) -> None:
        self.backend = PinnedBackend()
        self.turn = asyncio.Lock()
        self.waiting = 0
        self.heard: Answer | None = None
        self._by_proxy = proxy is not None
        self._transport = httpx.AsyncHTTPTransport(verify=trust, trust_env=False)
        self._transport._pool = _pool(trust, proxy, self.backend)  # type: ignore[assignment]

    async def ask(self, request: httpx.Request, limits: BodyLimits) -> Answer:
        """The answer to ``request``.  Raises Refused for every fact about the world."""
        self.heard = None
        try:
            response = await self._head(request)
            try:
                return await self._answer(response, limits)
            finally:
                await response.aclose()
        except WORLD as error:
            raise refused_by_world(error, by_proxy=self._by_proxy) from error

    async def aclose(self) -> None:
        """Closes the connection."""
        await self._transport.aclose()

    async def _head(self, request: httpx.Request) -> httpx.Response:
        """The response up to its headers; asked again when a kept connection had just closed.

        An answer that was there before the question is what a server sent too much last time: it
        is not taken for this one.
        """
        opened = self.backend.opened
        self.backend.meter.allow(_HEAD_BYTES, "headers")
        try:
            response = await self._transport.handle_async_request(request)
            if self.backend.meter.taken_bytes:
                return response
            await response.aclose()  # and its connection with it, as it was not read to the end
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            if self.backend.opened > opened or self.backend.meter.taken_bytes:
                raise
        return await self._transport.handle_async_request(request)

    async def _answer(self, response: httpx.Response, limits: BodyLimits) -> Answer:
        if response.status_code < 200:
            raise Refused(Failure.RESET, f"answered {response.status_code}, which ends nothing")
        self.heard = answer = _head_of(response)
        if answer.status in _BODILESS:
            await (
                response.aread()
            )  # nothing comes, and a connection that was read to its end is kept
            return answer
        if answer.location is not None:
            await self._spend(response)
            return answer
        return replace(answer, body=await read_body(response, limits, self.backend.meter))

    async def _spend(self, response: httpx.Response) -> None:
        """Read the few words of a redirect that nobody wants, so that the connection is kept.

        If they are many, or do not come at once, the connection is closed instead.
        """
        self.backend.meter.allow(_REDIRECT_BYTES, "redirect")
        with contextlib.suppress(*WORLD, Refused, TimeoutError):
            async with asyncio.timeout(_REDIRECT_SECONDS):
                async with aclosing(response.aiter_raw()) as raw:  # type: ignore[type-var]
                    async for _ in raw:
                        pass


class HostClients:
    """The clients of the hosts asked last, at most ``size`` unless more are in use."""

    def __init__(self, make: Callable[[bool], HostClient], *, size: int = 64) -> None:
        self._make = make
        self._size = size
        self._clients: OrderedDict[tuple[str, bool], HostClient] = OrderedDict()

    @asynccontextmanager
    async def turn_at(self, host: str, *, by_proxy: bool) -> AsyncGenerator[HostClient, None]:
        """The client of ``host``, for one request; others for that host wait."""
        client = self._client(host, by_proxy)
        client.waiting += 1
        try:
            await self._trim()
            async with client.turn:
                yield client
        finally:
            client.waiting -= 1

    def _client(self, host: str, by_proxy: bool) -> HostClient:
        if (host, by_proxy) not in self._clients:
            self._clients[host, by_proxy] = self._make(by_proxy)
        self._clients.move_to_end((host, by_proxy))
        return self._clients[host, by_proxy]

    async def aclose(self) -> None:
        """Closes every connection."""
        while self._clients:
            _, client = self._clients.popitem()
            await client.aclose()

    async def _trim(self) -> None:
        idle = [key for key, client in self._clients.items() if not client.waiting]
        for key in idle[: max(0, len(self._clients) - self._size)]:
            await self._clients.pop(key).aclose()


def _pool(
    trust: ssl.SSLContext, proxy: httpcore.Proxy | None, backend: PinnedBackend
) -> OneConnection | httpcore.AsyncConnectionPool:
    """What keeps the connection: our own, but by a proxy, whose tunnels httpcore's pool can make."""
    if proxy is None:
        return OneConnection(trust, backend, keepalive_seconds=_KEEPALIVE_SECONDS)
    return httpcore.AsyncConnectionPool(
        ssl_context=trust,
        proxy=proxy,
        max_connections=1,
        max_keepalive_connections=1,
        keepalive_expiry=_KEEPALIVE_SECONDS,
        network_backend=backend,
    )


def _head_of(response: httpx.Response) -> Answer:
    """What an answer says before its body."""
    version, reason = (response.extensions[name] for name in ("http_version", "reason_phrase"))
    return Answer(
        status=response.status_code,
        status_line=f"{_text(version)} {response.status_code} {_text(reason)}".rstrip(),
        headers=tuple((_text(name).lower(), _text(value)) for name, value in response.headers.raw),
    )


def _text(some: bytes) -> str:
    return some.decode("latin-1")
