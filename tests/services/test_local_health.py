"""Evidence that this machine made itself counts for nothing: a starved loop, a cut-off network."""

from __future__ import annotations

import asyncio
import socket
import time
from pathlib import Path

import pytest

from archive_watch.model.capture import Failure, Refusal, Response
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.local_health import LocalHealth
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.check_page import check_page
from faults import hangs, says, with_length
from servers import RawServer, Script
from services.asking import Hands, settings, watching


def failed(host: str, failure: Failure = Failure.CONNECT) -> Response:
    url = f"https://{host}/"
    return Response(url=url, final_url=url, refusal=Refusal(failure=failure))


def answered(host: str) -> Response:
    return Response(url=f"https://{host}/", final_url=f"https://{host}/", status=503)


def cut_off(*responses: Response, pause_seconds: float = 1) -> list[bool]:
    """Which of ``responses`` are taken for local, one after another."""
    now = [0.0]
    health = LocalHealth(monotonic=lambda: now[0])
    found = []
    for response in responses:
        local = health.local(health.mark(), response, may_be_cut_off=True)
        found.append(local is not None)
        now[0] += pause_seconds
    assert (health.trouble() is not None) == any(found[-2:])
    return found


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ([failed("x.a.example"), failed("y.a.example"), failed("c.test")], [False, False, False]),
        ([failed("a.one"), failed("b.two"), failed("c.three")], [False, False, True]),
        ([failed("a.gov"), failed("a.gov"), failed("b.a.gov")], [False, False, False]),
        ([failed("a.one"), answered("d.four"), failed("b.two"), failed("c.three")], [False] * 4),
        ([failed("a.one"), failed("b.two"), failed("c.three", Failure.TLS)], [False] * 3),
    ],
    ids=["two domains", "three", "one domain", "one answered", "certificate"],
)
def test_three_unrelated_hosts_without_an_answer_and_none_with_one_are_our_own_outage(
    responses: list[Response], expected: list[bool]
) -> None:
    assert cut_off(*responses) == expected


def test_failures_that_lie_far_apart_are_the_hosts_own() -> None:
    hosts = [failed("a.one"), failed("b.two"), failed("c.three")]
    assert cut_off(*hosts, pause_seconds=61) == [False, False, False]


def test_a_silence_of_a_week_is_believed_and_one_of_a_day_is_not() -> None:
    week = 7 * 86_400 // 29
    hosts = [failed(f"a.number{n % 3}") for n in range(week + 10)]
    found = cut_off(*hosts, pause_seconds=29)
    assert all(found[2 : week - 10])
    assert not found[-1]


@pytest.mark.parametrize(
    ("silent", "first", "back"),
    [
        (["a.one", "b.two"], "a.one", {"b.two"}),
        (["a.one", "b.two"], "d.four", set()),
        (["a.one", "b.two", "c.three"], "d.four", {"a.one", "b.two", "c.three"}),
        (["x.a.one", "y.a.one", "z.a.one"], "d.four", set()),
        ([], "a.one", set()),
    ],
    ids=["one of them", "another", "another after many", "another after one site's", "none"],
)
def test_hosts_that_were_silent_when_nobody_answered_are_back_when_somebody_does(
    silent: list[str], first: str, back: set[str]
) -> None:
    now = [0.0]
    health = LocalHealth(monotonic=lambda: now[0])
    for host in silent:
        now[0] += 3600
        health.local(health.mark(), failed(host), may_be_cut_off=True)
    health.local(health.mark(), answered(first), may_be_cut_off=True)
    assert health.back_in_reach() == back
    assert health.back_in_reach() == set()


@pytest.mark.parametrize("starved", [True, False])
async def test_a_timeout_while_the_loop_was_starved_puts_the_page_off_and_counts_for_nothing(
    tmp_path: Path, starved: bool
) -> None:
    loop = asyncio.get_running_loop()

    def takes_the_breath(client: socket.socket, head: bytes) -> None:
        if starved:
            loop.call_soon_threadsafe(time.sleep, 2)
        hangs()(client, head)

    scripts: dict[str | None, Script] = {
        "/robots.txt": says(with_length(b"", status=b"404 No")),
        "/a/": takes_the_breath,
    }
    with RawServer(scripts) as server:
        given = settings(fetch={"deadline_seconds": 1.5})
        with watching(tmp_path, given, Hands()) as watch:
            (added,) = add_pages(watch, [f"{server.url}/a/"])
            async with open_network(watch) as network:
                visit = await check_page(watch, network, added.page)
                while not starved and visit.reason == "local":  # this machine stood still just then
                    visit = await check_page(watch, network, added.page)
            page = watch.archive.rows("SELECT failures, next_fetch_at, last_checked_at FROM pages")
            checks = watch.archive.number("SELECT count(*) FROM fetches")
    if starved:
        assert (visit.outcome, visit.reason) == ("deferred", "local")
        assert [tuple(row) for row in page] == [(0, "2026-03-01T12:02:00Z", None)]
        assert checks == 0
    else:
        assert (visit.outcome, visit.reason) == ("network_error", "timeout")
        assert checks == 1
