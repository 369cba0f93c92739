"""The invented archive on loopback: five hosts and their neighbours behind one port.

Which host is asked is told by the Host header, as any virtual server is; which day it is, by
whoever runs the demo.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from archive_watch.demo.days import DemoAnswer, answer_on

HOSTS = (
    "1997-2001.state.example",
    "2001-2009.state.example",
    "2009-2017.state.example",
    "2017-2021.state.example",
    "2021-2025.state.example",
    "cable.example",
    "fund.example",
)


class DemoServer(ThreadingHTTPServer):
    """Serves the archive as it is on ``day``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.day = 1
        self.nonces = count(1)

    @property
    def address(self) -> str:
        """Where it listens, as ``host:port``."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Asked(BaseHTTPRequestHandler):
    server: DemoServer
    protocol_version = "HTTP/1.1"
    server_version = "demonstration"
    sys_version = ""

    def do_GET(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower()
        nonce = f"{next(self.server.nonces):08x}"
        self._send(answer_on(self.server.day, host + self.path, nonce))

    def _send(self, answer: DemoAnswer) -> None:
        if answer.etag is not None and self.headers.get("If-None-Match") == answer.etag:
            answer = DemoAnswer(status=304, etag=answer.etag)
        self.send_response(answer.status)
        for name, value in (("ETag", answer.etag), ("Location", answer.location)):
            if value is not None:
                self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name in http.server)
        """Say nothing: the watch tells what it asked."""


@contextmanager
def demo_server() -> Generator[DemoServer, None, None]:
    """The running server; it stops when the ``with`` ends."""
    server = DemoServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
