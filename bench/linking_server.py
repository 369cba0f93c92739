"""The server of five thousand links: fifty loopback addresses, a hundred pages of 4 KB on each.

Run as a program it prints its port and serves until it is killed: as Python's own server does, or
``--barely``, with as little work as can be.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NETWORK = "127.78.0.0/16"
HOSTS = tuple(f"127.78.0.{number}" for number in range(1, 51))
PAGES_A_HOST = 100
_WORDS = "<p>The first boat leaves the north quay at seven, when the tide allows.</p>"
_LINKS_ON_A_PAGE = 50
_HTML = "text/html; charset=utf-8"


def links(port: int) -> list[str]:
    """The address of every link."""
    return [
        f"http://{host}:{port}/ferries/{number}.html"
        for number in range(PAGES_A_HOST)
        for host in HOSTS
    ]


def linking_pages(port: int) -> list[str]:
    """The addresses of the pages that link to them, fifty links on each."""
    count = len(HOSTS) * PAGES_A_HOST // _LINKS_ON_A_PAGE
    return [f"http://{HOSTS[0]}:{port}/pages/{number}" for number in range(count)]


def _answer(path: str, port: int) -> tuple[int, bytes]:
    _, folder, name, *_ = [*path.split("/"), "", ""]
    if folder == "ferries" and name.removesuffix(".html").isdigit():
        return 200, _page(f"Boat {name}", f"<p>Boat {name}.</p>" + _WORDS * 50)
    if folder == "pages" and name.isdigit():
        first = int(name) * _LINKS_ON_A_PAGE
        some = links(port)[first : first + _LINKS_ON_A_PAGE]
        linked = "".join(
            f"<p>More is said <a href='{one}'>in another place</a>.</p>" for one in some
        )
        return 200, _page(f"Page {name}", linked + _WORDS * 5)
    return 404, b"<title>Not found</title><p>No such page.</p>"


def _page(title: str, words: str) -> bytes:
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    body = f"<body><main><h1>{title}</h1>{words}</main></body></html>"
    return (head + body).encode()


def _said(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {_HTML}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer as the standard library does."""
        _, port = self.connection.getsockname()
        status, body = _answer(self.path, int(port))
        self.send_response(status)
        self.send_header("Content-Type", _HTML)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _by_library(port: int) -> None:
    """Serve by ``http.server``."""
    for host in HOSTS:
        threading.Thread(
            target=_Listener((host, port), _Handler).serve_forever, daemon=True
        ).start()


async def _barely(port: int) -> None:
    """Serve with as little work as can be."""
    known: dict[str, bytes] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                if path not in known:
                    known[path] = _said(*_answer(path, port))
                writer.write(known[path])
        writer.close()

    for host in HOSTS:
        await asyncio.start_server(serve, host, port)


async def _serve(*, barely: bool) -> None:
    with socket.create_server((HOSTS[0], 0)) as one:
        port = int(one.getsockname()[1])
    if barely:
        await _barely(port)
    else:
        _by_library(port)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(barely="--barely" in sys.argv))
