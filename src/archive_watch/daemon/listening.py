"""Answering on loopback, by threads of the standard library's server: also while the loop hangs.

GET and HEAD alone, requests of a few kilobytes, a few at once, nothing written and nothing logged.
Who takes long to ask is cut off, at once where others wait: a monitor's question is always heard.
Where it listens on loopback, a request that names another host in its Host header is refused: a web
page in the operator's browser may have been led here by a name of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any
from urllib.parse import urlsplit

import structlog

from archive_watch.daemon.health_page import HealthPage, Said

_TRY_AGAIN_SECONDS = 60.0
_MOST_ASKING = 16
_MOST_AT_ONCE = 64
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_NO_ROOM_REST_SECONDS = 0.2
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
            server = await asyncio.to_thread(_Server, (host, int(port)), page)
            break
        except (OSError, UnicodeError) as error:
            _log.error(
                "cannot listen: /healthz, /readyz and /metrics do not answer",
                listen=listen,
                error=getattr(error, "strerror", None) or str(error),
                remedy="set [daemon] listen to another ADDRESS:PORT; it is tried again each minute",
            )
            await asyncio.sleep(_TRY_AGAIN_SECONDS)
    thread = threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True, name="health")
    thread.start()
    _log.info("listening", address=f"http://{host}:{server.server_address[1]}")
    if not server.is_for_this_machine:
        _log.warning(
            "whoever reaches this machine can ask how the watch is: names of hosts, no secrets",
            remedy="set [daemon] listen to 127.0.0.1:PORT unless a firewall sees to it",
        )
    try:
        await asyncio.Event().wait()
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], page: HealthPage) -> None:
        found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[0]
        self.address_family = found[0]
        self.page = page
        self.is_for_this_machine = ipaddress.ip_address(str(found[4][0])).is_loopback
        self._places = threading.BoundedSemaphore(_MOST_AT_ONCE)
        self._asking: dict[socket.socket, float] = {}  # since when, the longest first
        self._lock = threading.Lock()
        super().__init__((str(found[4][0]), address[1]), _Asked)

    def server_bind(self) -> None:
        """Bind, without asking the resolver for a name of ours."""
        socket.socket.setsockopt(self.socket, socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def get_request(self) -> Any:
        """The next connection; where no more can be open, a rest, for the asker stays in line."""
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in _NO_ROOM:
                time.sleep(_NO_ROOM_REST_SECONDS)
            raise

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take the request, unless too many are being answered."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        with self._lock:
            self._asking[request] = time.monotonic()
            if len(self._asking) > _MOST_ASKING:
                longest = next(iter(self._asking))
                del self._asking[longest]
                _cut_off(longest)
        try:
            super().process_request(request, client_address)
        except BaseException:  # no thread can be had
            self._is_over(request)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one request."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._is_over(request)

    def service_actions(self) -> None:
        """Now and then: whoever sends drop by drop is cut off, for the place is wanted."""
        until = time.monotonic() - 2 * _PATIENCE_SECONDS
        with self._lock:
            for request, since in self._asking.items():
                if since < until:
                    _cut_off(request)

    def has_asked(self, request: socket.socket) -> None:
        """The question is known: from here on it is we who take long."""
        with self._lock:
            self._asking.pop(request, None)

    def _is_over(self, request: socket.socket) -> None:
        self.has_asked(request)
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
        self.server.has_asked(self.connection)
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
