"""A host that is out of order: left alone, tried by its robots.txt, and read again when it is back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive_watch.model.clock import utc_text
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.run_due import run_due
from archive_watch.storage import sites
from servers import Answer, PageServer
from services.asking import HOST, Hands, check, incidents, settings, told, watching
from services.hosts import ROBOTS, URLS, world

DAYS = 14


async def test_an_outage_is_one_incident_of_its_host_and_only_five_pages_are_asked(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=500))
        one.clock.move(days=1)
        one.asked()
        visits = await one.round()
        checked = [visit for visit in visits if visit.outcome.value != "deferred"]
        assert told(checked) == [("server_error", "http_500")] * 5
        assert len([path for path in one.asked() if path != "/robots.txt"]) == 5
        assert incidents(one.watch.archive) == [("unreachable_host", HOST)]
        assert one.states() == {"live"}
        log = one.watch.archive.number("SELECT count(*) FROM check_log")
        for _ in range(4):
            one.clock.move(seconds=30)
            await one.round()
        assert one.asked() == []
        assert one.watch.archive.number("SELECT count(*) FROM check_log") == log


async def test_weeks_of_outage_cost_four_requests_a_day_and_one_incident(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=503))
        one.asked()
        log = one.watch.archive.number("SELECT count(*) FROM check_log")
        await one.rounds(days=DAYS)
        paths = one.asked()
        assert paths.count("/robots.txt") <= DAYS * 4 + 10
        assert len([path for path in paths if path != "/robots.txt"]) <= 12
        assert incidents(one.watch.archive) == [("unreachable_host", HOST)]
        assert one.watch.archive.number("SELECT count(*) FROM incidents") == 1
        assert one.watch.archive.number("SELECT count(*) FROM check_log") - log <= 12
        assert one.states() == {"live"}
        assert one.watch.archive.number("SELECT count(*) FROM changes") == 0
        one.well()
        await one.rounds(days=1)
        assert incidents(one.watch.archive) == []
        assert one.standing().closures == 0
        late = "SELECT count(*) FROM pages_now WHERE last_checked_at < ?"
        yesterday = utc_text(one.clock.moment - timedelta(hours=30))
        assert one.watch.archive.number(late, (yesterday,)) == 0


async def test_a_closed_host_is_tried_by_its_robots_first_and_then_by_one_page(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=500))
        one.clock.move(days=1)
        await one.round()
        one.clock.move(minutes=6)
        one.asked()
        await one.round()
        assert one.asked() == ["/robots.txt"], "robots.txt is not answered: no page is asked"
        one.ill(Answer(status=500), robots=ROBOTS)
        one.clock.move(minutes=11)
        visits = await one.round()
        assert [path for path in one.asked() if path == "/robots.txt"] == ["/robots.txt"]
        assert [v.outcome.value for v in visits if v.outcome.value != "deferred"] == [
            "server_error"
        ]
        assert one.standing().closures == 3
        one.well()
        one.clock.move(minutes=21)
        visits = await one.round()
        assert len(one.asked()) >= 8
        assert one.standing().closures == 0


async def test_a_page_named_by_hand_is_tried_once_and_opens_the_host_if_it_is_answered(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=500), robots=ROBOTS)
        one.clock.move(days=1)
        await one.round()
        closed = one.standing()
        assert closed.closures == 1
        one.asked()
        visits = await check(one.watch, URLS[0], URLS[1], timer=one.clock.timer())
        assert told(visits) == [("server_error", "http_500")] * 2
        assert one.asked() == ["/0/", "/1/"]
        assert one.standing().closed_until == closed.closed_until, "closed no longer by that"
        one.well()
        visits = await check(one.watch, URLS[0], timer=one.clock.timer())
        assert one.standing().closures == 0
        assert incidents(one.watch.archive) == []
        one.clock.move(minutes=5)
        await one.round()
        failed = "SELECT count(*) FROM pages WHERE failures > 0"
        assert one.watch.archive.number(failed) == 0, "those that failed are read again, and soon"


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_what_a_page_answers_is_no_trouble_of_its_host(tmp_path: Path, status: int) -> None:
    with world(tmp_path) as one:
        await one.round()
        for number in range(8):
            one.server.routes[f"/{number}/"] = Answer(status=404 if number % 3 else status)
        one.clock.move(days=1)
        visits = await one.round()
        assert len(visits) == 12
        assert one.standing().closures == 0


async def test_rules_that_cannot_be_had_close_the_host_before_any_page_is_asked(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        one.server.routes["/robots.txt"] = Answer(status=503)
        visits = await one.round()
        assert one.asked() == ["/robots.txt"]
        assert told([v for v in visits if v.outcome.value != "deferred"]) == [
            ("server_error", "robots_unreachable")
        ]
        assert incidents(one.watch.archive) == [], "once is no outage"
        one.clock.move(minutes=6)
        await one.round()
        assert incidents(one.watch.archive) == [("unreachable_host", HOST)]
        one.well()
        one.clock.move(minutes=11)
        visits = await one.round()
        assert [visit.outcome.value for visit in visits].count("new") == 12


async def test_ones_own_host_without_a_floor_has_no_breaker(tmp_path: Path) -> None:
    with PageServer() as server:
        server.fallback = Answer(status=503)
        server.routes["/robots.txt"] = ROBOTS
        with watching(tmp_path, settings(server.connect_to(HOST)), Hands()) as watch:
            add_pages(watch, URLS)
            async with open_network(watch) as network:
                tally = await run_due(watch, network, owner="me")
            assert (tally.checked, tally.deferred) == (12, 0)
            assert sites.closed_hosts(watch.archive) == []
