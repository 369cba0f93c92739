"""The dead man's ping: sent after progress, through the guard, and never the end of a watch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive_watch.config import Settings
from archive_watch.errors import NothingReadable
from archive_watch.services.asking.network import open_network
from archive_watch.services.asking.send_ping import ping_every, send_ping
from archive_watch.storage import heartbeat
from servers import Answer, PageServer
from services.asking import Hands, settings, watching


def pinging(url: str) -> Settings:
    given = settings()
    return replace(given, daemon=replace(given.daemon, ping=url, ping_every="5m"))


async def ping(folder: Path, given: Settings, *, progressed_minutes_ago: float | None) -> None:
    clock = Hands()
    with watching(folder, given, clock) as watch:
        at = watch.now()
        heartbeat.begin_heartbeat(watch.archive, pid=1, at=at)
        if progressed_minutes_ago is not None:
            heartbeat.beat(
                watch.archive, at=at, progressed_at=at, trouble=None, clock_ahead_seconds=0
            )
            clock.move(minutes=progressed_minutes_ago)
        async with open_network(watch) as network:
            await send_ping(watch, network)


async def test_it_is_sent_after_progress_and_asks_no_robots_file(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/token", "OK")
        await ping(tmp_path, pinging(f"{server.url}/token"), progressed_minutes_ago=1)
    assert server.paths() == ["/token"]
    assert ping_every(pinging("http://a.example/")) == 300
    assert ping_every(settings()) is None


@pytest.mark.parametrize("ago", [None, 11.0], ids=["never", "long ago"])
async def test_without_progress_it_stays_away(tmp_path: Path, ago: float | None) -> None:
    with PageServer() as server:
        with pytest.raises(NothingReadable, match="no ping was sent"):
            await ping(tmp_path, pinging(f"{server.url}/token"), progressed_minutes_ago=ago)
        assert server.paths() == []


async def test_one_that_is_not_taken_is_told_without_its_address(tmp_path: Path) -> None:
    with PageServer() as server:
        server.routes["/secret"] = Answer(status=500)
        with pytest.raises(NothingReadable) as told:
            await ping(tmp_path, pinging(f"{server.url}/secret"), progressed_minutes_ago=1)
    assert "500" in str(told.value)
    assert "secret" not in str(told.value)


async def test_it_leads_into_no_private_network(tmp_path: Path) -> None:
    given = pinging("http://127.0.0.1:1/")
    strict = replace(given, fetch=replace(given.fetch, allow_networks=(), contact="a@example.org"))
    with pytest.raises(NothingReadable, match="private_address"):
        await ping(tmp_path, strict, progressed_minutes_ago=1)
