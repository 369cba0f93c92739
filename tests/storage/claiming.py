"""What the tests of claims share: pages that are due, claims, and checks that are done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.schedule.turns import horizon
from archive_watch.storage import frontier, given_back, pages, spending
from archive_watch.storage.database import Archive

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def added(archive: Archive, url: str, *, due: datetime = BEGIN, checked: bool = True) -> int:
    """A page that is due, and that was checked a day before unless it is new."""
    with archive.writing() as conn:
        page, _ = pages.add_page(
            archive, url, at=utc_text(BEGIN), added_by="command", due_at=utc_text(due)
        )
        if checked:
            conn.execute(
                "UPDATE pages SET state = 'live', last_checked_at = ? WHERE id = ?",
                (utc_text(due - timedelta(days=1)), page.id),
            )
    return page.id


def claimed(
    archive: Archive, now: datetime = BEGIN, *, limit: int = 8, budget: int = 0, idle: bool = False
) -> list[WatchedPage]:
    return frontier.claim_due(
        archive,
        horizon(now, deadline_seconds=60, idle=idle),
        owner="me",
        limit=limit,
        budget=budget,
    )


def done(archive: Archive, page: WatchedPage, now: datetime = BEGIN, *, spent: int = 0) -> None:
    """A check of a claimed page, after which it is due in a day."""
    with archive.writing() as conn:
        given_back.give_back(
            archive, page.id, given_back.Asking(next_fetch_at=utc_text(now + timedelta(days=1)))
        )
        conn.execute(
            "UPDATE pages SET state = 'live', last_checked_at = ? WHERE id = ?",
            (utc_text(now), page.id),
        )
        if spent:
            spending.note_spent(archive, page.host, spent, at=utc_text(now))
