"""Copies in a web archive: asked only where one is named, slowly, once in a month, and left alone when
it asks for time."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive_watch.services.asking.network import open_network
from archive_watch.services.repairing.choose_links import choose_links
from archive_watch.services.repairing.repair_links import MOST_REQUESTS, Sought, repair_links
from archive_watch.services.watch import Watch
from servers import Answer, PageServer, Request
from services.asking import Hands, check
from services.lost_links import PAGE, POMPEO, lost, suggestion, told, watched, wordpress

HOST = "archive.example"
LINK = f"http://{POMPEO}/secretary/speech/tolls-of-the-harbour.htm"
STAMP = "20190304050607"
WAYBACK = {"links": {"memento": f"http://{HOST}/web/"}}
PYWB = {"links": {"memento": f"http://{HOST}/coll"}}
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROW = ["gov,state)/x", STAMP, LINK, "text/html", "200", "ABC", "900"]


def copies(server: PageServer, prefix: str, body: str) -> None:
    """Serve the copy at STAMP as it was taken, and with the archive's own frame around it."""
    server.page(f"{prefix}{STAMP}id_/{LINK}", body, host=HOST)
    server.page(f"{prefix}{STAMP}/{LINK}", f"<iframe></iframe>{body}", host=HOST)


def indexed(server: PageServer, path: str, body: str) -> list[Request]:
    """Serve the index at ``path``, and collect what it is asked."""
    asked: list[Request] = []

    def fallback(request: Request) -> Answer:
        if request.host == HOST and request.path.startswith(path):
            asked.append(request)
            return Answer(body=body, content_type="application/json")
        return Answer(status=404, body="<h1>Not found</h1>")

    server.fallback = fallback
    return asked


async def repaired(watch: Watch, clock: Hands) -> list[Sought]:
    async with open_network(watch, timer=clock.timer()) as network:
        return await repair_links(watch, network.for_links(watch), choose_links(watch, every=True))


INDEXES: list[tuple[str, str, dict[str, dict[str, Any]], str]] = [
    ("/cdx/search/cdx?", json.dumps([NAMES, ROW]), WAYBACK, "/web/"),
    ("/coll/cdx?", json.dumps({"timestamp": STAMP, "url": LINK, "status": "200"}), PYWB, "/coll/"),
    ("/coll/cdx?", " ".join(ROW), PYWB, "/coll/"),
]


@pytest.mark.parametrize(
    ("index", "body", "sections", "prefix"), INDEXES, ids=["wayback", "pywb", "plain"]
)
async def test_the_copy_nearest_to_the_day_of_the_page_is_offered_once_it_was_seen(
    tmp_path: Path, index: str, body: str, sections: dict[str, dict[str, Any]], prefix: str
) -> None:
    clock = Hands()
    with PageServer() as server:
        copies(server, prefix, wordpress("Tolls of the Harbour"))
        asked = indexed(server, index, body)
        link = (LINK, "Tolls of the Harbour")
        with watched(tmp_path, server, link, clock=clock, **sections) as watch:
            await check(watch, PAGE)
            lost(watch, LINK)
            (found,) = await repaired(watch, clock)
            assert suggestion(watch, LINK) == {
                "url": f"http://{HOST}{prefix}{STAMP}/{LINK}",
                "kind": "memento",
                "verified_at": watch.now(),
            }
            (row,) = watch.archive.rows("SELECT copied_at FROM repairs")
            assert row["copied_at"] == "2019-03-04T05:06:07Z"
            assert "closest=20260301120000" in asked[0].path
            assert "filter=statuscode:200" in asked[0].path
            assert found.requests <= MOST_REQUESTS


async def test_a_web_archive_without_an_index_is_asked_by_its_timegate(tmp_path: Path) -> None:
    clock, wished = Hands(), []

    def gate(request: Request) -> Answer:
        wished.append(request.header("accept-datetime"))
        return Answer(
            status=302, headers={"Location": f"/coll/{STAMP}/{LINK}", "Vary": "accept-datetime"}
        )

    with PageServer() as server:
        body = wordpress("Tolls of the Harbour")
        headers = {"Memento-Datetime": "Mon, 04 Mar 2019 05:06:07 GMT"}
        server.routes[HOST, f"/coll/{STAMP}/{LINK}"] = Answer(body=body, headers=headers)
        server.routes[HOST, f"/coll/{LINK}"] = gate
        link = (LINK, "Tolls of the Harbour")
        with watched(tmp_path, server, link, clock=clock, **PYWB) as watch:
            await check(watch, PAGE)
            lost(watch, LINK)
            (found,) = await repaired(watch, clock)
            assert suggestion(watch, LINK)["url"] == f"http://{HOST}/coll/{STAMP}/{LINK}"
            assert wished == ["Sun, 01 Mar 2026 12:00:00 GMT"]
            assert found.requests <= MOST_REQUESTS


