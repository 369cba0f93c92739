"""Whatever happens to its pages, a host's row in the frontier says what they say."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.storage import frontier, sites
from archive_watch.storage.database import Archive
from fresh import fresh_archive
from storage.claiming import BEGIN, added, claimed, done

OPERATIONS = ("add", "claim", "done", "put back", "extend", "pause", "resume", "hold", "by hand")


@settings(max_examples=12)
@given(
    st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 5)), min_size=40, max_size=80)
)
def test_a_host_s_row_always_says_what_its_pages_say(steps: list[tuple[str, int]]) -> None:
    with (
        TemporaryDirectory() as folder,
        fresh_archive(Path(folder) / "a.db") as archive,
    ):
        held: list[WatchedPage] = []
        for number in range(6):
            _do(archive, held, "add", number, BEGIN)
        for second, (what, number) in enumerate(steps):
            _do(archive, held, what, number, BEGIN + timedelta(seconds=20 * second))
            assert _told(archive) == _true(archive), what


def _do(archive: Archive, held: list[WatchedPage], what: str, number: int, now: datetime) -> None:
    page_id = number + 1
    if what == "add":
        added(archive, f"https://{number % 2}.example/{number}", due=now, checked=number > 2)
    elif what == "claim":
        held += claimed(archive, now, limit=number)
    elif what == "done" and held:
        done(archive, held.pop(), now)
    elif what == "put back" and held:
        frontier.give_back(archive, held.pop())
    elif what == "extend":
        frontier.extend_leases(archive, owner="me", until=utc_text(now + timedelta(minutes=9)))
    elif what == "hold":
        sites.hold_until(archive, f"{number % 2}.example", now.timestamp() + 99, at=utc_text(now))
    elif what == "by hand":
        until = utc_text(now + timedelta(minutes=5))
        frontier.claim_page(
            archive, page_id, now=utc_text(now), lease_until=until, owner=f"fetch {number}"
        )
    elif what in {"pause", "resume"}:
        state = "paused" if what == "pause" else "live"
        with archive.writing() as conn:
            conn.execute("UPDATE pages SET state = ? WHERE id = ?", (state, page_id))


def _told(archive: Archive) -> list[tuple[object, ...]]:
    rows = archive.rows("SELECT site_id, due_at, leased_until FROM frontier ORDER BY site_id")
    return [tuple(row) for row in rows]


def _true(archive: Archive) -> list[tuple[object, ...]]:
    rows = archive.rows(
        "SELECT s.id, (SELECT min(next_fetch_at) FROM pages p WHERE p.site_id = s.id"
        "   AND p.state <> 'paused'), coalesce((SELECT max(lease_until) FROM pages p"
        "   WHERE p.site_id = s.id), '') FROM sites s ORDER BY s.id"
    )
    return [tuple(row) for row in rows]
