"""Answering on loopback, by threads of the standard library's server: also while the loop hangs.

GET and HEAD alone, requests of a few kilobytes, a few at once, nothing written and nothing logged.
Where it listens on loopback, a request that names another host in its Host header is refused: a web
page in the operator's browser may have been led here by a name of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any
from urllib.parse import urlsplit

import structlog

from archive_watch.daemon.health_page import HealthPage, Said

_TRY_AGAIN_SECONDS = 60.0
_MOST_AT_ONCE = 16
_MOST_BYTES = 16 * 1024
_PATIENCE_SECONDS = 5
_TEXT = "text/plain; charset=utf-8"
_log = structlog.get_logger()


async def keep_listening(listen: str, page: HealthPage) -> None:
    """Answer at ``listen`` (ADDRESS:PORT) until cancelled; an address that is taken is told."""
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    while True:
        try:
            server = _Server((host, int(port)), page)
            break
        except OSError as error:
            _log.error(
                "cannot listen: /healthz, /readyz and /metrics do not answer",
                listen=listen,
                error=error.strerror or str(error),
                remedy="set [daemon] listen to another ADDRESS:PORT; it is tried again each minute",
            )
            await asyncio.sleep(_TRY_AGAIN_SECONDS)
    thread = threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True, name="health")
    thread.start()
    _log.info("listening", address=f"http://{host}:{server.server_address[1]}")
    try:
        await asyncio.Event().wait()
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], page: HealthPage) -> None:
        found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0]
        self.address_family = found[0]
        self.page = page
        self.is_for_this_machine = ipaddress.ip_address(str(found[4][0])).is_loopback
        self._places = threading.BoundedSemaphore(_MOST_AT_ONCE)
        super().__init__((str(found[4][0]), address[1]), _Asked)

    def server_bind(self) -> None:
        """Bind, without asking the resolver for a name of ours."""
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take the request, unless too many are being answered."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one request; whoever sends it drop by drop is cut off, for the place is wanted."""
        patience = threading.Timer(2 * _PATIENCE_SECONDS, _cut_off, (request,))
        patience.daemon = True
        patience.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            patience.cancel()
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody who went away is no matter of ours."""


def _cut_off(request: socket.socket) -> None:
    with contextlib.suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)


class _Asked(BaseHTTPRequestHandler):
    server: _Server
    timeout = _PATIENCE_SECONDS
    server_version = "archive-watch"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self.rfile = _Bounded(self.rfile)  # type: ignore[assignment]  # readline is all that is used

    def do_GET(self) -> None:
        self._say(self._answer())

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self._say(Said(status=405, content_type=_TEXT, body=b"GET and HEAD only\n"))

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST  # noqa: N815

    def _answer(self) -> Said:
        if self.server.is_for_this_machine and not _names_this_machine(self.headers.get("Host")):
            return Said(status=403, content_type=_TEXT, body=b"for this machine only\n")
        said = self.server.page.answer(self.path.partition("?")[0])
        if said is None:
            told = b"/healthz, /readyz and /metrics are here\n"
            return Said(status=404, content_type=_TEXT, body=told)
        return said

    def _say(self, said: Said) -> None:
        self.send_response(said.status)
        self.send_header("Content-Type", said.content_type)
        self.send_header("Content-Length", str(len(said.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if said.status == 405:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.body)

    def log_message(self, *arguments: Any) -> None:
        """A monitor asks every few seconds: that is no news."""


class _Bounded:
    """The head of a request, of which no more than a few kilobytes are read."""

    def __init__(self, inner: BufferedIOBase) -> None:
        self._inner = inner
        self._left = _MOST_BYTES

    def readline(self, most: int) -> bytes:
        line = self._inner.readline(min(most, self._left))
        self._left -= len(line)
        return line

    def close(self) -> None:
        self._inner.close()

    @property
    def closed(self) -> bool:
        return self._inner.closed


def _names_this_machine(host: str | None) -> bool:
    if not host:
        return True  # HTTP/1.0, by hand: no browser leaves it out
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
