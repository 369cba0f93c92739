"""How many checks a timeline tells: each of them, or of an archive's millions what their rounds say."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.runs import finish_run, start_run
from archive_watch.storage.timeline import are_all_counted, checks_in
from storage.claiming import added

_DAYS = [("2026-03-01", "2026-03-01"), ("2026-03-02", "2026-03-02")]


def _checked(archive: Archive, day: str, times: int, *, page_id: int, run_id: int | None) -> None:
    with archive.writing() as conn:
        conn.executemany(
            "INSERT INTO fetches (page_id, run_id, observed_at, source, outcome)"
            " VALUES (?, ?, ?, 'live', 'unchanged')",
            [(page_id, run_id, f"{day}T10:{minute:02}:00Z") for minute in range(times)],
        )


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Eight checks on each of two days: those of the first were imported, the second is a round's."""
    made = open_archive(tmp_path / "archive.db", create=True)
    page_id = added(made, "https://www.counted.example/a")
    _checked(made, "2026-03-01", 8, page_id=page_id, run_id=None)
    run_id = start_run(made, trigger="schedule", kind="fetch", at="2026-03-02T10:00:00Z")
    _checked(made, "2026-03-02", 8, page_id=page_id, run_id=run_id)
    finish_run(made, run_id, at="2026-03-02T11:00:00Z", checked=8, changed=0, failed=0)
    return made


def test_every_check_of_an_archive_is_counted(archive: Archive) -> None:
    with archive:
        assert are_all_counted(archive)
        assert checks_in(archive, _DAYS) == {"2026-03-01": 8, "2026-03-02": 8}


def test_of_a_large_archive_the_rounds_say_how_many_checks_they_made(archive: Archive) -> None:
    with archive:
        assert not are_all_counted(archive, most=6)
        assert checks_in(archive, _DAYS, most=6) == {"2026-03-01": 3, "2026-03-02": 8}
