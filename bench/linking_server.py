"""The server of five thousand links: fifty loopback addresses, a hundred pages of 4 KB on each.

Run as a program it prints its port and serves until it is killed; it answers with as little work as
can be, for whoever is measured shares the machine with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket

NETWORK = "127.78.0.0/16"
HOSTS = tuple(f"127.78.0.{number}" for number in range(1, 51))
PAGES_A_HOST = 100
_WORDS = "<p>The first boat leaves the north quay at seven, when the tide allows.</p>"
_LINKS_ON_A_PAGE = 50


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


def _answer(path: str, port: int) -> bytes:
    _, folder, name, *_ = [*path.split("/"), "", ""]
    if folder == "ferries" and name.removesuffix(".html").isdigit():
        return _page(f"Boat {name}", f"<p>Boat {name}.</p>" + _WORDS * 50)
    if folder == "pages" and name.isdigit():
        first = int(name) * _LINKS_ON_A_PAGE
        some = links(port)[first : first + _LINKS_ON_A_PAGE]
        linked = "".join(
            f"<p>More is said <a href='{one}'>in another place</a>.</p>" for one in some
        )
        return _page(f"Page {name}", linked + _WORDS * 5)
    return _said(b"404 Not Found", b"<title>Not found</title><p>No such page.</p>")


def _page(title: str, words: str) -> bytes:
    head = f"<!DOCTYPE html><html><head><title>{title}</title></head>"
    body = f"<body><main><h1>{title}</h1>{words}</main></body></html>"
    return _said(b"200 OK", (head + body).encode())


def _said(status: bytes, body: bytes) -> bytes:
    kind = b"Content-Type: text/html; charset=utf-8\r\n"
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, kind, len(body), body)


async def _serve() -> None:
    with socket.create_server((HOSTS[0], 0)) as one:
        port = int(one.getsockname()[1])
    answers: dict[str, bytes] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split(b" ", 2)[1].decode("latin-1")
                if path not in answers:
                    answers[path] = _answer(path, port)
                writer.write(answers[path])
        writer.close()

    for host in HOSTS:
        await asyncio.start_server(serve, host, port)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
