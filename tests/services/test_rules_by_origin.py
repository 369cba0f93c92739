"""robots.txt belongs to one scheme, host and port: what fails by one is no rule of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.discover.robots import RobotsVerdict
from archive_watch.model.capture import Refusal
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.fetch_pages import fetch_pages
from archive_watch.storage.robots_files import load_robots
from servers import Answer, PageServer, Request
from services.asking import HOST, Hands, article, check, incidents, settings, told, watching

HTTP, HTTPS = f"http://{HOST}/a/", f"https://{HOST}/b/"
_RULES = "User-agent: *\nDisallow:\n"


async def test_rules_that_cannot_be_had_by_https_hold_up_no_page_by_http(tmp_path: Path) -> None:
    with PageServer() as server:  # it speaks no TLS
        server.page("/robots.txt", _RULES, content_type="text/plain")
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            by_https = await check(watch, HTTPS)
            by_http = await check(watch, HTTP)
    assert told(by_https) == [("network_error", "tls")]
    assert told(by_http) == [("new", None)]


async def test_the_rules_of_http_forbid_nothing_that_is_asked_by_https(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *\nDisallow: /\n", content_type="text/plain")
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            assert told(await check(watch, HTTP)) == [("rejected", "robots")]
            async with open_network(watch) as network:
                assert isinstance(await network.rules(HTTP), RobotsVerdict)
                assert isinstance(await network.rules(HTTPS), Refusal)
            assert load_robots(watch.archive, HOST, "https") is None


async def test_a_host_that_answers_by_http_is_not_closed_for_its_silence_by_https(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.page("/robots.txt", _RULES, content_type="text/plain")
        server.page("/a/", article("Words."))
        given = settings(server.connect_to(HOST), fetch={"min_delay_seconds": 1.0})
        with watching(tmp_path, given, clock) as watch:
            by_https, by_http = [one.page for one in add_pages(watch, [HTTPS, HTTP])]
            for pages in ([by_http], *[[by_https, by_http]] * 4):
                async with open_network(watch, timer=clock.timer()) as network:
                    visits = await fetch_pages(watch, network.heeding_holds(), pages)
                clock.move(hours=2)
                assert visits[-1].outcome.value in {"new", "unchanged"}, visits
                assert told(visits[:-1]) == [("network_error", "tls")] * len(visits[:-1])
            assert ("unreachable_host", HOST) not in incidents(watch.archive)


@pytest.mark.parametrize("status", [503, 429])
async def test_since_when_rules_cannot_be_had_is_kept_until_they_can(
    tmp_path: Path, status: int
) -> None:
    clock = Hands()
    with PageServer() as server:
        server.routes["/robots.txt"] = Answer(status=status)
        server.page("/a/", article("Words."))
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            for _ in range(2):
                await check(watch, HTTP)
                clock.move(days=1)
            stored = load_robots(watch.archive, HOST, "http")
            assert stored is not None
            assert stored.silent_since == "2026-03-01T12:00:00Z"
            server.page("/robots.txt", _RULES, content_type="text/plain")
            assert told(await check(watch, HTTP)) == [("new", None)]
            stored = load_robots(watch.archive, HOST, "http")
            assert stored is not None
            assert stored.silent_since is None


async def test_a_page_is_not_asked_however_long_its_rules_cannot_be_had_and_a_link_is(
    tmp_path: Path,
) -> None:
    clock = Hands()

    def answer(request: Request) -> Answer:
        return (
            Answer(status=500) if request.path == "/robots.txt" else Answer(body=article("Words."))
        )

    with PageServer() as server:
        server.fallback = answer
        with watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch:
            asked = []
            for _ in range(3):
                async with open_network(watch) as network:
                    page = await network.get(HTTP)
                    link = await network.for_links(watch).get(HTTP)
                asked.append((page.status, link.status))
                clock.move(days=8)
    assert asked == [(None, None), (None, None), (None, 200)]
