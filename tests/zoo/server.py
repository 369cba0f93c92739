"""The link zoo: every kind of link, each answered at a loopback address of its own.

``open_zoo`` listens for all kinds in one thread and counts what matters: which paths were asked,
and how many connections one host had open at once.  ``zoo.day`` is the zoo's calendar, moved by
whoever holds the clock.  A canary listens where nobody may be led.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ports import kept_port
from zoo.kind import Asked, End, Kind, Reply, not_found
from zoo.secured import contexts

NETWORK = "127.77.0.0/16"
CANARY = "127.99.0.1"
_ANY_ADDRESS = "0.0.0.0"  # every kind has an address of its own, and all the same port
GONE = "gone.harbour-office.invalid"
_LONGEST_SECONDS = 30.0
_NO_NAME = "a" * 300  # which no resolver takes, so that none is asked
_OVER = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)


@dataclass(slots=True)
class Zoo:
    """What is running: ``url`` gives the address of a kind, ``href`` the link to it."""

    kinds: dict[str, Kind]
    addresses: dict[str, str]
    port: int
    day: float = 0.0
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    at_once: Counter[str] = field(default_factory=Counter)
    canary: int = 0
    pages: list[str] = field(default_factory=list)
    _open: defaultdict[str, set[socket.socket]] = field(default_factory=lambda: defaultdict(set))

    def url(self, name: str, path: str | None = None) -> str:
        """The address of ``path`` at the kind ``name``; by default that of its link's target."""
        kind = self.kinds[name]
        scheme = "https" if kind.listens.startswith("tls") else "http"
        host = kind.host or self.addresses[name]
        return f"{scheme}://{host}:{self.port}{kind.path if path is None else path}"

    def href(self, name: str) -> str:
        """The link to the kind ``name``, as it is written on a page."""
        kind = self.kinds[name]
        if kind.href is not None:
            return kind.href.format(port=self.port, canary=CANARY)
        return self.url(name) + kind.fragment

    @property
    def connect_to(self) -> dict[str, str]:
        """Where the kinds with a name for a host are."""
        named = {
            kind.host: self.addresses[name] if kind.listens == "http" else _NO_NAME
            for name, kind in self.kinds.items()
            if kind.host is not None and kind.host != CANARY
        }
        return {**named, GONE: _NO_NAME}

    def asked_of(self, name: str) -> int:
        """How often the target of the kind ``name`` was asked."""
        return self.asked[name, self.kinds[name].path]

    def note_opened(self, name: str, one: socket.socket) -> None:
        """Count a connection beside those of the same host whose other end is still there."""
        self._open[name] = {other for other in self._open[name] if not _is_left(other)} | {one}
        self.at_once[name] = max(self.at_once[name], len(self._open[name]))

    def note_closed(self, name: str, one: socket.socket) -> None:
        """Forget a connection."""
        self._open[name].discard(one)


def _is_left(one: socket.socket) -> bool:
    """Whether the other end has gone, told or not."""
    try:
        return one.fileno() < 0 or one.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@contextmanager
def open_zoo(kinds: Sequence[Kind]) -> Iterator[Zoo]:
    """The zoo of ``kinds``, until the block ends."""
    names = [kind.name for kind in kinds]
    addresses = {name: f"127.77.{at // 200}.{at % 200 + 1}" for at, name in enumerate(names)}
    with kept_port(_ANY_ADDRESS) as port:
        zoo = Zoo(kinds={kind.name: kind for kind in kinds}, addresses=addresses, port=port)
        ready = threading.Event()
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=_run, args=(loop, zoo, ready))
        thread.start()
        try:
            assert ready.wait(60)
            yield zoo
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()


def _run(loop: asyncio.AbstractEventLoop, zoo: Zoo, ready: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    servers = loop.run_until_complete(_listen(zoo))
    ready.set()
    try:
        loop.run_forever()
    finally:
        for server in servers:
            server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _listen(zoo: Zoo) -> list[asyncio.Server]:
    secured = contexts({kind.listens: zoo.addresses[name] for name, kind in zoo.kinds.items()})
    servers = []
    for name, kind in zoo.kinds.items():
        if kind.listens == "nothing":
            continue
        visitors = _Visitors(zoo, kind)
        servers.append(
            await asyncio.start_server(
                visitors.serve,
                zoo.addresses[name],
                zoo.port,
                ssl=secured.get(kind.listens),
                limit=1024 * 1024,
            )
        )

    async def trapped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        zoo.canary += 1
        writer.close()

    servers.append(await asyncio.start_server(trapped, CANARY, zoo.port))
    return servers


class _Visitors:
    """Whoever comes to one kind."""

    def __init__(self, zoo: Zoo, kind: Kind) -> None:
        self._zoo = zoo
        self._kind = kind
        self._nth: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        one = writer.get_extra_info("socket")._sock
        self._zoo.note_opened(self._kind.name, one)
        try:
            with contextlib.suppress(*_OVER):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    asked = self._asked(head)
                    if await _send(self._reply(asked), asked.method, reader, writer):
                        break
        finally:
            self._zoo.note_closed(self._kind.name, one)
            writer.close()

    def _asked(self, head: bytes) -> Asked:
        first, _, rest = head.decode("latin-1").partition("\r\n")
        method, path, _ = (first + "  ").split(" ", 2)
        lines = [line.partition(":") for line in rest.splitlines() if ":" in line]
        if path != "/robots.txt":
            self._zoo.asked[self._kind.name, path] += 1
        self._nth[path] += 1
        return Asked(
            method=method,
            path=path,
            headers={name.lower(): value.strip() for name, _, value in lines},
            nth=self._nth[path],
            day=self._zoo.day,
            url=self._zoo.url,
        )

    def _reply(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return not_found() if self._kind.robots is None else self._kind.robots(asked)
        if self._kind.is_there_only and asked.path != self._kind.path.partition("#")[0]:
            return not_found()
        return self._kind.answers(asked)


async def _send(
    reply: Reply, method: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Send ``reply``; whether the connection is over."""
    await asyncio.sleep(reply.delay_seconds)
    head, gap, _ = reply.first.partition(b"\r\n\r\n")
    writer.write(head + gap if method == "HEAD" and gap else reply.first)
    left = 0 if method == "HEAD" and gap else reply.times
    until = asyncio.get_running_loop().time() + _LONGEST_SECONDS
    while left and asyncio.get_running_loop().time() < until:
        await writer.drain()
        await asyncio.sleep(reply.pause_seconds)
        writer.write(reply.again)
        left -= 1
    if reply.end is End.RESET:
        one = writer.get_extra_info("socket")
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return True
    await writer.drain()
    if reply.end is End.HANGS:
        await asyncio.wait_for(reader.read(), _LONGEST_SECONDS)
    return reply.end is not End.KEPT
