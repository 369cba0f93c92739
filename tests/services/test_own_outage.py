"""Our own line is down: no host is blamed for it, and all are read again once it is back."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive_watch.model.capture import Failure, Refusal
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import Network, open_network
from archive_watch.services.checking.run_due import run_due
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from faults import hangs
from servers import Answer, PageServer, RawServer, Request
from services.asking import Hands, article, incidents, settings, watching

PAGES = 2


@dataclass(slots=True)
class Line:
    """Hosts of two pages each, strangers' by what is configured, on a line that can be down."""

    hosts: tuple[str, ...]
    server: PageServer
    watch: Watch
    clock: Hands
    down: set[str] = field(default_factory=set)

    def answer(self, request: Request) -> Answer:
        if request.host in self.down:
            raise ConnectionResetError
        if request.path == "/robots.txt":
            return Answer(status=404)
        return Answer(body=article(f"Words of {request.path}."))

    async def round(self, network: Network) -> list[str]:
        """One round; the hosts that were asked in it."""
        self.server.requests.clear()
        await run_due(self.watch, network, owner="me")
        return [request.host for request in self.server.requests]

    async def outage(self, network: Network, *, hours: float, every_minutes: float = 5) -> None:
        """Rounds while nothing answers."""
        self.down.update(self.hosts)
        for _ in range(int(hours * 60 / every_minutes)):
            self.clock.move(minutes=every_minutes)
            await self.round(network)
        self.down.clear()

    def closed(self) -> list[str]:
        now = self.watch.now()
        hosts = sites.closed_hosts(self.watch.archive)
        return [one.host for one in hosts if (one.closed_until or "") > now]


@contextmanager
def line(folder: Path, *hosts: str) -> Iterator[Line]:
    clock = Hands()
    with PageServer() as server:
        strangers = {"allow_networks": (), "contact": "a@watch.example", "min_delay_seconds": 1.0}
        given = settings(server.connect_to(*hosts), fetch=strangers)
        with watching(folder, given, clock) as watch:
            add_pages(watch, [f"http://{host}/{n}/" for host in hosts for n in range(PAGES)])
            one = Line(hosts=hosts, server=server, watch=watch, clock=clock)
            server.fallback = one.answer
            yield one


async def test_a_day_without_a_line_closes_no_host_and_an_hour_later_every_page_is_read(
    tmp_path: Path,
) -> None:
    hosts = ("a.one.example", "b.two.test", "c.three.invalid", "d.four.org")
    with line(tmp_path, *hosts) as one:
        one.clock.move(days=1)
        async with open_network(one.watch, timer=one.clock.timer()) as network:
            await one.outage(network, hours=24, every_minutes=60)
            assert incidents(one.watch.archive) == []
            checks = one.watch.archive.number("SELECT count(*) FROM fetches")
            assert checks <= 2, "the first two, before it could be known"
            for _ in range(12):
                one.clock.move(minutes=5)
                await one.round(network)
            read = one.watch.archive.number("SELECT count(*) FROM pages_now WHERE state = 'live'")
            assert (one.closed(), read) == ([], len(hosts) * PAGES)


async def test_two_hosts_alone_are_tried_at_once_when_one_of_them_is_back(tmp_path: Path) -> None:
    with line(tmp_path, "a.one.example", "b.two.test") as one:
        async with open_network(one.watch, timer=one.clock.timer()) as network:
            await one.outage(network, hours=24)
            assert one.closed() == ["a.one.example", "b.two.test"]
            asked: list[str] = []
            while not asked:
                one.clock.move(minutes=5)
                asked = await one.round(network)
            assert one.closed() == []
            one.clock.move(minutes=5)
            await one.round(network)
            read = one.watch.archive.number("SELECT count(*) FROM pages_now WHERE state = 'live'")
            assert (read, incidents(one.watch.archive)) == (2 * PAGES, [])


@pytest.mark.parametrize("starved", [True, False])
async def test_rules_that_were_not_had_for_our_own_want_of_breath_are_asked_for_again_at_once(
    tmp_path: Path, starved: bool
) -> None:
    loop = asyncio.get_running_loop()

    def takes_the_breath(client: socket.socket, head: bytes) -> None:
        if starved:
            loop.call_soon_threadsafe(time.sleep, 2)
        hangs()(client, head)

    with (
        RawServer({"/robots.txt": takes_the_breath}) as server,
        watching(tmp_path, settings(fetch={"deadline_seconds": 1.5}), Hands()) as watch,
    ):
        async with open_network(watch) as network:
            known = await network.rules(f"{server.url}/a/")
            while not starved and _is_local(known):  # this machine stood still just then
                known = await network.rules(f"{server.url}/a/")
            asked = len(server.heads)
            again = await network.rules(f"{server.url}/a/")
            more = len(server.heads) - asked
    assert (_is_local(known), _is_local(again), more) == (starved, starved, 1 if starved else 0)


def _is_local(known: object) -> bool:
    return isinstance(known, Refusal) and known.failure is Failure.LOCAL
