"""How links are asked: patiently but not for ever, beside an address that there cannot be, and with
an eye on our own line."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from archive_watch.model.link import LinkState
from archive_watch.services.asking.network import open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.linking.siblings import segment_of, sibling_of
from archive_watch.services.watch import Watch
from archive_watch.storage.links import due_links, links_in_state
from servers import Answer, PageServer, Request
from services.asking import BEGIN, HOST, Hands, article, check, settings, watching

OTHER = "other.example"
PAGES = f"http://{HOST}/remarks/"


def linking(*hrefs: str) -> str:
    return article(" ".join(f'See <a href="{href}">that one</a> for more.' for href in hrefs))


async def asked(
    watch: Watch,
    clock: Hands,
    *,
    by_hand: bool = True,
    should_stop: Callable[[], bool] = lambda: False,
) -> Counter[LinkState]:
    """One round of link checks, with a clock that sleeping moves."""
    links = due_links(watch.archive, now=watch.now(), areas=("body",), every=True)
    async with open_network(watch, timer=clock.timer()) as network:
        asking = network.for_links(watch)
        return await check_links(
            watch,
            asking if by_hand else asking.heeding_holds(),
            links,
            should_stop=should_stop,
            made_up=lambda: "madeupword",
        )


def states(watch: Watch) -> dict[str, str]:
    rows = watch.archive.rows("SELECT url, state FROM links WHERE host = ?", (OTHER,))
    return {row["url"].partition(OTHER)[2]: row["state"] for row in rows}


async def test_a_busy_host_is_waited_for_as_long_as_it_says_and_no_thousand_times(
    tmp_path: Path,
) -> None:
    clock = Hands()
    busy = Answer(status=503, headers={"Retry-After": "20"})
    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{OTHER}/{n}" for n in range(6))))
        for number in range(6):
            server.routes[OTHER, f"/{number}"] = busy
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)
            await asked(watch, clock)
            due = watch.archive.rows("SELECT next_check_at FROM links WHERE host = ?", (OTHER,))
    times = Counter(server.paths(host=OTHER))
    assert [times[f"/{n}"] for n in range(6)] == [3, 3, 3, 1, 1, 1]
    assert clock.slept == [20.0] * 6
    assert all(row["next_check_at"] > "2026-03-01T12:00:20Z" for row in due)


async def test_a_link_that_asks_for_hours_is_left_alone_for_them(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/remarks/", linking(f"http://{OTHER}/a"))
        server.page("/a", "", host=OTHER, status=503, headers={"Retry-After": "36000"})
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)
            await asked(watch, clock)
            [row] = watch.archive.rows("SELECT next_check_at FROM links WHERE host = ?", (OTHER,))
    assert row["next_check_at"] >= "2026-03-01T22:00:00Z"
    assert server.paths(host=OTHER) == ["/robots.txt", "/a"]


async def test_a_pause_keeps_no_other_host_waiting(tmp_path: Path) -> None:
    clock, hosts = Hands(), ("busy.example", OTHER)
    is_done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def answer(request: Request) -> Answer:
        if request.host == "busy.example":
            return Answer(status=503, headers={"Retry-After": "5"})
        loop.call_soon_threadsafe(is_done.set)
        return Answer(body=article("There."))

    async def sleep(seconds: float) -> None:
        await is_done.wait()  # for ever, if the only worker waited with us
        clock.move(seconds=seconds)

    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{host}/a" for host in hosts)))
        server.routes["/a"] = answer
        given = settings(server.connect_to(HOST, *hosts), schedule={"workers": 1})
        with watching(tmp_path, given, clock) as watch:
            await check(watch, PAGES)
            links = due_links(watch.archive, now=watch.now(), areas=("body",), every=True)
            timer = clock.timer()
            object.__setattr__(timer, "sleep", sleep)
            async with asyncio.timeout(120), open_network(watch, timer=timer) as network:
                await check_links(watch, network.for_links(watch), links)
            assert states(watch) == {"/a": "ok"}


async def test_an_address_that_there_cannot_be_is_asked_once_a_month_for_each_part_of_a_host(
    tmp_path: Path,
) -> None:
    clock = Hands()
    paths = ["/a/1.html", "/a/2.html", "/b/1.html", "/c/1/", "/d/1"]
    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{OTHER}{path}" for path in paths)))
        for path in paths:
            server.page(path, article(f"Of {path}."), host=OTHER)
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)
            made_up = []
            for days in (0, 1, 31):
                clock.move(days=days)
                server.requests.clear()
                await asked(watch, clock)
                made_up.append([one for one in server.paths(host=OTHER) if "madeup" in one])
            assert set(states(watch).values()) == {"ok"}
    first, second, third = made_up
    assert first == ["/a/madeupword.html", "/b/madeupword.html", "/c/madeupword/"]
    assert second == ["/d/madeupword"]
    assert third[:3] == first


@pytest.mark.parametrize(
    ("url", "sibling", "segment"),
    [
        ("http://h.example/a/b.html?x=1#y", "http://h.example/a/w.html", "a"),
        ("http://h.example/a/b/c", "http://h.example/a/b/w", "a"),
        ("http://h.example/a/", "http://h.example/w/", "a"),
        ("http://h.example/a", "http://h.example/w", ""),
        ("http://h.example/2020.01.02", "http://h.example/w.02", ""),
        ("http://h.example/", None, ""),
        ("http://h.example", None, ""),
        ("http://h.example/?p=12", None, ""),
    ],
)
def test_the_address_beside_a_link_has_its_folder_and_its_ending(
    url: str, sibling: str | None, segment: str
) -> None:
    assert (sibling_of(url, "w"), segment_of(url)) == (sibling, segment)


async def test_a_page_that_sends_its_readers_on_is_a_hop_and_no_circle(tmp_path: Path) -> None:
    clock = Hands()

    def sent(to: str) -> str:
        return f"<title>Moved</title><meta http-equiv=refresh content='0;url={to}'><p>Wait.</p>"

    with PageServer() as server:
        server.page("/remarks/", linking(f"http://{OTHER}/a", f"http://{OTHER}/round"))
        server.page("/a", sent("/b"), host=OTHER)
        server.page("/b", article("There."), host=OTHER)
        server.page("/round", sent("/about"), host=OTHER)
        server.page("/about", sent("/round"), host=OTHER)
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)
            await asked(watch, clock)
            assert states(watch)["/a"] == "redirected"
            [row] = watch.archive.rows("SELECT final_url FROM links WHERE url LIKE '%/a'")
    assert row["final_url"] == f"http://{OTHER}/b"
    times = Counter(server.paths(host=OTHER))
    assert (times["/round"], times["/about"]) == (1, 1)


async def test_while_our_own_line_is_down_no_link_fails_and_no_more_are_asked(
    tmp_path: Path,
) -> None:
    clock = Hands()
    hosts = [f"h{number}.example" for number in range(5)]
    strangers = {"allow_networks": (), "contact": "a@watch.example", "min_delay_seconds": 0.1}
    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{host}/a" for host in hosts)))
        given = settings(
            server.connect_to(HOST, *hosts),
            fetch=strangers,
            links={"min_delay_seconds": 0.1},
            schedule={"workers": 1},
        )
        with watching(tmp_path, given, clock) as watch:
            await check(watch, PAGES, timer=clock.timer())
    with watching(tmp_path, given, clock) as watch:  # nobody listens any more
        tally = await asked(watch, clock)
        states = watch.archive.rows("SELECT DISTINCT state FROM links")
        put_off = watch.archive.number(
            "SELECT count(*) FROM links WHERE next_check_at > ?", (watch.now(),)
        )
        assert [row["state"] for row in states] == ["unchecked"]
    assert (tally.total(), put_off) == (0, len(hosts))


async def test_who_has_no_known_host_to_ask_believes_what_he_sees(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/remarks/", linking(f"http://{OTHER}/a"))
        given = settings(
            server.connect_to(HOST) | {OTHER: "127.0.0.1:9"},
            fetch={"contact": "a@watch.example", "allow_networks": ()},
        )
        with watching(tmp_path, given, clock) as watch:
            await check(watch, PAGES, timer=clock.timer())
            clock.move(days=30)
            await asked(watch, clock)
            assert states(watch) == {"/a": "suspected"}


async def test_what_was_learnt_is_written_even_where_a_run_is_stopped(tmp_path: Path) -> None:
    clock, paths = Hands(), [f"/{number}" for number in range(5)]
    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{OTHER}{path}" for path in paths)))
        for path in paths:
            server.page(path, article("There."), host=OTHER)
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)

            def enough() -> bool:
                return "/2" in server.paths(host=OTHER)

            await asked(watch, clock, should_stop=enough)
            assert list(states(watch).values()).count("ok") == 3


async def test_links_that_waited_longest_go_first_so_that_a_stopped_run_starves_none(
    tmp_path: Path,
) -> None:
    clock, paths = Hands(), [f"/{number}" for number in range(4)]
    with PageServer() as server:
        server.page("/remarks/", linking(*(f"http://{OTHER}{path}" for path in paths)))
        for path in paths:
            server.page(path, "<p>There.", host=OTHER)
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)
            for _ in range(2):
                server.requests.clear()

                def enough() -> bool:
                    return len(set(server.paths(host=OTHER)) & set(paths)) >= len(paths) // 2

                await asked(watch, clock, should_stop=enough)
                clock.move(days=1)
            assert set(states(watch).values()) == {"ok"}


async def test_a_clock_that_jumps_back_proves_nothing_and_loses_nothing(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/remarks/", linking(f"http://{OTHER}/a/b.html"))
        with watching(tmp_path, settings(server.connect_to(HOST, OTHER)), clock) as watch:
            await check(watch, PAGES)
            await asked(watch, clock)
            clock.moment = BEGIN - timedelta(days=400)
            await asked(watch, clock)
            assert states(watch) == {"/a/b.html": "suspected"}
            clock.moment = BEGIN - timedelta(days=398)
            await asked(watch, clock)
            assert states(watch) == {"/a/b.html": "gone"}
            server.page("/a/b.html", article("Back."), host=OTHER)
            clock.moment = BEGIN + timedelta(days=9)
            proved = links_in_state(watch.archive, ["gone"], areas=("body",))
            async with open_network(watch, timer=clock.timer()) as network:
                await check_links(watch, network.for_links(watch), proved)
            assert states(watch) == {"/a/b.html": "ok"}
