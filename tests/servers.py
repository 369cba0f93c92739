"""Real servers on loopback, for every test that needs a network.

``PageServer`` speaks good HTTP/1.1 and is scripted while it runs::

    with PageServer() as server:
        server.page("/remarks/", "<main>words</main>", host="2017-2021.state.gov")
        server.routes["/gone/"] = Answer(status=404)
        server.routes["/once/"] = lambda request: Answer(body=request.header("user-agent"))
        ... server.url + "/gone/" ... server.connect_to("2017-2021.state.gov") ...
        assert [seen.path for seen in server.requests] == ["/gone/"]

``RawServer`` sends whatever bytes a fault is made of: see ``faults.py``.
Both listen on 127.0.0.1, on a port that the system picks, and stop when their ``with`` ends.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

LOOPBACK = "127.0.0.1"
HTML = "text/html; charset=utf-8"
_BODILESS = frozenset({204, 304})

Headers = tuple[tuple[str, str], ...] | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as the server read it: ``path`` with its query, header names in lower case.

    ``host`` is the Host header without its port; ``at`` is ``time.monotonic()`` on arrival; ``body``
    is what a POST brought.
    """

    method: str
    path: str
    host: str
    headers: tuple[tuple[str, str], ...]
    at: float
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of header ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a route answers.  Content-Length is written for it; ``headers`` may override all else.

    ``delay_seconds`` is how long the server thinks before it answers.
    """

    status: int = 200
    headers: Headers = field(default=())
    body: bytes | str = b""
    content_type: str | None = HTML
    delay_seconds: float = 0.0

    def header_lines(self) -> list[tuple[str, str]]:
        """Every header to send, in order."""
        given = self.headers.items() if isinstance(self.headers, Mapping) else self.headers
        lines = list(given)
        names = {name.lower() for name, _ in lines}
        if self.content_type is not None and "content-type" not in names and self.payload():
            lines.append(("Content-Type", self.content_type))
        if "content-length" not in names and self.status not in _BODILESS:
            lines.append(("Content-Length", str(len(self.payload()))))
        return lines

    def payload(self) -> bytes:
        """The body as bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body


Triple = tuple[int, Headers, bytes | str]
Route = Answer | Triple | Callable[[Request], "Answer | Triple"]
RouteKey = str | tuple[str, str]


def conditional(body: bytes | str, *, etag: str, headers: Headers = ()) -> Route:
    """A route that honours If-None-Match: 304 for its own ``etag``, else ``body`` with it."""
    sent = (*(headers.items() if isinstance(headers, Mapping) else headers), ("ETag", etag))

    def route(request: Request) -> Answer:
        if request.header("if-none-match") == etag:
            return Answer(status=304, headers=sent)
        return Answer(headers=sent, body=body)

    return route


