"""A page named by hand while another process works: a fresh look, one check a claim, nothing twice."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.check_page import check_page
from archive_watch.services.checking.fetch_pages import fetch_pages
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier
from archive_watch.storage.pages import page_by_id
from servers import Answer, PageServer
from services.asking import HOST, article, settings, told, watching

URL = f"http://{HOST}/a/"


def leased(watch: Watch, page: WatchedPage, owner: str) -> WatchedPage:
    until = utc_text(watch.clock() + timedelta(minutes=3))
    assert frontier.claim_page(
        watch.archive, page.id, now=watch.now(), lease_until=until, owner=owner
    )
    return page_by_id(watch.archive, page.id)


async def by_hand(watch: Watch, pages: list[WatchedPage], *, fresh: bool = True) -> list[Visit]:
    async with open_network(watch) as network:
        return await fetch_pages(watch, network, pages, fresh=fresh)


async def beside_a_daemon(
    folder: Path, ask: Callable[[Watch, list[WatchedPage]], Awaitable[list[Visit]]]
) -> tuple[list[Visit], int]:
    """What ``ask`` is told of a page that a running daemon is just checking, and the requests."""
    (folder / "archive.db.daemon").touch()
    with (
        PageServer() as server,
        (folder / "archive.db.daemon").open() as lock,
        watching(folder, settings(server.connect_to(HOST))) as watch,
        watching(folder, watch.settings) as other,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        server.routes["/a/"] = Answer(body=article("Words."))
        [added] = add_pages(watch, [URL])
        held = leased(other, added.page, "daemon")
        asked = asyncio.ensure_future(ask(watch, [page_by_id(watch.archive, added.page.id)]))
        await asyncio.sleep(0.2)
        assert not asked.done()
        async with open_network(other) as network:
            await check_page(other, network, held)
        return await asked, server.paths().count("/a/")


async def test_a_page_named_is_looked_at_again_when_the_look_under_way_began_before(
    tmp_path: Path,
) -> None:
    visits, requests = await beside_a_daemon(tmp_path, by_hand)
    assert (told(visits), requests) == ([("unchanged", None)], 2)


async def test_a_page_that_is_merely_due_is_told_as_the_other_process_found_it(
    tmp_path: Path,
) -> None:
    visits, requests = await beside_a_daemon(
        tmp_path, lambda watch, pages: by_hand(watch, pages, fresh=False)
    )
    assert (told(visits), requests) == ([("new", None)], 1)
    assert visits[0].version == 1
    assert visits[0].capture_sha256 is not None


async def test_of_a_list_only_what_nobody_checked_since_is_checked(tmp_path: Path) -> None:
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST))) as watch,
    ):
        server.routes.update({f"/{name}/": Answer(body=article("Words.")) for name in "abc"})
        listed = [added.page for added in add_pages(watch, [f"http://{HOST}/{n}/" for n in "abc"])]
        async with open_network(watch) as network:
            first = asyncio.create_task(fetch_pages(watch, network, listed, fresh=False))
            second = asyncio.create_task(fetch_pages(watch, network, listed, fresh=False))
            both = [told(await first), told(await second)]
        pages = [path for path in server.paths() if path != "/robots.txt"]
        assert sorted(pages) == ["/a/", "/b/", "/c/"]
        assert both == [[("new", None)] * 3] * 2
        assert watch.archive.number("SELECT count(*) FROM fetches") == 3
        assert watch.archive.number("SELECT count(*) FROM pages WHERE lease_owner NOTNULL") == 0


async def test_what_the_dead_had_leased_is_free_at_once(tmp_path: Path) -> None:
    with PageServer() as server, watching(tmp_path, settings(server.connect_to(HOST))) as watch:
        server.routes.update({f"/{name}/": Answer(body=article("Words.")) for name in "ab"})
        pages = [added.page for added in add_pages(watch, [f"http://{HOST}/{n}/" for n in "ab"])]
        leased(watch, pages[0], "daemon")
        leased(watch, pages[1], "fetch 1 of a process that was killed")
        assert told(await by_hand(watch, pages)) == [("new", None)] * 2
