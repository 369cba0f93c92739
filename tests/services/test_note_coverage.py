"""Pages that silently stopped being watched are an event: one a host, with their count and why."""

from __future__ import annotations

from pathlib import Path

from archive_watch.services.covering.note_coverage import note_coverage
from archive_watch.services.pause_pages import pause_pages, resume_pages
from archive_watch.services.telling.make_report import make_report
from archive_watch.services.telling.tell_status import tell_status
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, check, incidents, settings, watching
from services.hosts import ROBOTS, URLS, World, world


def occurrences(one: World) -> list[int]:
    return [row["occurrences"] for row in one.watch.archive.rows("SELECT * FROM open_incidents")]


def not_watched(one: World) -> list[tuple[str, str]]:
    note_coverage(one.watch)
    return [found for found in incidents(one.watch.archive) if found[0] == "not_watched"]


async def test_pages_that_were_paused_and_forgotten_are_told_once_with_who_paused_them(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        await one.round()
        pause_pages(one.watch, URLS[:3], by="lena")
        for day in range(1, 36):
            one.clock.move(days=1)
            await one.round()
            assert bool(not_watched(one)) is (day >= 30), day
        assert occurrences(one) == [3]
        assert "3 pages were not read for 30 days or more: 3 paused by lena" in one.detail()
        assert one.watch.archive.number("SELECT count(*) FROM transitions") == 1, "told once"
        assert tell_status(one.watch).silent == 3
        coverage = make_report(one.watch).coverage
        assert "3 not read for 30 days" in coverage.told()
        named = "; ".join(f"{url} (paused by lena, since 2026-03-01)" for url in URLS[:3])
        assert coverage.beside() == [f"Not read for 30 days or more: {named}."]
        gaps = one.watch.archive.rows("SELECT url, why FROM coverage_gaps WHERE state = 'paused'")
        assert {row["why"] for row in gaps} == {"paused by lena"}
        resume_pages(one.watch, URLS[:3])
        one.clock.move(days=1)
        await one.round()
        assert not_watched(one) == []
        assert one.watch.archive.number("SELECT count(*) FROM incidents") == 1


async def test_a_host_that_shuts_us_out_for_weeks_is_not_watched(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        await one.round()
        one.ill(Answer(status=403, body="<h1>Access Denied</h1>"), robots=ROBOTS)
        await one.rounds(days=29)
        assert not_watched(one) == []
        await one.rounds(days=3)
        assert not_watched(one) == [("not_watched", HOST)]
        assert 12 in occurrences(one)
        one.well()
        await one.rounds(days=3)
        assert not_watched(one) == []


async def test_a_page_that_is_never_asked_is_told_and_one_that_was_just_added_is_not(
    tmp_path: Path,
) -> None:
    with world(tmp_path) as one:
        one.clock.move(days=31)
        assert not_watched(one) == [("not_watched", HOST)]
        assert "12 never asked" in one.detail()


async def test_a_slow_pace_of_the_operators_own_and_a_page_that_is_gone_are_no_silence(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), clock) as watch,
    ):
        server.page("/0/", article("Words."))
        await check(watch, *URLS[:2])
        watch.archive.conn.execute("UPDATE pages SET every_seconds = 86400 * 40")
        server.routes.clear()
        for _ in range(2):
            clock.move(days=1)
            await check(watch, URLS[0])
        clock.move(days=45)
        note_coverage(watch)
        assert incidents(watch.archive) == [], "gone, and never there but at a slow pace"
        clock.move(days=40)
        note_coverage(watch)
        assert incidents(watch.archive) == [("not_watched", HOST)]


async def test_no_days_tell_nothing(tmp_path: Path) -> None:
    given = settings({HOST: "127.0.0.1:9"}, pages={"silent_after_days": 0})
    with watching(tmp_path, given, clock := Hands()) as watch:
        await check(watch, URLS[0])
        clock.move(days=400)
        note_coverage(watch)
        assert tell_status(watch).silent == 0
        assert incidents(watch.archive) == []
