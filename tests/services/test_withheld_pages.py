"""One page that is kept from us while its siblings are read; and pages that fail by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.services.checking.keep_standing import restand
from archive_watch.services.pause_pages import pause_pages, resume_pages
from archive_watch.services.telling.make_report import make_report
from archive_watch.storage.pages import known_page
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, changes, check, incidents, settings, watching
from services.hosts import ROBOTS, URLS, World, world


def states(one: World) -> dict[str, int]:
    rows = one.watch.archive.rows("SELECT state, count(*) AS n FROM pages GROUP BY state")
    return {row["state"]: row["n"] for row in rows}


def kinds(one: World) -> list[str]:
    return [kind for kind, _ in incidents(one.watch.archive)]


@pytest.mark.parametrize("status", [401, 403, 451])
async def test_a_page_refused_alone_for_a_week_is_withheld_once_and_told_to_be_back(
    tmp_path: Path, status: int
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.server.routes["/3/"] = Answer(status=status, body="<h1>Access Denied</h1>")
        for day in range(1, 12):
            one.clock.move(days=1, minutes=1)
            await one.round()
            assert ("withheld" in states(one)) is (day >= 8), "the first refusal was on day 1"
        assert states(one) == {"live": 11, "withheld": 1}
        assert incidents(one.watch.archive) == [("page_withheld", HOST)]
        detail = one.detail()
        assert f"the last answered {status}" in detail
        assert "while 11 other pages of the host were read" in detail
        assert ("for legal reasons" in detail) is (status == 451)
        with one.watch.archive.writing():
            restand(one.watch, known_page(one.watch.archive, URLS[3]).id)
        assert states(one) == {"live": 11, "withheld": 1}, "worked out anew it is the same"
        assert one.watch.archive.number("SELECT count(*) FROM versions WHERE is_current") == 12
        assert changes(one.watch.archive) == []
        one.server.page("/3/", article("Words of page 3."))
        one.clock.move(days=1, minutes=1)
        await one.round()
        assert states(one) == {"live": 12}
        assert incidents(one.watch.archive) == []
        assert one.watch.archive.number("SELECT count(*) FROM incidents") == 1


async def test_a_page_that_was_never_read_is_blocked_and_not_withheld(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        one.server.routes["/3/"] = Answer(status=403)
        for _ in range(10):
            one.clock.move(days=1, minutes=1)
            await one.round()
        assert states(one) == {"live": 11, "blocked": 1}
        assert incidents(one.watch.archive) == []
        assert make_report(one.watch).suspects == ()


async def test_a_page_refused_alone_is_in_doubt_at_once_and_no_longer_once_that_is_confirmed(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.server.routes["/3/"] = Answer(status=403)
        one.server.routes["/4/"] = Answer(status=404)
        one.clock.move(days=1)
        await one.round()
        doubts = [(page.url, page.state) for page in make_report(one.watch).suspects]
        assert doubts == [
            (URLS[4], "seen gone, unconfirmed,"),
            (URLS[3], "refused, unconfirmed,"),
        ]
        for _ in range(8):
            one.clock.move(days=1)
            await one.round()
        report = make_report(one.watch)
        assert report.suspects == ()
        assert [incident.kind for incident in report.incidents] == ["page_withheld"]


async def test_a_whole_host_that_refuses_withholds_no_page(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=403, body="<h1>Access Denied</h1>"))
        await one.rounds(days=20)
        assert make_report(one.watch).suspects == ()
        assert kinds(one) == ["blocked_host"]
        assert "withheld" not in states(one)


async def test_a_page_that_fails_by_itself_is_told_once_and_told_to_be_back(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.server.routes["/3/"] = one.server.routes["/5/"] = Answer(status=500)
        await one.rounds(days=6)
        assert states(one) == {"live": 10, "unreachable": 2}
        assert incidents(one.watch.archive) == [("pages_unreachable", HOST)]
        assert "/3/" in one.detail()
        one.server.page("/3/", article("Words of page 3."))
        await one.rounds(days=2)
        assert kinds(one) == ["pages_unreachable"], "the other one still fails"
        one.server.page("/5/", article("Words of page 5."))
        await one.rounds(days=2)
        assert incidents(one.watch.archive) == []
        assert one.watch.archive.number("SELECT count(*) FROM incidents") == 1


async def test_an_outage_of_a_host_is_not_told_again_as_pages_that_fail(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=500))
        await one.rounds(days=6)
        assert kinds(one) == ["unreachable_host"]


async def test_a_paused_page_is_no_longer_told_to_be_withheld(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.server.routes["/3/"] = Answer(status=403)
        for _ in range(9):
            one.clock.move(days=1, minutes=1)
            await one.round()
        assert kinds(one) == ["page_withheld"]
        pause_pages(one.watch, [URLS[3]])
        assert kinds(one) == []
        resume_pages(one.watch, [URLS[3]])
        assert states(one) == {"live": 11, "withheld": 1}


async def test_a_host_of_ones_own_that_answers_only_with_errors_is_one_outage(
    tmp_path: Path,
) -> None:
    """Without a floor it has no breaker, which would have told it."""
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch,
    ):
        server.routes["/robots.txt"] = ROBOTS
        server.fallback = Answer(body=article("Words."))
        await check(watch, *URLS[:4])
        server.fallback = Answer(status=503)
        for _ in range(6):
            clock.move(days=1)
            await check(watch, *URLS[:4])
        assert incidents(watch.archive) == [("unreachable_host", HOST)]
        server.fallback = Answer(body=article("Words."))
        await check(watch, *URLS[:4])
        assert incidents(watch.archive) == []
        assert watch.archive.number("SELECT count(*) FROM incidents") == 1
