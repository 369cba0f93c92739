"""The sockets beneath httpx: they go where the guard said, and count what comes in.

httpcore asks its backend for a connection to a *name*; this one connects to the literal addresses
pinned for that name, or not at all.  TLS still verifies the name.  Each read is charged to a
``Meter``, because what httpx hands on is less than what arrives: interim responses, headers and
the framing of chunks have no bound of their own.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import httpcore

from archive_watch.fetch.failures import Refused, tls_fault
from archive_watch.fetch.guard import Route
from archive_watch.fetch.sockets import connected
from archive_watch.model.capture import Failure


class Meter:
    """How many bytes may still come in, and whether the other side has ended."""

    def __init__(self) -> None:
        self.taken_bytes = 0
        self.ended = False
        self._left_bytes = 0
        self._what = ""

    def allow(self, count_bytes: int, what: str) -> None:
        """From here on, ``count_bytes`` of ``what`` may come in."""
        self.taken_bytes, self._left_bytes, self._what = 0, count_bytes, what
        self.ended = False

    def next_read_bytes(self, wanted_bytes: int) -> int:
        """How much of the wanted may be read.  Raises Refused (too_large) when none is left."""
        if self._left_bytes <= 0:
            raise Refused(Failure.TOO_LARGE, f"more {self._what} than is taken")
        return min(wanted_bytes, self._left_bytes)

    def take(self, count_bytes: int) -> None:
        """``count_bytes`` came in; 0 is the end of the stream."""
        self.taken_bytes += count_bytes
        self._left_bytes -= count_bytes
        self.ended = self.ended or count_bytes == 0


class Way:
    """What is known of a connection: where it leads, and whose certificate it was shown.

    ``certificate_sha256`` is of the other side's own certificate in DER.
    """

    def __init__(self, address: str | None = None) -> None:
        self.address = address
        self.tls_version: str | None = None
        self.certificate_sha256: str | None = None

    def note_tls(self, stream: httpcore.AsyncNetworkStream) -> None:
        """The handshake is done.  Asked once a connection: it is dear to ask."""
        tls: ssl.SSLObject = stream.get_extra_info("ssl_object")
        self.tls_version = tls.version()
        certificate = tls.getpeercert(binary_form=True)
        self.certificate_sha256 = sha256(certificate).hexdigest() if certificate else None


class MeteredStream(httpcore.AsyncNetworkStream):
    """A connection whose reads are metered and whose handshake says what is wrong."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, meter: Meter, way: Way) -> None:
        self._inner = inner
        self._meter = meter
        self._way = way
        self._socket: socket.socket | None = inner.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """At most ``max_bytes``, and no more than the meter allows."""
        some = await self._inner.read(self._meter.next_read_bytes(max_bytes), timeout)
        self._meter.take(len(some))
        return some

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Sends ``buffer``."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Closes the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """The same connection under TLS.  Raises Refused (tls)."""
        try:
            secured = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except (httpcore.ConnectError, ssl.SSLError) as error:
            raise Refused(Failure.TLS, tls_fault(error)) from error
        except asyncio.CancelledError:
            await self._inner.aclose()  # httpcore closes only after errors, not at a deadline
            raise
        self._way.note_tls(secured)
        return MeteredStream(secured, self._meter, self._way)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself, as httpcore asks for it.

        Whether it is readable is asked twice a request, and dear to ask for by layers.
        """
        if info == "is_readable":
            return _is_readable(self._socket)
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects to pinned routes only.

    ``opened`` counts the connections made; ``way`` is that of the last one, without an address
    where the last attempt came to nothing.
    """

    def __init__(self) -> None:
        self.meter = Meter()
        self.opened = 0
        self.way = Way()
        self._routes: dict[tuple[str, int], Route] = {}

    def pin(self, route: Route) -> None:
        """Connections to the route's host and port go along it from here on."""
        self._routes[route.host, route.port] = route

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  (httpcore calls it so)
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """The first of the pinned addresses that answers.  Raises Refused if nothing is pinned."""
        route = self._routes.get((host, port))
        if route is None:
            raise Refused(Failure.PRIVATE_ADDRESS, f"{host}:{port} was not judged")
        self.way = Way()
        failed: Exception = httpcore.ConnectError("no address")
        for address in route.addresses:
            try:
                stream = await connected(address, route.target_port)
            except httpcore.ConnectError as error:
                failed = error
                continue
            self.opened += 1
            self.way = Way(address)
            return MeteredStream(stream, self.meter, self.way)
        raise failed

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Refused: no page lives in a socket file."""
        raise Refused(Failure.SCHEME, "unix sockets are not asked")

    async def sleep(self, seconds: float) -> None:
        """Waits; httpcore asks for it between retries, of which there are none."""
        await asyncio.sleep(seconds)


def _is_readable(connection: socket.socket | None) -> bool:
    """Whether something came in, or the end: of a connection that rests, the other side has closed."""
    if connection is None or connection.fileno() < 0:
        return True
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))
