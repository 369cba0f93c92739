"""The due-queue: who may check a page, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.model.page import WatchedPage
from archive_watch.storage import frontier
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import add_page, page_by_id
from fresh import fresh_archive

_NOW = "2026-03-01T12:00:00Z"
_SOON = "2026-03-01T12:10:00Z"
_LATER = "2026-03-01T13:00:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path / "archive.db") as opened:
        yield opened


def added(archive: Archive, path: str = "a", *, due_at: str = _NOW) -> int:
    with archive.writing():
        page, _ = add_page(
            archive,
            f"https://harbour.example/{path}",
            at=_NOW,
            added_by="command",
            due_at=due_at,
        )
    return page.id


def claimed(archive: Archive, page_id: int, owner: str, *, now: str = _NOW) -> WatchedPage | None:
    until = _SOON if now == _NOW else "2026-03-01T13:10:00Z"
    if frontier.claim_page(archive, page_id, now=now, lease_until=until, owner=owner):
        return page_by_id(archive, page_id)
    return None


def test_a_page_is_claimed_by_one_at_a_time(archive: Archive) -> None:
    page_id = added(archive, due_at=_LATER)
    first = claimed(archive, page_id, "one")
    assert first is not None
    assert claimed(archive, page_id, "two") is None
    frontier.release(archive, owner="two")
    assert claimed(archive, page_id, "two") is None
    frontier.release(archive, owner="one")
    assert claimed(archive, page_id, "two") is not None


def test_a_claim_stands_until_another_takes_the_page_after_its_lease(archive: Archive) -> None:
    page_id = added(archive)
    first = claimed(archive, page_id, "one")
    assert first is not None
    assert frontier.holds(archive, first)
    second = claimed(archive, page_id, "two", now=_LATER)
    assert second is not None
    assert (frontier.holds(archive, first), frontier.holds(archive, second)) == (False, True)


def test_a_second_claim_of_one_owner_ends_its_first(archive: Archive) -> None:
    page_id = added(archive)
    first, second = claimed(archive, page_id, "one"), claimed(archive, page_id, "one")
    assert first is not None
    assert second is not None
    assert (frontier.holds(archive, first), frontier.holds(archive, second)) == (False, True)


def test_a_lease_that_is_extended_keeps_others_away_for_longer(archive: Archive) -> None:
    page_id = added(archive)
    assert claimed(archive, page_id, "one") is not None
    frontier.extend_leases(archive, owner="one", until="2026-03-01T14:00:00Z")
    assert claimed(archive, page_id, "two", now=_LATER) is None


def test_who_lost_a_page_cannot_put_it_off(archive: Archive) -> None:
    page_id = added(archive)
    first = claimed(archive, page_id, "one")
    second = claimed(archive, page_id, "two", now=_LATER)
    assert first is not None
    assert second is not None
    frontier.postpone(archive, first, until="2027-01-01T00:00:00Z")
    assert frontier.holds(archive, second)
    row = archive.row("SELECT next_fetch_at FROM pages")
    assert row is not None
    assert row["next_fetch_at"] == _NOW
