"""Who asked for a check is kept with the check that came of it, and of nobody more than an id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.model.visit import Outcome
from archive_watch.services.checking.request_check import Asked, request_check
from archive_watch.storage.database import Archive
from archive_watch.storage.fetches import FetchRecord, record_fetch
from archive_watch.storage.pages import add_page
from archive_watch.storage.told_evidence import exchanges
from fresh import fresh_archive

_URL = "https://harbour.example/a"


def _at(minute: int) -> str:
    return f"2026-03-01T{12 + minute // 60:02}:{minute % 60:02}:00Z"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with fresh_archive(tmp_path / "archive.db") as opened:
        with opened.writing():
            for name in ("a", "b"):
                url = f"https://harbour.example/{name}"
                add_page(opened, url, at=_at(0), added_by="command", due_at=_at(600))
        yield opened


def _checked(archive: Archive, minute: int, page_id: int = 1, source: str = "live") -> int:
    record = FetchRecord(
        page_id=page_id, run_id=None, observed_at=_at(minute), source=source,
        outcome=Outcome.NETWORK_ERROR,
    )  # fmt: skip
    with archive.writing():
        archive.conn.execute(
            "UPDATE pages SET last_checked_at = ?, next_fetch_at = ? WHERE id = ?",
            (_at(minute), _at(600), page_id),
        )
        return record_fetch(archive, record)


def _told(archive: Archive) -> dict[int, str | None]:
    """Who asked for each check, as the view has it and as a page shows it, which must agree."""
    found = {
        row["fetch_id"]: row["asked_by"]
        for row in archive.rows("SELECT fetch_id, asked_by FROM check_log")
    }
    assert {one.fetch_id: one.asked_by for one in exchanges(archive, list(found))} == found
    return found


def test_the_first_check_after_a_request_says_who_asked_and_no_other_does(archive: Archive) -> None:
    before = _checked(archive, 1)
    assert request_check(archive, 1, now=_at(10), by="alice").asked is Asked.QUEUED
    imported = _checked(archive, 11, source="import")
    other_page = _checked(archive, 11, page_id=2)
    asked, after = _checked(archive, 12), _checked(archive, 20)
    assert _told(archive) == {
        before: None, imported: None, other_page: None, asked: "alice", after: None,
    }  # fmt: skip


def test_two_who_ask_for_one_check_are_both_told_once_each(archive: Archive) -> None:
    for who in ("alice", "bob", "alice"):
        request_check(archive, 1, now=_at(10), by=who)
    asked = _checked(archive, 12)
    assert _told(archive) == {asked: "alice,bob"}
    assert archive.number("SELECT count(*) FROM jobs WHERE state = 'done'") == 2


def test_of_nobody_that_is_known_and_of_what_leads_to_no_check_nothing_is_kept(
    archive: Archive,
) -> None:
    request_check(archive, 1, now=_at(10))
    _checked(archive, 12)
    assert request_check(archive, 1, now=_at(13), by="alice").asked is Asked.JUST_CHECKED
    assert archive.number("SELECT count(*) FROM jobs") == 0


def test_a_request_whose_check_was_folded_passes_to_no_later_one(archive: Archive) -> None:
    request_check(archive, 1, now=_at(10), by="alice")
    later = _checked(archive, 30)
    archive.conn.execute("PRAGMA foreign_keys = OFF")  # of a version that none of this needs
    with archive.writing() as conn:
        conn.execute(
            "INSERT INTO folds (page_id, version_id, first_fetch_id, first_at, last_at, checks,"
            " not_modified, same_bytes, same_slice, read, folded_at, alike, packed)"
            " VALUES (1, 1, 900, ?, ?, 2, 2, 0, 0, 0, ?, '{}', x'00')",
            (_at(12), _at(20), _at(40)),
        )
    row = archive.row("SELECT asked_by FROM check_log WHERE fetch_id = ?", (later,))
    assert row is not None
    assert row["asked_by"] is None


def test_however_many_checks_there_are_a_request_is_found_by_an_index(archive: Archive) -> None:
    plan = archive.rows("EXPLAIN QUERY PLAN SELECT * FROM check_log ORDER BY started_at DESC")
    told = " ".join(row["detail"] for row in plan)
    assert "jobs_asked" in told
    assert "SCAN j" not in told
