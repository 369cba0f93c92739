"""The watch on the watch: what status tells is right, known at every moment, and worth a look.

Every number is held against what was done by hand; time is passed in.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_watch.config.settings import BackupSettings, StartingPoint, Watched
from archive_watch.services.add_pages import add_pages
from archive_watch.services.checking.run_due import watch_configured_pages
from archive_watch.services.copying.back_up import keep_copies
from archive_watch.services.pause_pages import pause_pages
from archive_watch.services.telling.tell_status import tell_status
from archive_watch.services.watch import Watch
from archive_watch.storage import chores
from archive_watch.storage.pages import add_alias, find_page, site_id_of
from archive_watch.storage.robots_files import StoredRobots, store_robots
from archive_watch.storage.spending import note_spent
from services.asking import HOST, Hands, settings, watching

_URLS = [f"https://{HOST}/remarks/{number}.htm" for number in range(40)]


def _told(watch: Watch) -> dict[str, Any]:
    return tell_status(watch).as_json()


def _checked(watch: Watch, *urls: str) -> None:
    """As though the pages had been checked now, and were due again in a day."""
    marks = ", ".join("?" * len(urls))
    watch.archive.conn.execute(
        "UPDATE pages SET last_checked_at = ?, next_fetch_at ="
        f" strftime('%Y-%m-%dT%H:%M:%SZ', ?, '+1 day') WHERE url IN ({marks})",
        (watch.now(), watch.now(), *urls),
    )


def test_coverage_and_round_are_known_before_the_first_round_and_where_none_ends(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with watching(tmp_path, settings(fetch={"min_delay_seconds": 5.0}), hands) as watch:
        add_pages(watch, _URLS)
        before = _told(watch)
        hands.move(days=3)
        _checked(watch, *_URLS[:10])
        hands.move(days=2)
        unending = _told(watch)
        assert "0.0% checked in time; the longest unchecked: 5 d; a full round ≈ 3 min" in (
            tell_status(watch).as_text()
        )
    assert (before["coverage"], before["round_seconds"]) == (0, 0)
    assert (before["full_round_seconds"], before["first_round_seconds"]) == (200, 200)
    assert (unending["coverage"], unending["round_seconds"]) == (0, 5 * 86_400)
    assert (unending["overdue"], unending["never_read"]) == (40, 40)
    assert unending["first_round_seconds"] == 150


def test_a_paused_page_is_no_part_of_a_round(tmp_path: Path) -> None:
    with watching(tmp_path, settings(fetch={"min_delay_seconds": 5.0})) as watch:
        add_pages(watch, _URLS[:2])
        _checked(watch, _URLS[0])
        pause_pages(watch, [_URLS[1]])
        told = _told(watch)
    assert (told["coverage"], told["first_round_seconds"]) == (1, None)
    assert told["full_round_seconds"] == 5


@pytest.mark.parametrize(
    ("options", "robots", "seconds"),
    [
        ({}, b"", 5),
        ({}, b"User-agent: *\nCrawl-delay: 20\n", 20),
        ({}, b"User-agent: other\nCrawl-delay: 20\n", 5),
        (
            {"budget_per_host_per_day": 8},
            b"User-agent: *\nCrawl-delay: 20\n",
            4 * 86_400 / 40 + 8 * 20 / 40,
        ),
    ],
    ids=["floor", "crawl-delay", "of another", "budget"],
)
def test_a_round_takes_as_long_as_pace_robots_and_budget_make_it(
    tmp_path: Path, options: dict[str, Any], robots: bytes, seconds: float
) -> None:
    given = settings(fetch={"min_delay_seconds": 5.0}, schedule=options)
    with watching(tmp_path, given) as watch:
        add_pages(watch, [*_URLS, "https://small.example/"])
        answer = StoredRobots(
            status=200, content_type="text/plain", body=robots, fetched_at=watch.now(), failure=None
        )
        with watch.archive.writing():
            store_robots(watch.archive, HOST, "https", answer)
        told = _told(watch)
    assert told["full_round_seconds"] == 40 * seconds
    assert told["first_round_seconds"] == 40 * seconds


def test_a_host_whose_budget_is_spent_is_told_with_what_is_left_and_until_when(
    tmp_path: Path,
) -> None:
    hands = Hands()
    given = settings(schedule={"budget_per_host_per_day": 20})
    with watching(tmp_path, given, hands) as watch:
        with watch.archive.writing():
            for host, requests in ((HOST, 10), ("small.example", 3)):
                site_id_of(watch.archive, host, at=watch.now())
                note_spent(watch.archive, host, requests, at=watch.now())
            note_spent(watch.archive, HOST, 8, at="2026-03-01T13:30:59Z")
        hands.move(hours=2)
        told, text = _told(watch), tell_status(watch).as_text()
        hands.move(hours=22)
        later = _told(watch)
        unset = _told(replace(watch, settings=settings()))
    assert told["budgets"] == [
        {"host": HOST, "spent": 18, "left": 2, "rests_until": "2026-03-02T12:00:00Z"},
        {"host": "small.example", "spent": 3, "left": 17, "rests_until": None},
    ]
    assert f"budget: {HOST} was asked 18 times in 24 hours, 2 left; it rests until" in text
    assert "small.example" not in text
    assert later["budgets"] == [{"host": HOST, "spent": 8, "left": 12, "rests_until": None}]
    assert (unset["budget_per_host_per_day"], unset["budgets"]) == (None, [])


def test_pages_taken_out_of_the_configuration_are_told_until_they_are_paused_or_added_by_hand(
    tmp_path: Path,
) -> None:
    given = settings(watch={"pages": tuple(Watched(url=url) for url in _URLS[:5])})
    with watching(tmp_path, given) as watch:
        watch_configured_pages(watch)
        add_pages(watch, _URLS[5:6])
        assert _told(watch)["no_longer_named"] == []
        alias = f"https://{HOST}/moved/"
        page = find_page(watch.archive, _URLS[1])
        assert page is not None
        with watch.archive.writing():
            add_alias(watch.archive, page.id, alias, at=watch.now())
        kept = (Watched(url=_URLS[0].replace("https", "http")), Watched(url=alias))
        less = replace(watch, settings=replace(given, watch=kept))
        assert _told(less)["no_longer_named"] == _URLS[2:5]
        text = tell_status(less).as_text()
        add_pages(watch, [_URLS[3]], due=False)  # as `fetch URL` does
        pause_pages(watch, [_URLS[2]])
        add_pages(watch, [_URLS[4]])
        assert _told(less)["no_longer_named"] == [_URLS[3]]
        assert _told(less)["ok"]
    assert "`archive-watch pause URL` stops one" in text


def _copying(watch: Watch, every: str = "24h") -> Watch:
    backup = BackupSettings(folder="copies", every=every)
    return replace(watch, settings=replace(watch.settings, backup=backup))


def test_a_copy_that_is_late_or_missing_is_a_reason_and_the_file_is_what_counts(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with watching(tmp_path, settings(), hands) as plain:
        watch = _copying(plain)
        assert _told(watch)["ok"], "an archive without a page has nothing to lose"
        add_pages(watch, _URLS[:1])
        hands.move(hours=36)
        _checked(watch, _URLS[0])
        assert _told(watch)["ok"]
        hands.move(hours=1)
        assert "no copy is in" in _told(watch)["reasons"][0]
        made = keep_copies(watch)
        told = _told(watch)
        assert told["ok"]
        assert told["last_copy_path"] == str(made.path)
        assert told["last_copy_bytes"] == made.size
        assert told["last_copy_at"] == watch.now()
        assert f"last copy: {watch.now()}" in tell_status(watch).as_text()
        hands.move(hours=20)
        _checked(watch, _URLS[0])
        hands.move(hours=17)
        (late,) = _told(watch)["reasons"]
        made.path.unlink()
        (missing,) = _told(watch)["reasons"]
        assert _told(plain)["ok"], "none is wanted any more"
    assert "the newest copy in" in late
    assert "[backup] every is 24h" in late
    assert "no copy is in" in missing


def test_a_copy_that_failed_is_a_reason_until_there_is_one_but_not_while_the_first_is_made(
    tmp_path: Path,
) -> None:
    hands = Hands()
    with watching(tmp_path, settings(), hands) as plain:
        watch = _copying(plain)
        add_pages(watch, _URLS[:1])
        keep_copies(watch)
        hands.move(minutes=30)
        chores.begin_chore(watch.archive, "copy", at=watch.now())
        assert _told(watch)["ok"], "it is under way"
        chores.fail_chore(watch.archive, "copy", error="no room")
        (failed,) = _told(watch)["reasons"]
        hands.move(minutes=1)
        chores.begin_chore(watch.archive, "copy", at=watch.now())
        assert not _told(watch)["ok"], "it is tried again"
        hands.move(minutes=1)
        keep_copies(watch)
        by_hand = _told(watch)
    assert "failed: no room" in failed
    assert by_hand["ok"]


def test_a_chore_that_fails_again_and_again_is_a_reason_while_it_is_wanted(tmp_path: Path) -> None:
    with watching(tmp_path, settings()) as watch:
        for _ in range(3):
            chores.begin_chore(watch.archive, "discovery", at=watch.now())
        chores.fail_chore(watch.archive, "discovery", error="nothing could be read")
        start = (StartingPoint(url=f"https://{HOST}/"),)
        wanted = replace(watch, settings=replace(watch.settings, discover=start))
        (reason,) = _told(wanted)["reasons"]
        assert _told(watch)["ok"]
    assert "failed 3 times in a row: nothing could be read" in reason
