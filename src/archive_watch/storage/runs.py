"""Runs: one row for each round of work, so that the health of the watch can be read later."""

from __future__ import annotations

from archive_watch import __version__
from archive_watch.storage.database import Archive


def start_run(archive: Archive, *, trigger: str, kind: str, at: str) -> int:
    """Open a run; its id.  ``trigger`` is schedule, manual, import or demo."""
    with archive.writing() as conn:
        cursor = conn.execute(
            "INSERT INTO runs (trigger, kind, started_at, software) VALUES (?, ?, ?, ?)",
            (trigger, kind, at, f"archive-watch {__version__}"),
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish_run(
    archive: Archive,
    run_id: int,
    *,
    at: str,
    checked: int,
    changed: int,
    failed: int,
    wanted: int | None = None,
) -> None:
    """Close a run with its counts.

    ``partial`` when some checks failed, ``failed`` when all did, ``abandoned`` when it was stopped
    before the ``wanted`` number of checks was made.
    """
    outcome = "ok" if failed == 0 else "failed" if failed >= checked else "partial"
    if wanted is not None and checked < wanted:
        outcome = "abandoned"
    with archive.writing() as conn:
        conn.execute(
            "UPDATE runs SET finished_at = ?, outcome = ?, checked = ?, changed = ?, failed = ?"
            " WHERE id = ?",
            (at, outcome, checked, changed, failed, run_id),
        )


def abandon_open_runs(archive: Archive, *, at: str) -> int:
    """Close the scheduled runs that a killed daemon left open; how many there were.

    For the daemon alone, which is one an archive: runs made by hand may be under way.
    """
    with archive.writing() as conn:
        cursor = conn.execute(
            "UPDATE runs SET finished_at = ?, outcome = 'abandoned'"
            " WHERE finished_at IS NULL AND trigger = 'schedule'",
            (at,),
        )
    return cursor.rowcount
