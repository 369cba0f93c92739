"""A host that shuts us out: no more pages, one incident, slow attempts, and no takedowns."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.run_due import run_due
from archive_watch.storage import sites
from servers import Answer, PageServer
from services.asking import (
    HOST,
    Hands,
    article,
    changes,
    check,
    incidents,
    settings,
    told,
    watching,
)
from services.hosts import ROBOTS, URLS, world

REFUSED = Answer(status=403, body="<h1>Access Denied</h1>")
BLOCK_PAGE = Answer(
    body="<html><head><title>Technical Difficulties</title></head><body><h1>We are sorry</h1>"
    "<p>The site is having technical difficulties.</p></body></html>"
)


@pytest.mark.parametrize(("answer", "most"), [(REFUSED, 7), (BLOCK_PAGE, 7)], ids=["403", "page"])
async def test_a_wave_of_refusals_ends_the_asking_with_one_incident_and_no_takedown(
    tmp_path: Path, answer: Answer, most: int
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(answer, robots=ROBOTS)
        for _ in range(3):
            one.clock.move(days=1)
            one.asked()
            await one.round()
            assert len([path for path in one.asked() if path != "/robots.txt"]) <= most
        assert incidents(one.watch.archive) == [("blocked_host", HOST)]
        assert one.watch.archive.number("SELECT count(*) FROM incidents") == 1
        assert changes(one.watch.archive) == []
        assert "7 of the 12 pages asked last are refused" in one.detail()
        assert "one body for 7 addresses, sha256" in one.detail()
        assert f"such as {URLS[6]} " in one.detail()
        assert [host.host for host in sites.closed_hosts(one.watch.archive)] == [HOST]


async def test_it_is_tried_ever_more_seldom_and_read_again_when_a_page_is_seen(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(REFUSED, robots=ROBOTS)
        one.clock.move(days=1)
        await one.round()
        one.asked()
        await one.rounds(days=10)
        paths = one.asked()
        assert 10 <= len([path for path in paths if path != "/robots.txt"]) <= 16
        assert one.standing().is_blocked
        one.well()
        await one.rounds(days=2)
        assert not one.standing().is_blocked
        assert incidents(one.watch.archive) == []
        assert one.states() == {"live"}
        assert one.watch.archive.number("SELECT count(*) FROM incidents") == 1
        assert changes(one.watch.archive) == []


async def test_a_page_refused_among_siblings_that_answer_is_its_own_affair(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.server.routes["/3/"] = one.server.routes["/7/"] = REFUSED
        for _ in range(3):
            one.clock.move(days=1)
            visits = await one.round()
            assert [v.outcome.value for v in visits].count("blocked") == 2
        assert incidents(one.watch.archive) == []
        assert one.standing().blocked_since is None
        assert one.states() == {"live", "blocked"}


async def test_pages_that_seem_gone_while_the_host_shuts_us_out_are_not(tmp_path: Path) -> None:
    """Every second page answers 404 in the wave; later all do: nothing is a takedown."""
    with world(tmp_path, confirm_removed_checks=1) as one:
        await one.round()
        one.ill(REFUSED, robots=ROBOTS)
        for number in range(0, 12, 2):
            one.server.page(f"/{number}/", "<h1>Not here</h1>", status=404)
        one.clock.move(days=1)
        await one.round()
        assert one.standing().is_blocked
        assert changes(one.watch.archive) == []
        one.ill(Answer(status=404), robots=ROBOTS)
        visits = await check(one.watch, *URLS[:3], timer=one.clock.timer())
        assert told(visits) == [("blocked", "host_blocked")] * 3
        assert one.states() <= {"live", "blocked"}
        one.well()
        await one.rounds(days=2)
        assert one.states() == {"live"}
        one.server.page("/4/", "<h1>Not here</h1>", status=404)
        await one.rounds(days=2)
        assert changes(one.watch.archive) == ["removed"], "what is gone from an open host is gone"


async def test_a_page_in_the_place_of_robots_shuts_the_host_at_once(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(BLOCK_PAGE)
        one.clock.move(days=2)
        one.asked()
        await one.round()
        await one.rounds(days=4)
        assert set(one.asked()) == {"/robots.txt"}
        assert incidents(one.watch.archive) == [("blocked_host", HOST)]
        assert "titled “Technical Difficulties”" in one.detail()
        one.well()
        await one.rounds(days=2)
        assert incidents(one.watch.archive) == []
        assert one.states() == {"live"}


async def test_ones_own_host_without_a_floor_is_tried_at_once_by_the_next_process(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch,
    ):
        add_pages(watch, URLS)

        async def round_of_one_process() -> list[str]:
            server.requests.clear()
            async with open_network(watch) as network:
                await run_due(watch, network, owner="me")
            return [path for path in server.paths() if path != "/robots.txt"]

        server.routes["/robots.txt"] = ROBOTS
        server.fallback = REFUSED
        assert len(await round_of_one_process()) == 3
        assert incidents(watch.archive) == [("blocked_host", HOST)]
        clock.move(seconds=5)
        assert len(await round_of_one_process()) == 1
        server.fallback = Answer(body=article("Words."))
        clock.move(seconds=5)
        assert len(await round_of_one_process()) == 12
        assert incidents(watch.archive) == []


async def test_ones_own_host_with_a_page_for_rules_has_every_page_blocked_and_none_asked(
    tmp_path: Path,
) -> None:
    visits: list[Visit] = []
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), Hands()) as watch,
    ):
        add_pages(watch, URLS)
        server.fallback = BLOCK_PAGE
        async with open_network(watch) as network:
            await run_due(watch, network, owner="me", done=visits.append)
        assert told(visits) == [("blocked", "robots_unreadable")] * 12
        assert incidents(watch.archive) == [("blocked_host", HOST)]
    assert server.paths() == ["/robots.txt"]
