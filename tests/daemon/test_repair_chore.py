"""Repairs as a chore: due where links are lost, switched off by the settings, a few at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from archive_watch.config import Settings
from archive_watch.daemon.chores import CHORES
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.services.asking.network import open_network
from archive_watch.services.watch import Watch
from servers import Answer, PageServer, Request
from services.asking import Hands, check
from services.lost_links import LIVE, PAGE, POWELL, lost, old, suggestion, watched

REPAIR = next(chore for chore in CHORES if chore.name == "repair")
LINK = f"http://{LIVE}/r/pa/ei/1666.htm"


async def chored(watch: Watch) -> None:
    async with open_network(watch) as network:
        await do_due_chores(watch, network, (REPAIR,))


async def test_the_daemon_finds_the_documents_of_links_that_are_lost(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/r/pa/ei/1666.htm", old("Tolls of Sample Harbour"), host=POWELL)
        with watched(tmp_path, server, (LINK, "Tolls of Sample Harbour")) as watch:
            await check(watch, PAGE)
            await chored(watch)
            assert suggestion(watch, LINK) is None
            lost(watch, LINK)
            await chored(watch)
            assert suggestion(watch, LINK)["kind"] == "sister"


def test_repairs_are_off_where_links_or_repairs_are() -> None:
    given = Settings()
    assert REPAIR.every(given) == 900
    for section in (replace(given.links, enabled=False), replace(given.links, repairs=False)):
        assert REPAIR.every(replace(given, links=section)) is None


async def test_a_round_ends_after_five_minutes_and_the_next_goes_on(tmp_path: Path) -> None:
    clock = Hands()
    links = [(f"http://{LIVE}/r/pa/ei/{n}.htm", "here") for n in range(101, 105)]

    def slow(_: Request) -> Answer:
        clock.move(minutes=2)
        return Answer(status=404)

    with PageServer() as server, watched(tmp_path, server, *links, clock=clock) as watch:
        await check(watch, PAGE)
        for url, _ in links:
            lost(watch, url)
        server.fallback, done = slow, []
        for _ in range(2):
            await chored(watch)
            done.append(watch.archive.number("SELECT count(*) FROM repair_searches"))
            clock.move(hours=1)
        assert 0 < done[0] < done[1]
        assert isinstance(clock(), datetime)