async def test_nothing_is_asked_of_a_web_archive_that_nobody_named(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server, watched(tmp_path, server, (LINK, "here"), clock=clock) as watch:
        await check(watch, PAGE)
        lost(watch, LINK)
        (found,) = await repaired(watch, clock)
        assert "memento" not in {one.candidate.kind.value for one in found.tried}
        assert server.paths(host=HOST) == []


async def test_a_copy_of_an_error_page_is_no_copy_of_the_document(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        copies(server, "/web/", "<title>Page not found</title><p>Sorry.")
        indexed(server, "/cdx/search/cdx?", json.dumps([NAMES, ROW]))
        with watched(tmp_path, server, (LINK, "here"), clock=clock, **WAYBACK) as watch:
            await check(watch, PAGE)
            lost(watch, LINK)
            (found,) = await repaired(watch, clock)
            assert found.repair is None
            assert "not_found" in told(found)[-1][2]


async def test_what_a_web_archive_answered_is_kept_for_thirty_days(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        asked = indexed(server, "/cdx/search/cdx?", "[]")
        with watched(tmp_path, server, (LINK, "here"), clock=clock, **WAYBACK) as watch:
            await check(watch, PAGE)
            lost(watch, LINK)
            for days, times in ((0, 1), (29, 1), (2, 2)):
                clock.move(days=days)
                (found,) = await repaired(watch, clock)
                assert told(found)[-1] == (LINK, False, "the web archive has no copy of it")
                assert len(asked) == times


@pytest.mark.parametrize("status", [429, 503])
async def test_a_web_archive_that_asks_for_time_is_left_alone_for_the_rest_of_the_run(
    tmp_path: Path, status: int
) -> None:
    clock = Hands()
    links = [(f"http://{POMPEO}/lost-{n}.htm", "here") for n in range(3)]

    def slow(request: Request) -> Answer:
        return Answer(
            status=status if request.host == HOST else 404, headers={"Retry-After": "3600"}
        )

    with PageServer() as server:
        server.routes[HOST, "/robots.txt"] = Answer(status=404)
        server.fallback = slow
        with watched(tmp_path, server, *links, clock=clock, **WAYBACK) as watch:
            await check(watch, PAGE)
            for url, _ in links:
                lost(watch, url)
            found = await repaired(watch, clock)
            asked = [path for path in server.paths(host=HOST) if path != "/robots.txt"]
            assert len(asked) == 1
            assert f"asks for time ({status})" in told(found[0])[-1][2]


async def test_two_requests_of_a_web_archive_are_two_seconds_apart_whatever_the_pace_of_links(
    tmp_path: Path,
) -> None:
    clock, at = Hands(), []
    links = [(f"http://{POMPEO}/lost-{n}.htm", "here") for n in range(4)]

    def index(request: Request) -> Answer:
        if request.host == HOST:
            at.append(clock().timestamp())
            return Answer(body="[]", content_type="application/json")
        return Answer(status=404)

    with PageServer() as server:
        server.fallback = index
        server.routes[HOST, "/robots.txt"] = Answer(status=404)
        with watched(tmp_path, server, *links, clock=clock, **WAYBACK) as watch:
            await check(watch, PAGE)
            for url, _ in links:
                lost(watch, url)
            await repaired(watch, clock)
            assert len(at) >= 4
            assert min(later - earlier for earlier, later in pairwise(at)) >= 2


async def test_a_web_archive_whose_robots_forbid_it_is_not_asked(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        robots = Answer(body="User-agent: *\nDisallow: /\n", content_type="text/plain")
        server.routes[HOST, "/robots.txt"] = robots
        with watched(tmp_path, server, (LINK, "here"), clock=clock, **WAYBACK) as watch:
            await check(watch, PAGE)
            lost(watch, LINK)
            (found,) = await repaired(watch, clock)
            assert server.paths(host=HOST) == ["/robots.txt"]
            assert "robots" in told(found)[-1][2]
