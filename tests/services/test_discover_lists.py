"""Listings and feeds that go on over many pages: read to their end once, then as far as they are new."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.services.asking.network import open_network
from archive_watch.services.discovering.discover_site import discover
from archive_watch.services.discovering.discovered import StartingPoint, StartTold
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.watch import Watch
from servers import Answer, PageServer, Request
from services.asking import HOST, settings, watching

SITE = f"http://{HOST}"
PRESS = StartingPoint(url=f"{SITE}/press/", max_pages=4)


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as running:
        yield running


@pytest.fixture
def watch(tmp_path: Path, server: PageServer) -> Iterator[Watch]:
    with watching(tmp_path, settings(server.connect_to(HOST))) as one:
        yield one


async def walked(watch: Watch, start: StartingPoint, *, dry_run: bool = False) -> StartTold:
    async with open_network(watch) as network:
        (told,) = await discover(watch, network, [start], Rules(dry_run=dry_run))
    return told


def pages(watch: Watch) -> set[str]:
    return {row["url"].removeprefix(SITE) for row in watch.archive.rows("SELECT url FROM pages")}


def page(links: str, onward: str = "") -> str:
    return (
        "<html><head><title>Press</title></head><body><nav><a href='/menu/'>Menu</a></nav>"
        f"<main><h1>Press releases</h1><p>What the harbour has to say to the press.</p>{links}</main>"
        f"<div class='pagination'>{onward}</div></body></html>"
    )


def listing(server: PageServer, releases: int, *, a_page: int = 3) -> None:
    """Releases, the newest first, as a listing of numbered pages."""
    paths = [f"/release-{number}/" for number in range(releases, 0, -1)]
    parts = [paths[at : at + a_page] for at in range(0, len(paths), a_page)]
    for number, part in enumerate(parts, start=1):
        links = "".join(f"<p><a href='{path}'>Release {path}</a></p>" for path in part)
        onward = (
            f"<a class=next href='/press/page/{number + 1}/'>Next</a>"
            if number < len(parts)
            else ""
        )
        server.page("/press/" if number == 1 else f"/press/page/{number}/", page(links, onward))


def asked(server: PageServer) -> list[str]:
    paths = [path for path in server.paths() if path != "/robots.txt"]
    server.requests.clear()
    return paths


async def test_a_listing_is_read_to_its_end_and_is_itself_a_page_to_watch(
    watch: Watch, server: PageServer
) -> None:
    listing(server, 8)
    told = await walked(watch, PRESS)
    assert pages(watch) == {"/press/", *(f"/release-{number}/" for number in range(1, 9))}
    assert asked(server) == ["/press/", "/press/page/2/", "/press/page/3/"]
    assert [(source.kind, source.pages_read, source.new) for source in told.sources] == [
        ("listing", 3, 9)
    ]


async def test_a_dry_run_follows_a_listing_as_far(watch: Watch, server: PageServer) -> None:
    listing(server, 8)
    told = await walked(watch, PRESS, dry_run=True)
    assert (len(told.pages), pages(watch)) == (9, set())


async def test_a_long_listing_is_read_in_several_goes(watch: Watch, server: PageServer) -> None:
    listing(server, 30)
    first = await walked(watch, PRESS)
    assert (asked(server)[-1], len(first.pages)) == ("/press/page/4/", 13)
    await walked(watch, PRESS)
    assert asked(server) == ["/press/", *(f"/press/page/{number}/" for number in (5, 6, 7))]
    await walked(watch, PRESS)
    assert asked(server) == ["/press/", *(f"/press/page/{number}/" for number in (8, 9, 10))]
    while (await walked(watch, PRESS)).pages:
        pass
    assert len(pages(watch)) == 31


async def test_once_read_to_its_end_a_listing_is_read_as_far_as_it_is_new(
    watch: Watch, server: PageServer
) -> None:
    listing(server, 9)
    await walked(watch, PRESS)
    listing(server, 13)
    asked(server)
    await walked(watch, PRESS)
    assert "/release-13/" in pages(watch)
    assert asked(server) == ["/press/", "/press/page/2/", "/press/page/3/"]
    await walked(watch, PRESS)
    assert asked(server) == ["/press/"]


async def test_a_calendar_without_an_end_is_left(watch: Watch, server: PageServer) -> None:
    def month(request: Request) -> Answer:
        number = int(request.path.rpartition("=")[2])
        return Answer(
            body=page(
                "<p><a href='/a/'>A</a></p>", f"<a href='/calendar?month={number + 1}'>Next</a>"
            )
        )

    server.fallback = month
    server.routes["/robots.txt"] = Answer(status=404)
    await walked(watch, StartingPoint(url=f"{SITE}/calendar?month=1", max_pages=50))
    assert len(asked(server)) <= 4
    assert pages(watch) == {"/calendar?month=1", "/a/"}


async def test_a_listing_whose_addresses_never_end_is_left_at_its_bound(
    watch: Watch, server: PageServer
) -> None:
    def trap(request: Request) -> Answer:
        number = int(request.path.partition("page=")[2] or 1)
        links = (
            f"<p><a href='/new-{number}/'>New</a> <a href='/new/?PHPSESSID={number}'>Again</a></p>"
        )
        return Answer(body=page(links, f"<a href='/trap?page={number + 1}'>Next</a>"))

    server.fallback = trap
    server.routes["/robots.txt"] = Answer(status=404)
    told = await walked(watch, StartingPoint(url=f"{SITE}/trap", max_pages=6))
    assert len(asked(server)) == 6
    assert len(pages(watch)) == 7
    assert told.sources[0].beyond == {"of one visitor's session": 6}


async def test_the_year_and_month_lists_of_an_old_archive_are_followed(
    watch: Watch, server: PageServer
) -> None:
    year = f"{SITE}/r/ps/2009/index.htm"
    server.page(
        "/r/ps/2009/index.htm",
        page(
            "<p><a href='08/index.htm'>August</a> <a href='09/index.htm'>September</a>"
            " <a href='/r/index.htm'>Up</a></p>"
        ),
    )
    server.page(
        "/r/ps/2009/08/index.htm",
        page("<p><a href='128101.htm'>One</a> <a href='../index.htm'>2009</a></p>"),
    )
    server.page(
        "/r/ps/2009/09/index.htm", page("<p><a href='/r/ps/2009/09/129202.htm'>Two</a></p>")
    )
    told = await walked(watch, StartingPoint(url=year, kind="listing", max_pages=10))
    assert {
        "/r/ps/2009/08/128101.htm",
        "/r/ps/2009/09/129202.htm",
        "/r/ps/2009/08/index.htm",
    } <= pages(watch)
    assert asked(server) == [
        "/r/ps/2009/index.htm",
        "/r/ps/2009/08/index.htm",
        "/r/ps/2009/09/index.htm",
    ]
    assert len(told.sources) == 3


async def test_of_many_lists_those_that_were_never_read_come_first(
    watch: Watch, server: PageServer
) -> None:
    months = [f"{number:02}" for number in range(1, 7)]
    links = "".join(f"<p><a href='{month}/index.htm'>Month {month}</a></p>" for month in months)
    server.page("/2009/index.htm", page(links))
    for month in months:
        server.page(
            f"/2009/{month}/index.htm", page(f"<p><a href='{month}1.htm'>Page {month}</a></p>")
        )
    start = StartingPoint(url=f"{SITE}/2009/index.htm", kind="listing", max_pages=4)
    told = await walked(watch, start)
    assert told.left_for_next_time == 3
    asked(server)
    await walked(watch, start)
    assert asked(server)[1:] == [f"/2009/{month}/index.htm" for month in ("04", "05", "06")]


async def test_a_wordpress_feed_is_paged_to_its_end_once_and_bounded(
    watch: Watch, server: PageServer
) -> None:
    def feed(request: Request) -> Answer:
        number = int(request.path.partition("paged=")[2] or 1)
        if number > 3:
            return Answer(status=404)
        items = f"<item><link>{SITE}/post-{number}/</link></item>"
        made = "<generator>https://wordpress.org/?v=6.7</generator>"
        return Answer(body=f"<rss><channel>{made}{items}</channel></rss>", content_type="text/xml")

    server.routes["/feed/"] = feed
    start = StartingPoint(url=f"{SITE}/feed/", kind="feed", max_pages=10)
    await walked(watch, start)
    assert pages(watch) == {"/post-1/", "/post-2/", "/post-3/"}
    assert asked(server) == ["/feed/", *(f"/feed/?paged={number}" for number in (2, 3, 4))]
    await walked(watch, start)
    assert asked(server) == ["/feed/"]


async def test_a_block_page_is_no_listing(watch: Watch, server: PageServer) -> None:
    server.page(
        "/press/", "<html><head><title>Access Denied</title></head><body></body></html>", status=403
    )
    told = await walked(watch, PRESS)
    assert (pages(watch), told.was_read) == (set(), False)


async def test_a_listing_that_breaks_off_is_taken_up_where_it_broke(
    watch: Watch, server: PageServer
) -> None:
    listing(server, 9)
    whole = server.routes["/press/page/2/"]
    server.routes["/press/page/2/"] = Answer(status=500)
    told = await walked(watch, PRESS)
    assert told.sources[0].notes == [
        f"its page {SITE}/press/page/2/ could not be read: answered 500"
    ]
    server.routes["/press/page/2/"] = whole
    await walked(watch, PRESS)
    assert len(pages(watch)) == 10


async def test_a_walk_that_is_cancelled_is_taken_up_where_it_was(
    watch: Watch, server: PageServer
) -> None:
    listing(server, 9)
    reached = threading.Event()
    whole = server.routes["/press/page/3/"]

    def slow(request: Request) -> Answer:
        reached.set()
        return Answer(delay_seconds=30)

    server.routes["/press/page/3/"] = slow
    walk = asyncio.create_task(walked(watch, PRESS))
    await asyncio.to_thread(reached.wait, 30)
    walk.cancel()
    await asyncio.gather(walk, return_exceptions=True)
    assert "/release-1/" not in pages(watch)
    server.routes["/press/page/3/"] = whole
    asked(server)
    await walked(watch, PRESS)
    assert (asked(server), len(pages(watch))) == (["/press/", "/press/page/3/"], 10)
