"""How long a host is left alone: between two requests, across processes, and when it asks for it."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from pathlib import Path

import pytest

from archive_watch.fetch.client import Fetcher
from archive_watch.services.asking.ask_politely import Manners, Timer
from archive_watch.services.asking.local_health import LocalHealth
from archive_watch.services.asking.network import fetch_settings, open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from archive_watch.storage.links import due_links
from servers import Answer, PageServer, Request
from services.asking import HOST, Hands, article, check, settings, told, watching


def slow(server: PageServer, *hosts: str, seconds: float = 5.0) -> dict[str, object]:
    """Settings of ``[fetch]`` with a floor, for hosts that the server stands for."""
    return {"min_delay_seconds": seconds, "connect_to": server.connect_to(*(hosts or (HOST,)))}


async def test_a_first_page_waits_once_for_robots_and_every_other_once_for_the_floor(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        for name in "abc":
            server.page(f"/{name}/", article(f"Words of {name}."), host=HOST)
        urls = [f"http://{HOST}/{name}/" for name in "abc"]
        with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
            visits = await check(watch, *urls, timer=clock.timer())
    assert told(visits) == [("new", None)] * 3
    assert server.paths() == ["/robots.txt", "/a/", "/b/", "/c/"]
    assert clock.slept == [5.0] * 3


async def test_the_floor_holds_across_restarts_and_counts_from_the_end_of_a_request(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        given = settings(fetch=slow(server))

        def answer_late(request: object) -> Answer:
            clock.move(seconds=20)
            return Answer(body=article("Words."))

        server.routes["/late/"] = answer_late
        server.page("/next/", article("Words that come next."))
        with watching(tmp_path, given, clock) as watch:
            await check(watch, f"http://{HOST}/late/", timer=clock.timer())
        clock.move(seconds=2)
        clock.slept.clear()
        with watching(tmp_path, given, clock) as watch:
            await check(watch, f"http://{HOST}/next/", timer=clock.timer())
    assert clock.slept == [3.0]


async def test_two_processes_never_take_the_same_moment(tmp_path: Path) -> None:
    """Two archives open on one file stand for two processes: all they share is the database."""
    last = [0.0, 0.0]  # when either looked at its clock: while it is asking, that is what it took
    taken: list[float] = []

    def timer(process: int) -> Timer:
        def seconds() -> float:
            last[process] = time.time()
            return last[process]

        return Timer(seconds=seconds)

    def answer(request: Request) -> Answer:
        number = int(request.path.strip("/"))
        taken.append(last[number // 3])
        return Answer(body=article(f"Words {number}."))

    with PageServer() as server:
        given = settings(fetch=slow(server, seconds=0.2))
        server.fallback = answer
        server.routes["/robots.txt"] = Answer(status=404)
        with watching(tmp_path, given) as one, watching(tmp_path, given) as two:

            async def ask(watch: Watch, process: int) -> None:
                urls = [f"http://{HOST}/{3 * process + number}/" for number in range(3)]
                await check(watch, *urls, timer=timer(process))

            await asyncio.gather(ask(one, 0), ask(two, 1))
    gaps = [later - earlier for earlier, later in pairwise(sorted(taken))]
    assert len(gaps) == 5
    assert min(gaps) > 0.1999


async def test_a_floor_of_nothing_is_for_ones_own_networks_only(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        for name in "ab":
            server.page(f"/{name}/", article(f"Words of {name}."))
        urls = [f"http://{HOST}/{name}/" for name in "ab"]
        chosen = {**slow(server, seconds=0.0), "allow_networks": ()}
        with watching(tmp_path, settings(fetch=chosen), clock) as watch:
            await check(watch, *urls, timer=clock.timer())
    assert clock.slept == [5.0, 5.0]


async def test_robots_may_ask_for_more_time_and_a_bad_clock_for_none(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/robots.txt", "crawl-delay: 30\nUser-agent: *\nDisallow:\n")
        for name in "ab":
            server.page(f"/{name}/", article(f"Words of {name}."))
        with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
            await check(watch, f"http://{HOST}/a/", timer=clock.timer())
            assert clock.slept == [5.0]
            await check(watch, f"http://{HOST}/b/", timer=clock.timer())
            assert clock.slept == [5.0, 30.0]
            clock.move(days=-60)
            clock.slept.clear()
            await check(watch, f"http://{HOST}/a/", timer=clock.timer())
    assert sum(clock.slept) <= 60


async def test_links_on_a_watched_host_keep_the_floor_of_its_pages(tmp_path: Path) -> None:
    clock = Hands()
    body = article(
        f'See <a href="http://{HOST}/one">one</a>, <a href="http://{HOST}/two">two</a>,'
        ' <a href="http://other.example/x">x</a> and <a href="http://other.example/y">y</a>.'
    )
    with PageServer() as server:
        server.page("/a/", body)
        chosen = slow(server, HOST, "other.example", seconds=5.0)
        given = settings(fetch=chosen, links={"min_delay_seconds": 1.0})
        with watching(tmp_path, given, clock) as watch:
            await check(watch, f"http://{HOST}/a/", timer=clock.timer())
            links = due_links(watch.archive, now=watch.now(), areas=("body",), every=True)
            clock.move(seconds=60)
            for host, paces in ((HOST, [5.0, 5.0]), ("other.example", [1.0, 1.0, 1.0])):
                clock.slept.clear()
                async with open_network(watch, timer=clock.timer()) as network:
                    mine = [link for link in links if link.host == host]
                    await check_links(watch, network.for_links(watch), mine)
                assert clock.slept == paces


async def test_a_host_that_asks_for_silence_gets_it_but_a_named_page_is_tried(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/a/", "slow down", status=429, headers={"Retry-After": "3600"})
        server.page("/b/", article("Words of b."))
        with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
            first = await check(watch, f"http://{HOST}/a/", timer=clock.timer())
            assert told(first) == [("blocked", "http_429")]
            async with open_network(watch, timer=clock.timer()) as network:
                patient = network.heeding_holds()
                response = await patient.get(f"http://{HOST}/b/")
                assert response.refusal is not None
                assert response.refusal.failure.value == "on_hold"
                assert patient.manners.hold_ahead_seconds(HOST) == 3600
            assert server.paths() == ["/robots.txt", "/a/"]
            clock.slept.clear()
            second = await check(watch, f"http://{HOST}/b/", timer=clock.timer())
            assert told(second) == [("new", None)]
            assert clock.slept == []


async def test_ones_own_host_without_a_floor_is_never_on_hold(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/a/", "slow down", status=503, headers={"Retry-After": "3600"})
        given = settings(server.connect_to(HOST))
        with watching(tmp_path, given) as watch:
            await check(watch, f"http://{HOST}/a/")
            assert sites.next_request_at(watch.archive, HOST) == 0
            async with Fetcher(fetch_settings(given)) as fetcher:
                manners = Manners(
                    watch, fetcher, floor_seconds=0.0, local=LocalHealth(), timer=Timer()
                )
                assert manners.hold_ahead_seconds("127.0.0.1") == 0


async def test_a_hold_outlasts_a_page_named_by_hand_and_a_restart(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/a/", "slow down", status=429, headers={"Retry-After": "3600"})
        for name in "bcd":
            server.page(f"/{name}/", article(f"Words of {name}."))
        urls = [f"http://{HOST}/{name}/" for name in "abcd"]
        with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
            await check(watch, urls[0], timer=clock.timer())
            clock.slept.clear()
            clock.move(minutes=1)
            assert told(await check(watch, *urls[1:3], timer=clock.timer())) == [("new", None)] * 2
            assert clock.slept == [10.0], "two pages by hand keep the pace, which was doubled"
        with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
            async with open_network(watch, timer=clock.timer()) as network:
                response = await network.heeding_holds().get(urls[3])
                assert response.refusal is not None
                assert response.refusal.failure.value == "on_hold"
                assert 3500 <= network.manners.hold_ahead_seconds(HOST) <= 3600
                clock.move(hours=1)
                assert (await network.heeding_holds().get(urls[3])).status == 200


@pytest.mark.parametrize(
    ("retry_after", "held_seconds"),
    [("-5", 0), ("soon", 0), ("9" * 30, 86_400), ("Sun, 01 Mar 2026 13:00:00 GMT", 3600)],
)
async def test_a_retry_after_is_kept_to_in_every_form(
    tmp_path: Path, retry_after: str, held_seconds: int
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/a/", "later", status=503, headers={"Retry-After": retry_after})
        with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
            await check(watch, f"http://{HOST}/a/", timer=clock.timer())
            async with open_network(watch, timer=clock.timer()) as network:
                held = network.manners.hold_ahead_seconds(HOST)
    assert held_seconds - 10 <= held <= held_seconds


async def test_after_a_429_the_next_process_too_waits_twice_as_long(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/a/", "slow down", status=429)
        server.page("/b/", article("Words of b."))
        for name in "ab":
            with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
                await check(watch, f"http://{HOST}/{name}/", timer=clock.timer())
    assert clock.slept == [5.0, 10.0]


async def test_a_host_that_thinks_for_long_is_given_time(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        for name in "abc":
            server.page(f"/{name}/", article(f"Words of {name}."), delay_seconds=0.3)
        urls = [f"http://{HOST}/{name}/" for name in "abc"]
        with watching(tmp_path, settings(fetch=slow(server, seconds=0.1)), clock) as watch:
            await check(watch, *urls, timer=clock.timer())
            await check(watch, urls[0], timer=clock.timer())
    assert clock.slept[0] < max(clock.slept)
    assert max(clock.slept) > 4 * 0.1, "the floor; no page came in less than 0.3 s"


async def test_a_crawl_delay_is_a_pace_and_no_hold_for_the_next_process(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *\nCrawl-delay: 60\n", content_type="text/plain")
        for name in "ab":
            server.page(f"/{name}/", article(f"Words of {name}."))
        for name in "ab":
            with watching(tmp_path, settings(fetch=slow(server)), clock) as watch:
                async with open_network(watch, timer=clock.timer()) as network:
                    response = await network.heeding_holds().get(f"http://{HOST}/{name}/")
                    assert response.status == 200
    assert clock.slept[-1] >= 60
