"""What is due is checked, week after week, whatever one host or one page does.  Time is passed in."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive_watch.config.settings import Watched
from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.model.site import SiteProfile
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.run_due import RoundTally, run_due, watch_configured_pages
from archive_watch.services.watch import Watch
from faults import hangs
from servers import Answer, PageServer, RawServer, Request
from services.asking import BEGIN, HOST, Hands, article, settings, watching


async def drained(watch: Watch, clock: Hands | None = None, **told: object) -> RoundTally:
    """One round of what is due."""
    async with open_network(watch, timer=clock.timer() if clock else None) as network:
        return await run_due(watch, network, owner="me", **told)  # type: ignore[arg-type]  # its callbacks


def leases(watch: Watch) -> int:
    return watch.archive.number("SELECT count(*) FROM pages WHERE lease_owner IS NOT NULL")


async def test_weeks_of_watching_check_each_page_at_its_own_interval(tmp_path: Path) -> None:
    clock = Hands()
    with PageServer() as server:
        pages = tuple(
            Watched(url=f"http://{HOST}/{name}/", every=every, tags=(name,))
            for name, every in (("daily", ""), ("weekly", "7d"), ("often", "12h"))
        )
        server.fallback = lambda request: Answer(
            body=article(f"Words of {request.path} in week {(clock.moment - BEGIN).days // 7}."),
            status=404 if "robots" in request.path else 200,
        )
        given = settings(server.connect_to(HOST), watch={"pages": pages})
        with watching(tmp_path, given, clock) as watch:
            assert watch_configured_pages(watch) == 3
            assert watch_configured_pages(watch) == 0
            for _ in range(28 * 4):
                await drained(watch)
                clock.move(hours=6)
            changed = watch.archive.number("SELECT count(*) FROM changes")
    asked = {name: server.paths().count(f"/{name}/") for name in ("daily", "weekly", "often")}
    assert asked == {"daily": 28, "weekly": 4, "often": 56}
    assert changed == 3 * 3


async def test_a_round_asks_hosts_side_by_side_and_gives_every_lease_back(tmp_path: Path) -> None:
    hosts = [f"host-{number}.example" for number in range(4)]
    visits: list[Visit] = []
    with PageServer() as server:
        for number in range(3):
            server.page(f"/{number}/", article(f"Words {number}."))
        with watching(tmp_path, settings(server.connect_to(*hosts))) as watch:
            add_pages(watch, [f"http://{host}/{n}/" for host in hosts for n in range(3)])
            tally = await drained(watch, done=visits.append)
            assert leases(watch) == 0
    assert (tally.checked, len(visits)) == (12, 12)


async def test_a_round_that_is_cancelled_loses_nothing_and_holds_nothing(tmp_path: Path) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hang(client: socket.socket, head: bytes) -> None:
        loop.call_soon_threadsafe(asked.set)
        hangs()(client, head)

    with (
        RawServer({"/robots.txt": hang}) as server,
        watching(tmp_path, settings({HOST: f"127.0.0.1:{server.port}"})) as watch,
    ):
        add_pages(watch, [f"http://{HOST}/a/"])
        task = asyncio.create_task(drained(watch))
        await asked.wait()
        assert leases(watch) == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert leases(watch) == 0
        assert watch.archive.number("SELECT count(*) FROM check_log") == 0
        due = "SELECT count(*) FROM pages WHERE next_fetch_at <= ?"
        assert watch.archive.number(due, (watch.now(),)) == 1


async def test_nothing_new_is_begun_once_it_is_told_to_stop(tmp_path: Path) -> None:
    visits: list[Visit] = []
    with PageServer() as server:
        server.fallback = Answer(body=article("Words."), status=200)
        server.routes["/robots.txt"] = Answer(status=404)
        with watching(tmp_path, settings(server.connect_to(HOST))) as watch:
            add_pages(watch, [f"http://{HOST}/{n}/" for n in range(5)])
            await drained(watch, done=visits.append, should_stop=lambda: len(visits) >= 2)
    assert len(visits) == 2


async def test_a_page_that_meets_a_bug_is_put_off_and_the_others_are_checked(
    tmp_path: Path,
) -> None:
    """A profile that no file could hold is such a bug: its selector does not parse."""
    bugs: list[tuple[WatchedPage, Exception]] = []
    with PageServer() as server:
        server.page("/a/", article("Words."))
        given = settings(server.connect_to(HOST, "known.example"))
        with watching(tmp_path, given) as whole:
            known = SiteProfile(name="known", hosts=("known.example",), roots=("main",))
            broken = SiteProfile(name="broken", hosts=(HOST,), roots=("main[[",))
            watch = replace(whole, profiles=(known, broken))
            add_pages(watch, [f"http://{HOST}/a/", "http://known.example/a/"])
            tally = await drained(watch, failed=lambda page, error: bugs.append((page, error)))
            again = await drained(watch)
    assert (tally.checked, tally.bugs) == (1, 1)
    assert [page.url for page, _ in bugs] == [f"http://{HOST}/a/"]
    assert (again.checked, again.bugs) == (0, 0), "put off, not asked again and again"


async def test_while_a_host_is_on_hold_its_pages_are_left_alone_and_are_due_when_it_ends(
    tmp_path: Path,
) -> None:
    clock = Hands()
    visits: list[Visit] = []

    def busy(request: Request) -> Answer:
        late = clock.moment - BEGIN < timedelta(hours=1)
        held = Answer(status=429, headers={"Retry-After": "3600"})
        return held if late else Answer(body=article(f"Words of {request.path}."))

    with PageServer() as server:
        server.routes.update({f"/{number}/": busy for number in range(4)})
        given = settings(server.connect_to(HOST), fetch={"min_delay_seconds": 1.0})
        with watching(tmp_path, given, clock) as watch:
            add_pages(watch, [f"http://{HOST}/{n}/" for n in range(4)])
            tally = await drained(watch, clock, done=visits.append)
            assert [visit.outcome.value for visit in visits] == ["blocked"]
            assert (tally.checked, tally.deferred, tally.unread) == (1, 0, 1)
            assert watch.archive.number("SELECT count(*) FROM check_log") == 1
            clock.move(minutes=59)
            assert (await drained(watch, clock)).checked == 0
            clock.move(minutes=2)
            assert (await drained(watch, clock)).checked == 3
            row = watch.archive.row("SELECT min(next_check_at) AS next FROM pages_now")
            assert row is not None
            assert row["next"] > utc_text(clock.moment)
    assert len([path for path in server.paths() if path != "/robots.txt"]) == 4
