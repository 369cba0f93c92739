"""The daemon's sign of life: one row, so that whoever reads the archive can tell whether it runs."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch import __version__
from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """What the daemon last told of itself; times are UTC text.

    ``stopped_at`` is None while it runs, and for one that was killed; ``trouble`` is what keeps it
    from asking.
    """

    pid: int
    software: str
    started_at: str
    seen_at: str
    progressed_at: str | None
    stopped_at: str | None
    trouble: str | None
    clock_ahead_seconds: float


def last_heartbeat(archive: Archive) -> Heartbeat | None:
    """What the daemon last told; None where none ever ran."""
    row = archive.row(
        "SELECT pid, software, started_at, seen_at, progressed_at, stopped_at, trouble,"
        " clock_ahead_seconds FROM daemon"
    )
    return None if row is None else Heartbeat(**dict(row))


def begin_heartbeat(archive: Archive, *, pid: int, at: str) -> None:
    """A daemon begins to watch."""
    with archive.writing() as conn:
        conn.execute(
            "INSERT OR REPLACE INTO daemon (id, pid, software, started_at, seen_at)"
            " VALUES (1, ?, ?, ?, ?)",
            (pid, f"archive-watch {__version__}", at, at),
        )


def beat(
    archive: Archive,
    *,
    at: str,
    progressed_at: str | None,
    trouble: str | None,
    clock_ahead_seconds: float,
) -> None:
    """It lives."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE daemon SET seen_at = ?, progressed_at = ?, trouble = ?, clock_ahead_seconds = ?",
            (at, progressed_at, trouble, clock_ahead_seconds),
        )


def end_heartbeat(archive: Archive, *, at: str) -> None:
    """It stopped, as it was told to."""
    with archive.writing() as conn:
        conn.execute("UPDATE daemon SET seen_at = ?, stopped_at = ?", (at, at))
