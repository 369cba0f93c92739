"""What the operator is told while a first round lasts, and how the daemon ends its work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from archive_watch.daemon.stopping import until_stopped
from archive_watch.daemon.telling import Telling
from archive_watch.services.add_pages import add_pages
from servers import PageServer
from services.asking import HOST, Hands, article, check, settings, watching


async def test_the_first_round_is_told_when_it_begins_then_once_a_minute_until_it_is_over(
    tmp_path: Path,
) -> None:
    clock = Hands()
    urls = [f"http://{HOST}/{number}/" for number in range(3)]
    with PageServer() as server:
        for number in range(3):
            server.page(f"/{number}/", article(f"Words {number}."))
        given = settings(server.connect_to(HOST), fetch={"min_delay_seconds": 5.0})
        with watching(tmp_path, given, clock) as watch, capture_logs() as logs:
            add_pages(watch, urls)
            telling = Telling(watch)
            telling.progress()
            for url in urls:
                (visit,) = await check(watch, url, timer=clock.timer())
                telling.visit(visit)
                clock.move(minutes=1)
            telling.progress()
            telling.progress()
    told = [log["event"] for log in logs if "first round" in log["event"]]
    assert told == [
        "0 of 3 read; first round ≈ 15 s; no changes can be reported yet",
        "2 of 3 read; first round ≈ 5 s; no changes can be reported yet",
    ]


async def test_work_that_ends_in_a_moment_is_let_end_and_other_work_is_not() -> None:
    stop = asyncio.Event()
    stop.set()

    async def short() -> str:
        await asyncio.sleep(0.05)
        return "ended"

    async def endless() -> str:
        await asyncio.Event().wait()
        return "never"

    assert await until_stopped(short(), stop, grace_seconds=60) == "ended"
    assert await until_stopped(endless(), stop, grace_seconds=0.1) is None


async def test_what_goes_wrong_in_the_work_is_not_hidden() -> None:
    async def broken() -> None:
        raise ValueError("planted")

    with pytest.raises(ValueError, match="planted"):
        await until_stopped(broken(), asyncio.Event(), grace_seconds=1)
