"""What the guard costs: a request through our door beside one by plain httpx, in one process.

Both ask the same server (a process of its own, so that its work is not counted) over connections
that are kept, in alternating rounds; the middle of the rounds' ratios is what is told.  httpx is
one shared ``AsyncClient``, as its users have it; each body is read to its end by both.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import httpx

import shown
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Validators

_REQUESTS = 150
_ROUNDS = 9
_WARM_UP = 20
_ETAG = '"v1"'
_SETTINGS = FetchSettings(allow_networks=("127.0.0.0/8",))

# Answers a page of some 32 KB, or "not modified"; it never closes.
_SERVER = """
import asyncio
BODY = b"<p>words of a page</p>" * 1445
FULL = (b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html; charset=utf-8\\r\\nServer: bench\\r\\n"
        b"ETag: \\"v1\\"\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(BODY)) + BODY
SAME = b'HTTP/1.1 304 Not Modified\\r\\nETag: "v1"\\r\\nServer: bench\\r\\n\\r\\n'
async def serve(reader, writer):
    try:
        while head := await reader.readuntil(b"\\r\\n\\r\\n"):
            writer.write(SAME if b"if-none-match" in head.lower() else FULL)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""

Ask = Callable[[], Awaitable[object]]


def measure() -> None:
    """Print what a request costs."""
    command = [sys.executable, "-c", _SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            asyncio.run(_measure(f"http://127.0.0.1:{int(server.stdout.readline())}/"))
        finally:
            server.kill()


async def _measure(url: str) -> None:
    async with Fetcher(_SETTINGS) as fetcher, httpx.AsyncClient(trust_env=False) as plain:
        known = Validators(etag=_ETAG)
        await _compare(
            "a page of 32 KB",
            lambda: fetcher.get(url, permit=free_permit),
            lambda: plain.get(url),
        )
        named = url.replace("127.0.0.1", "localhost")
        await _compare(
            "the same by a name",
            lambda: fetcher.get(named, permit=free_permit),
            lambda: plain.get(named),
        )
        await _compare(
            "not modified",
            lambda: fetcher.get(url, permit=free_permit, validators=known),
            lambda: plain.get(url, headers={"If-None-Match": _ETAG}),
        )


async def _compare(name: str, ours: Ask, theirs: Ask) -> None:
    for ask in (ours, theirs):
        await _cpu_seconds(ask, _WARM_UP)
    rounds = [(await _cpu_seconds(ours), await _cpu_seconds(theirs)) for _ in range(_ROUNDS)]
    guarded, plain = (statistics.median(column) * 1e6 for column in zip(*rounds, strict=True))
    ratio = statistics.median(one / other for one, other in rounds)
    told = f"{guarded:.0f} and {plain:.0f} us, {ratio:.2f} times"
    shown.line(f"CPU of {name}, guarded and plain httpx", told, "<= 1.15 times")


async def _cpu_seconds(ask: Ask, requests: int = _REQUESTS) -> float:
    """CPU seconds of one request, of this process alone."""
    began = time.process_time()
    for _ in range(requests):
        await ask()
    return (time.process_time() - began) / requests


if __name__ == "__main__":
    measure()
