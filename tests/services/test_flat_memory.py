"""A round keeps nothing of a check that is over, however many pages it has; so does a long watch."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import weakref
from collections import Counter
from pathlib import Path

import pytest

from archive_watch.model.capture import Response
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import Network, open_network
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.fetch_pages import fetch_wanted
from archive_watch.services.checking.run_due import run_due
from archive_watch.services.watch import Watch
from archive_watch.storage.wanted import every_wanted_page
from servers import PageServer, conditional
from services.asking import Hands, article, settings, watching

HOSTS = ("one.example", "two.example", "three.example")
WORKERS = 2
OF_A_CHECK = (WatchedPage, Visit, Response, Check)


def serve(server: PageServer, pages: int) -> list[str]:
    """Addresses on three hosts, whose pages have validators."""
    for number in range(pages):
        body = article(f"Words of page {number}.")
        server.routes[f"/{number}/"] = conditional(body, etag=f'"{number}"')
    return [f"http://{HOSTS[number % len(HOSTS)]}/{number}/" for number in range(pages)]


def alive() -> Counter[str]:
    """How many objects of each of those kinds there are in this process."""
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, OF_A_CHECK))


def number_of_objects() -> int:
    """Objects of any kind, but for the timers of the loop, of which it keeps up to a hundred that were
    cancelled, and the weak references to them."""
    gc.collect()
    passing = (weakref.ref, asyncio.TimerHandle, contextvars.Context)
    return sum(not isinstance(one, passing) for one in gc.get_objects())


@pytest.mark.parametrize("pages", [12, 48])
async def test_of_all_pages_only_those_are_in_memory_that_are_just_being_checked(
    tmp_path: Path, pages: int
) -> None:
    most: Counter[str] = Counter()
    told: list[int] = []

    def done(page_id: int, _: Visit) -> None:
        told.append(page_id)
        if len(told) % 6 == 0:
            most.update(alive() - most)

    with PageServer() as server:
        urls = serve(server, pages)
        given = settings(server.connect_to(*HOSTS), schedule={"workers": WORKERS})
        with watching(tmp_path, given) as watch:
            add_pages(watch, urls)
            before = alive()
            async with open_network(watch) as network:
                wanted = every_wanted_page(watch.archive)
                await fetch_wanted(watch, network, wanted, done=done)
            after = alive()
    assert sorted(told) == list(wanted.in_order)
    assert len(told) == pages
    assert after == before
    assert most["Visit"] - before["Visit"] <= len(HOSTS)
    assert most["Response"] - before["Response"] <= WORKERS
    assert most["WatchedPage"] - before["WatchedPage"] <= 3 * WORKERS


async def one_round(watch: Watch, network: Network, clock: Hands) -> int:
    """A round of everything, three days later: how many checks it made."""
    clock.move(days=3)
    watch.archive.conn.execute("UPDATE pages SET next_fetch_at = ?", (watch.now(),))
    tally = await run_due(watch, network, owner="daemon")
    await asyncio.sleep(0)
    return tally.checked


async def test_a_watch_is_after_twenty_rounds_more_as_large_as_it_was(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        urls = serve(server, 9)
        given = settings(server.connect_to(*HOSTS), fetch={"full_read_every": 3})
        with watching(tmp_path, given, clock) as watch:
            add_pages(watch, urls)
            before = alive()
            async with open_network(watch) as network:
                checked = [await one_round(watch, network, clock) for _ in range(5)]
                server.requests.clear()
                kept, objects = alive(), number_of_objects()
                checked += [await one_round(watch, network, clock) for _ in range(20)]
                server.requests.clear()
                grown = number_of_objects() - objects
    assert checked == [9] * 25
    assert kept == before, "nothing of a check outlives it"
    assert grown < 90, "of any kind less than half an object a check"
