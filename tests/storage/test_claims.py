"""Whose turn it is: fair between hosts, between old and new pages, and never the same page twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.storage import frontier, sites, spending
from archive_watch.storage.clock_jumps import shift_plans
from archive_watch.storage.database import Archive
from fresh import fresh_archive
from storage.claiming import BEGIN, added, claimed, done


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path / "archive.db") as opened:
        yield opened


def paths(found: list[WatchedPage]) -> list[str]:
    return [page.url.removeprefix("https://") for page in found]


def test_one_page_a_host_is_claimed_at_a_time_the_longest_due_first(archive: Archive) -> None:
    for host in ("a", "b"):
        for hours in (1, 3, 2):
            added(archive, f"https://{host}.example/{hours}", due=BEGIN - timedelta(hours=hours))
    assert sorted(paths(claimed(archive))) == ["a.example/3", "b.example/3"]
    assert claimed(archive) == []


def test_what_is_not_due_is_not_claimed(archive: Archive) -> None:
    added(archive, "https://a.example/", due=BEGIN + timedelta(seconds=1))
    assert claimed(archive) == []
    assert paths(claimed(archive, BEGIN + timedelta(seconds=1))) == ["a.example/"]


def test_a_host_with_a_long_queue_does_not_keep_the_others_waiting(archive: Archive) -> None:
    for number in range(20):
        added(archive, f"https://long.example/{number}", due=BEGIN - timedelta(days=9))
    for number in range(20):
        added(archive, f"https://short-{number}.example/", due=BEGIN - timedelta(hours=1))
    order = []
    for second in range(30):
        [page] = claimed(archive, BEGIN + timedelta(seconds=second), limit=1)
        order.append(page.host)
        done(archive, page, BEGIN + timedelta(seconds=second))
    assert order[0] == "long.example"
    assert len(set(order[:21])) == 21
    assert set(order[21:]) == {"long.example"}


def test_a_host_on_hold_or_closed_is_left_alone_until_that_ends_or_is_lifted(
    archive: Archive,
) -> None:
    added(archive, "https://held.example/")
    added(archive, "https://closed.example/")
    sites.hold_until(archive, "held.example", BEGIN.timestamp() + 3600, at=utc_text(BEGIN))
    close = "UPDATE sites SET closed_until = ? WHERE host = 'closed.example'"
    with archive.writing() as conn:
        conn.execute(close, (utc_text(BEGIN + timedelta(hours=2)),))
    assert claimed(archive, idle=True) == []
    assert paths(claimed(archive, BEGIN + timedelta(hours=1))) == ["held.example/"]
    with archive.writing() as conn:
        conn.execute(close, (None,))
    assert paths(claimed(archive)) == ["closed.example/"]


def test_a_host_whose_pace_is_not_over_is_claimed_shortly_before_or_when_nothing_else_is_to_do(
    archive: Archive,
) -> None:
    added(archive, "https://slow.example/")
    sites.hold_until(archive, "slow.example", BEGIN.timestamp() + 60, at=utc_text(BEGIN))
    assert claimed(archive) == []
    added(archive, "https://quick.example/")
    sites.hold_until(archive, "quick.example", BEGIN.timestamp() + 5, at=utc_text(BEGIN))
    assert paths(claimed(archive)) == ["quick.example/"]
    assert paths(claimed(archive, idle=True)) == ["slow.example/"]


def test_a_paused_page_is_not_claimed_and_is_again_once_it_goes_on(archive: Archive) -> None:
    page_id = added(archive, "https://a.example/")
    with archive.writing() as conn:
        conn.execute("UPDATE pages SET state = 'paused' WHERE id = ?", (page_id,))
    assert claimed(archive) == []
    with archive.writing() as conn:
        conn.execute("UPDATE pages SET state = 'live' WHERE id = ?", (page_id,))
    assert len(claimed(archive)) == 1


def test_a_host_is_free_again_when_its_lease_is_given_back_or_runs_out(archive: Archive) -> None:
    for path in "ab":
        added(archive, f"https://a.example/{path}")
    assert len(claimed(archive)) == 1
    assert claimed(archive, BEGIN + timedelta(minutes=2)) == []
    [again] = claimed(archive, BEGIN + timedelta(minutes=4))
    assert again.attempt == 2
    frontier.release(archive, owner="me")
    assert len(claimed(archive, BEGIN + timedelta(minutes=4))) == 1


def test_one_turn_in_ten_is_for_a_page_never_read_however_long_the_others_are_due(
    archive: Archive,
) -> None:
    for number in range(60):
        added(archive, f"https://a.example/old/{number}", due=BEGIN - timedelta(days=5))
    for number in range(5):
        added(archive, f"https://a.example/new/{number}", checked=False)
    kinds = []
    for second in range(30):
        [page] = claimed(archive, BEGIN + timedelta(seconds=second))
        kinds.append(page.url.split("/")[3])
        done(archive, page, BEGIN + timedelta(seconds=second))
    assert [turn for turn, kind in enumerate(kinds) if kind == "new"] == [0, 10, 20]


def test_pages_past_the_floor_come_before_those_that_are_longer_due(archive: Archive) -> None:
    added(archive, "https://a.example/daily", due=BEGIN - timedelta(days=30))
    page_id = added(archive, "https://a.example/rare", due=BEGIN - timedelta(days=1))
    with archive.writing() as conn:
        conn.execute(
            "UPDATE pages SET last_checked_at = ? WHERE id = ?",
            (utc_text(BEGIN - timedelta(days=181)), page_id),
        )
    [first] = claimed(archive)
    done(archive, first)
    assert paths([first, *claimed(archive)]) == ["a.example/rare", "a.example/daily"]


def test_pages_added_at_once_are_taken_from_all_sections_alike(archive: Archive) -> None:
    for section in range(3):
        for number in range(200):
            added(archive, f"https://a.example/{section}/{number}", checked=False)
    found = Counter[str]()
    for second in range(60):
        [page] = claimed(archive, BEGIN + timedelta(seconds=second))
        found[page.url.split("/")[3]] += 1
        done(archive, page, BEGIN + timedelta(seconds=second))
    assert all(15 <= count <= 25 for count in found.values()), found


def test_a_budget_is_what_a_host_is_asked_for_in_any_24_hours(archive: Archive) -> None:
    for number in range(60):
        added(archive, f"https://a.example/{number}", checked=False)
    asked: list[datetime] = []
    for half_hour in range(4 * 48):
        now = BEGIN + timedelta(minutes=30) * half_hour
        for page in claimed(archive, now, budget=10):
            asked.append(now)
            done(archive, page, now, spent=1)
    day = timedelta(days=1)
    most = max(sum(at <= other < at + day for other in asked) for at in asked)
    assert (most, len(asked)) == (10, 40)


def test_a_tenth_of_the_budget_is_kept_for_pages_never_read(archive: Archive) -> None:
    for number in range(30):
        added(archive, f"https://a.example/old/{number}")

    def taken(now: datetime) -> int:
        found = claimed(archive, now, budget=20)
        for page in found:
            done(archive, page, now, spent=1)
        return len(found)

    assert sum(taken(BEGIN + timedelta(seconds=second)) for second in range(30)) == 18
    for number in range(5):
        added(archive, f"https://a.example/new/{number}", checked=False)
    assert sum(taken(BEGIN + timedelta(minutes=1, seconds=second)) for second in range(9)) == 2


def test_the_budget_is_used_up_by_redirects_and_by_hand(archive: Archive) -> None:
    for number in range(5):
        added(archive, f"https://a.example/{number}", checked=False)
    [page] = claimed(archive, budget=5)
    done(archive, page, spent=4)
    day_ago = utc_text(BEGIN - timedelta(days=1))

    with archive.writing():
        assert spending.spent_since(archive, page.site_id, day_ago=day_ago) == 4
        spending.note_spent(archive, "a.example", 3, at=utc_text(BEGIN))
        assert spending.spent_since(archive, page.site_id, day_ago=day_ago) == 7
    assert claimed(archive, budget=5) == []
    assert claimed(archive, BEGIN + timedelta(hours=23, minutes=59), budget=5) == []
    assert len(claimed(archive, BEGIN + timedelta(hours=24), budget=5)) == 1


def test_another_budget_or_none_lets_a_host_go_that_rests(archive: Archive) -> None:
    for number in range(5):
        added(archive, f"https://a.example/{number}", checked=False)
    [page] = claimed(archive, budget=2)
    done(archive, page, spent=2)
    assert claimed(archive, budget=2) == []
    spending.forget_other_budgets(archive, budget=2)
    assert claimed(archive, budget=2) == []
    spending.forget_other_budgets(archive, budget=4)
    assert len(claimed(archive, budget=4)) == 1


def test_a_tick_with_nothing_to_do_writes_nothing(archive: Archive) -> None:
    added(archive, "https://a.example/", due=BEGIN + timedelta(days=1))
    before = archive.conn.total_changes
    assert claimed(archive, idle=True) == []
    assert archive.conn.total_changes == before
    assert not archive.conn.in_transaction


def test_a_clock_that_was_a_year_ahead_keeps_no_host_waiting_for_a_year(archive: Archive) -> None:
    for number in range(3):
        added(archive, f"https://a.example/{number}")
    ahead = BEGIN + timedelta(days=365)
    [page] = claimed(archive, ahead, budget=2)
    done(archive, page, ahead, spent=2)
    assert claimed(archive, ahead, budget=2) == []
    assert len(claimed(archive, ahead)) == 0
    shift_plans(archive, seconds=365 * 86_400, now=utc_text(BEGIN))
    assert len(claimed(archive, BEGIN, budget=2)) == 1
