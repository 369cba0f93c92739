"""A clock that was far ahead leaves nothing behind that waits for it."""

from __future__ import annotations

from pathlib import Path

from archive_watch.storage.chores import begin_chore, chore_records
from archive_watch.storage.clock_jumps import shift_plans
from fresh import fresh_archive

YEAR_SECONDS = 365 * 86_400


def test_a_chore_that_was_begun_a_year_ahead_is_due_again_in_its_turn(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        begin_chore(archive, "copy", at="2027-03-01T10:00:00Z")
        begin_chore(archive, "ping", at="2026-03-01T11:00:00Z")
        begin_chore(archive, "fold", at="2029-03-01T11:00:00Z")
        shift_plans(archive, seconds=YEAR_SECONDS, now="2026-03-01T12:00:00Z")
        begun = {name: record.last_started_at for name, record in chore_records(archive).items()}
    assert begun == {
        "copy": "2026-03-01T10:00:00Z",
        "ping": "2026-03-01T11:00:00Z",
        "fold": "2026-03-01T12:00:00Z",
    }