class PageServer:
    """A threaded HTTP/1.1 server with keep-alive whose routes are set while it runs.

    ``routes`` maps ``path`` or ``(host, path)`` to an ``Answer``, to ``(status, headers, body)``,
    or to a callable that takes the ``Request`` and returns one of them.  The path may include a
    query.  The most exact route wins: host and query, host, query, path alone; then ``fallback``
    (a 404).  HEAD is answered like GET without its body.  ``requests`` records every request in
    the order of arrival.  With ``tls`` (a server context, from trustme for instance) it is HTTPS.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[RouteKey, Route] = {}
        self.fallback: Route = Answer(status=404, body="<h1>Not found</h1>")
        self.requests: list[Request] = []
        self.connections = 0
        self.open_sockets: list[socket.socket] = []
        self._scheme = "http" if tls is None else "https"
        self._listener = _Listener((LOOPBACK, 0), _handler_for(self))
        if tls is not None:
            self._listener.socket = tls.wrap_socket(
                self._listener.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,))

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listener.server_address[1])

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``, without a trailing slash."""
        return f"{self._scheme}://{LOOPBACK}:{self.port}"

    def page(self, path: str, body: bytes | str, *, host: str | None = None, **answer: Any) -> None:
        """Answer ``path`` (of ``host`` alone, if given) with ``body``; the rest is ``Answer``'s."""
        self.routes[path if host is None else (host, path)] = Answer(body=body, **answer)

    def connect_to(self, *hosts: str) -> dict[str, str]:
        """``FetchSettings.connect_to`` that sends each of ``hosts`` here."""
        return dict.fromkeys(hosts, f"{LOOPBACK}:{self.port}")

    def paths(self, *, host: str | None = None) -> list[str]:
        """The paths asked for so far, in order, of ``host`` alone if given."""
        return [seen.path for seen in self.requests if host in (None, seen.host)]

    def close_connections(self) -> None:
        """Hangs up on every client that is connected, as a server does after a while."""
        for one in self.open_sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self.open_sockets.clear()

    def answer(self, request: Request) -> Answer:
        """What the routes say to ``request``."""
        bare = request.path.partition("?")[0]
        keys: list[RouteKey] = [(request.host, request.path), (request.host, bare)]
        keys += [request.path, bare]
        route = next((self.routes[key] for key in keys if key in self.routes), self.fallback)
        said = route(request) if callable(route) else route
        if isinstance(said, Answer):
            return said
        status, headers, body = said
        return Answer(status=status, headers=headers, body=body)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no fault of a test."""


def _handler_for(server: PageServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "PageServer"
        disable_nagle_algorithm = True
        wbufsize = -1  # a head and its body leave together, however busy the machine is
        timeout = 30

        def setup(self) -> None:
            super().setup()
            server.connections += 1
            server.open_sockets.append(self.connection)

        def do_GET(self) -> None:
            request = _request_of(self)
            server.requests.append(request)
            answer = server.answer(request)
            time.sleep(answer.delay_seconds)
            self.send_response(answer.status)
            for name, value in answer.header_lines():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD" and answer.status not in _BODILESS:
                self.wfile.write(answer.payload())

        do_HEAD = do_GET  # noqa: N815
        do_POST = do_GET  # noqa: N815

        def log_message(self, *arguments: Any) -> None:
            """Tests read ``requests``, not a log."""

    return Handler


def _request_of(handler: BaseHTTPRequestHandler) -> Request:
    return Request(
        method=handler.command,
        path=handler.path,
        host=(handler.headers.get("host") or "").rpartition(":")[0]
        or (handler.headers.get("host") or ""),
        headers=tuple((name.lower(), value) for name, value in handler.headers.items()),
        at=time.monotonic(),
        body=handler.rfile.read(int(handler.headers.get("content-length") or 0)),
    )


Script = Callable[[socket.socket, bytes], None]


class RawServer:
    """A socket server without manners: each path has a script that is handed the socket.

    The script gets the connected socket and the request's head; the socket is closed after it.
    A script that loops must send in its loop: sending fails once the client has gone, which ends
    it.  ``scripts[None]`` is run before anything is read (for faults of the connection itself).
    """

    def __init__(self, scripts: Mapping[str | None, Script]) -> None:
        self.scripts = dict(scripts)
        self.heads: list[bytes] = []
        self._stopping = threading.Event()
        self._socket = socket.create_server((LOOPBACK, 0))
        self._socket.settimeout(0.05)
        self._thread = threading.Thread(target=self._accept)

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._socket.getsockname()[1])

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``, without a trailing slash."""
        return f"http://{LOOPBACK}:{self.port}"

    def _accept(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                client, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            client.settimeout(30)
            if None in self.scripts:
                self.scripts[None](client, b"")
                return
            head = _read_head(client)
            self.heads.append(head)
            path = head.split(b" ", 2)[1].decode("latin-1") if b" " in head else ""
            script = self.scripts.get(path) or self.scripts.get(path.partition("?")[0])
            if script is not None:
                script(client, head)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()
        self._socket.close()


def _read_head(client: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and (some := client.recv(65_536)):
        head += some
    return head
