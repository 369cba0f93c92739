"""What a daemon tells of its health: over HTTP while it runs, hangs and stops; to a reader of the
archive once it was killed."""

from __future__ import annotations

import asyncio
import http.client
import json
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from archive_watch.daemon.health_page import HealthPage
from archive_watch.daemon.listening import keep_listening
from archive_watch.daemon.vitals import Vitals
from daemon.running import CONFIG, has, rows, run, running, wait_until
from daemon.test_run import PAGE, watched
from ports import kept_port
from servers import PageServer
from services.asking import settings, watching

LISTENING = CONFIG.replace('listen = ""', 'listen = "127.0.0.1:{}"')


def asked(port: int, path: str, *, method: str = "GET", host: str | None = None) -> tuple[int, str]:
    """What is answered: the status and the body; status 0 where nobody listens."""
    conn = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        conn.request(method, path, headers={} if host is None else {"Host": host})
        answer = conn.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        conn.close()


def metrics(port: int) -> dict[str, float]:
    """Each sample, by its name and labels, as Prometheus' own parser reads it."""
    status, text = asked(port, "/metrics")
    assert status == 200
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_daemon_tells_that_it_is_alive_ready_and_how_things_stand_and_when_it_is_not(
    tmp_path: Path,
) -> None:
    with PageServer() as server, kept_port() as port:
        config = LISTENING.format(port) + "budget_per_host_per_day = 50\n"
        for number in range(3):
            server.page(f"/{number}/", PAGE.format(number))
        pages = watched(*(f"{server.url}/{n}/" for n in range(4))).removeprefix(CONFIG)
        with running(tmp_path, "run", config=config + pages) as process:
            wait_until(lambda: asked(port, "/readyz")[0] == 200)
            wait_until(
                lambda: has(tmp_path, "SELECT 1 FROM fetches GROUP BY source HAVING count(*) = 4")
            )
            alive, seen = asked(port, "/healthz")
            assert alive == 200
            assert asked(port, "/healthz", method="HEAD") == (200, "")
            assert asked(port, "/healthz", method="POST")[0] == 405
            assert asked(port, "/elsewhere")[0] == 404
            assert asked(port, "/metrics", host="evil.example")[0] == 403
            assert asked(port, "/metrics", host="localhost:1")[0] == 200
            wait_until(lambda: metrics(port)["archive_watch_checks_total new"] == 3)
            told = metrics(port)
            status = run(tmp_path, "status", "--format", "json", config=config + pages)
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert json.loads(seen)["well"] is True
    assert json.loads(seen)["never_read"] == 1
    assert told["archive_watch_pages_never_read"] == 1
    assert told["archive_watch_pages_overdue"] == told["archive_watch_pages_no_longer_named"] == 0
    assert told["archive_watch_full_round_seconds"] == 0
    assert told["archive_watch_round_seconds"] < 60
    assert told["archive_watch_budget_spent_requests"] == 4
    assert told["archive_watch_budget_resting_hosts"] == 0
    assert told["archive_watch_ready"] == 1
    assert told["archive_watch_pages live"] == 3
    assert told["archive_watch_coverage_ratio"] == 1
    assert told["archive_watch_archive_bytes"] > 0
    assert told["archive_watch_disk_free_bytes"] > 0
    assert {"archive_watch_oldest_overdue_seconds", "archive_watch_log_bytes"} <= set(told)
    well = json.loads(status.stdout)
    assert (well["ok"], well["reasons"], well["coverage"]) == (True, [], 1)
    assert (well["daemon"]["alive"], well["daemon"]["pid"]) == (True, process.pid)


