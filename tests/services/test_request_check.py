"""A check that is asked for goes to the head of its host's queue, once, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.errors import UnknownPage
from archive_watch.services.checking.request_check import Asked, RequestedCheck, request_check
from archive_watch.storage import frontier
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import add_page
from archive_watch.storage.pausing import pause_page
from fresh import fresh_archive

_NOW = "2026-03-01T12:00:00Z"
_AT = "https://harbour.example/"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path / "archive.db") as opened:
        yield opened


def _added(archive: Archive, path: str, due_at: str) -> int:
    with archive.writing():
        page, _ = add_page(archive, f"{_AT}{path}", at=_NOW, added_by="command", due_at=due_at)
    return page.id


def _asked(archive: Archive, which: int | str, *, now: str = _NOW) -> RequestedCheck:
    return request_check(archive, which, now=now)


def _first(archive: Archive, page_id: int) -> int | None:
    page = _asked(archive, page_id).page
    return frontier.first_of_its_host(archive, page, now=_NOW)


def test_a_page_that_is_not_due_is_due_at_once(archive: Archive) -> None:
    page = _added(archive, "a", "2026-04-01T00:00:00Z")
    told = _asked(archive, page)
    assert (told.asked, told.is_watched) == (Asked.QUEUED, False)
    assert archive.number("SELECT next_fetch_at = ? FROM pages WHERE id = ?", (_NOW, page)) == 1


def test_it_goes_before_all_that_wait_on_its_host_already(archive: Archive) -> None:
    for number in range(5):
        _added(archive, f"{number}", f"2026-02-0{number + 1}T00:00:00Z")
    page = _added(archive, "a", "2026-02-20T00:00:00Z")
    assert _asked(archive, f"{_AT}a").asked is Asked.QUEUED
    assert _first(archive, page) == page


def test_however_often_it_is_asked_for_it_stands_in_the_queue_once(archive: Archive) -> None:
    page = _added(archive, "a", "2026-04-01T00:00:00Z")
    assert [_asked(archive, page).asked for _ in range(3)] == [
        Asked.QUEUED,
        Asked.WAITING,
        Asked.WAITING,
    ]


def test_a_page_that_somebody_is_at_is_left_to_them(archive: Archive) -> None:
    page = _added(archive, "a", _NOW)
    frontier.claim_page(archive, page, now=_NOW, lease_until="2026-03-01T12:10:00Z", owner="x")
    assert _asked(archive, page).asked is Asked.UNDER_WAY
    ran_out = _asked(archive, page, now="2026-03-01T13:00:00Z").asked
    assert ran_out is not Asked.UNDER_WAY


def test_a_page_that_was_just_checked_is_asked_for_again_after_five_minutes(
    archive: Archive,
) -> None:
    page = _added(archive, "a", "2026-04-01T00:00:00Z")
    with archive.writing() as conn:
        conn.execute("UPDATE pages SET last_checked_at = ? WHERE id = ?", (_NOW, page))
    assert _asked(archive, page, now="2026-03-01T12:04:59Z").asked is Asked.JUST_CHECKED
    assert _asked(archive, page, now="2026-03-01T12:05:00Z").asked is Asked.QUEUED


def test_a_paused_page_stays_paused(archive: Archive) -> None:
    page = _added(archive, "a", _NOW)
    with archive.writing():
        pause_page(archive, page, at=_NOW)
    assert _asked(archive, page).asked is Asked.PAUSED


def test_a_page_that_is_not_watched_is_not_added(archive: Archive) -> None:
    for which in (99, "https://elsewhere.example/"):
        with pytest.raises(UnknownPage):
            _asked(archive, which)
    assert archive.number("SELECT count(*) FROM pages") == 0
