"""A worker whose lease was lost keeps nothing: of one claim there is one check."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.check_page import check_page
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier
from archive_watch.storage.pages import page_by_id
from servers import Answer, PageServer, Request
from services.asking import BEGIN, HOST, Hands, article, settings, told, watching

URL = f"http://{HOST}/a/"


def claimed(watch: Watch, page_id: int, owner: str) -> WatchedPage:
    """The page, leased to ``owner`` for ten minutes."""
    until = utc_text(watch.clock() + timedelta(minutes=10))
    assert frontier.claim_page(
        watch.archive, page_id, now=watch.now(), lease_until=until, owner=owner
    )
    return page_by_id(watch.archive, page_id)


async def test_a_check_whose_page_was_claimed_by_another_meanwhile_is_not_kept(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as one,
    ):
        [added] = add_pages(one, [URL])
        first = claimed(one, added.page.id, "one")

        def slow(request: Request) -> Answer:
            """Its lease runs out while the first worker waits; another takes the page."""
            if clock.moment == BEGIN:
                clock.move(minutes=40)
                with watching(tmp_path, one.settings, clock) as two:
                    claimed(two, added.page.id, "two")
            return Answer(body=article("Words."))

        server.routes["/a/"] = slow
        async with open_network(one) as network:
            lost = await check_page(one, network, first)
            held = page_by_id(one.archive, added.page.id)
            kept = await check_page(one, network, held)
        assert told([lost, kept]) == [("deferred", "lease_lost"), ("new", None)]
        assert one.archive.number("SELECT count(*) FROM fetches") == 1


async def test_a_page_that_was_lost_before_its_turn_came_is_not_asked(tmp_path: Path) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as one,
    ):
        [added] = add_pages(one, [URL])
        first = claimed(one, added.page.id, "one")
        async with open_network(one) as network:
            async with network.manners.turn(HOST):
                waiting = asyncio.create_task(check_page(one, network, first))
                await asyncio.sleep(0)
                clock.move(minutes=40)
                claimed(one, added.page.id, "two")
            assert told([await waiting]) == [("deferred", "lease_lost")]
    assert server.paths() == []