def test_a_daemon_that_was_killed_is_told_as_such_and_its_round_as_abandoned(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        config = watched(f"{server.url}/a/")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM fetches"))
            process.send_signal(signal.SIGKILL)
            process.wait()
    _let_time_pass(tmp_path)
    told = json.loads(run(tmp_path, "status", "--format", "json", config=config).stdout)
    assert (told["ok"], told["daemon"]["alive"]) == (False, False)
    assert "did not say that it stops" in told["reasons"][0]
    assert [row["outcome"] for row in rows(tmp_path, "SELECT outcome FROM run_health")] == [
        "abandoned"
    ]
    text = run(tmp_path, "status", config=config).stdout
    assert "not well: the daemon was last seen at" in text


def _let_time_pass(folder: Path) -> None:
    """As though the daemon had been killed an hour ago, in the middle of a round."""
    import sqlite3

    with sqlite3.connect(folder / "archive.db") as conn:
        conn.execute("UPDATE daemon SET seen_at = strftime('%Y-%m-%dT%H:%M:%SZ','now','-1 hour')")
        conn.execute("UPDATE runs SET finished_at = NULL, outcome = NULL")
    conn.close()


@asynccontextmanager
async def served(tmp_path: Path, vitals: Vitals) -> AsyncIterator[tuple[int, HealthPage]]:
    with watching(tmp_path, settings()) as watch, kept_port() as port:
        page = HealthPage(watch, vitals)
        task = asyncio.create_task(keep_listening(f"127.0.0.1:{port}", page))
        while (await asyncio.to_thread(asked, port, "/"))[0] != 404:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        yield port, page
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_answers_while_the_event_loop_hangs_and_says_so(tmp_path: Path) -> None:
    now = [0.0]
    vitals = Vitals(started_at="", monotonic=lambda: now[0], beat_at=0.0, first_tick_ran=True)
    async with served(tmp_path, vitals) as (port, _):
        assert asked(port, "/healthz")[0] == 200  # asked from the loop itself, which waits for it
        now[0] = 61
        assert asked(port, "/healthz")[0] == 503
        assert "has not come round for 61 s" in asked(port, "/readyz")[1]
        assert metrics(port)["archive_watch_beat_age_seconds"] == 61


async def test_it_is_not_ready_before_the_first_tick_in_trouble_while_stopping_or_without_archive(
    tmp_path: Path,
) -> None:
    vitals = Vitals(started_at="")
    reasons = []
    async with served(tmp_path, vitals) as (port, page):
        for change in (
            {},
            {"first_tick_ran": True, "trouble": "no room"},
            {"trouble": None, "stopping": True},
        ):
            for name, value in change.items():
                setattr(vitals, name, value)
            status, body = asked(port, "/readyz")
            assert status == 503
            reasons.append(json.loads(body)["reason"])
        vitals.stopping = False
        assert asked(port, "/readyz")[0] == 200
        page.watch.archive.path.rename(tmp_path / "away.db")
        assert asked(port, "/readyz")[0] == 503
        assert metrics(port)["archive_watch_archive_readable"] == 0
        (tmp_path / "away.db").rename(page.watch.archive.path)
        locked_up = page.watch.archive
        locked_up.path, known = tmp_path / ("a" * 300), locked_up.path
        status, body = asked(port, "/readyz")  # as in a folder that may not be looked into
        assert (status, "too long" in body) == (503, True)
        locked_up.path = known
    assert reasons == ["starting", "no room", "stopping"]


async def test_what_is_not_well_is_told_beside_being_alive_also_where_it_cannot_be_counted(
    tmp_path: Path,
) -> None:
    vitals = Vitals(started_at="", first_tick_ran=True)
    async with served(tmp_path, vitals) as (port, page):
        given = page.watch.settings
        full = replace(given, daemon=replace(given.daemon, min_free_mb=1e12))
        page.watch = replace(page.watch, settings=full)
        status, told = asked(port, "/healthz")
        page.watch.archive.path.rename(tmp_path / "away.db")
        page.forget()
        blind = asked(port, "/healthz")
        (tmp_path / "away.db").rename(page.watch.archive.path)
    assert (status, json.loads(told)["ok"], json.loads(told)["well"]) == (200, True, False)
    assert "MB are free" in json.loads(told)["reasons"][0]
    assert (blind[0], json.loads(blind[1])["well"]) == (200, None)


@pytest.mark.parametrize("listen", ["127.0.0.1:{}", "harbour..example:{}", "192.0.2.1:{}"])
async def test_an_address_that_cannot_be_had_is_told_with_what_to_do(
    tmp_path: Path, listen: str
) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        watching(tmp_path, settings()) as watch,
        capture_logs() as logs,
    ):
        page = HealthPage(watch, Vitals(started_at=""))
        listen = listen.format(taken.getsockname()[1])
        task = asyncio.create_task(keep_listening(listen, page))
        while not logs:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert (logs[0]["listen"], "[daemon] listen" in logs[0]["remedy"]) == (listen, True)


async def test_status_of_a_fresh_archive_is_well_and_all_its_keys_are_there(tmp_path: Path) -> None:
    from archive_watch.services.telling.tell_status import tell_status

    with watching(tmp_path, settings()) as watch:
        told: dict[str, Any] = tell_status(watch).as_json()
        full = replace(watch.settings, daemon=replace(watch.settings.daemon, min_free_mb=1e12))
        short = tell_status(replace(watch, settings=full)).as_json()
    assert (told["ok"], told["reasons"], told["daemon"]) == (True, [], None)
    assert {"coverage", "round_seconds", "oldest_due_at", "last_check_at", "closed_hosts"} <= set(
        told
    )
    assert {"last_copy_at", "disk_free_bytes", "archive_bytes", "chores"} <= set(told)
    assert "MB are free" in short["reasons"][0]
