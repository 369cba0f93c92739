"""Chores: when each was last begun, when it last ended well, and what went wrong since.

A chore counts as failed from its beginning until it ends well, so that one which takes the whole
process with it is not begun again at every start.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive

CONFIGURATION = "configuration"
"""No chore, but told like one: that the configuration as it is now cannot be used."""

UNFINISHED = "it was cut short"
"""What is told of a chore that was begun and did not end: it is under way, or was killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoreRecord:
    """What is known of one chore; times are UTC text, ``failures`` are those in a row."""

    name: str
    last_started_at: str
    last_ok_at: str | None
    last_error: str | None
    failures: int


def chore_records(archive: Archive) -> dict[str, ChoreRecord]:
    """Every chore that was ever begun, by name."""
    rows = archive.rows(
        "SELECT name, last_started_at, last_ok_at, last_error, failures FROM chores ORDER BY name"
    )
    return {row["name"]: ChoreRecord(**dict(row)) for row in rows}


def begin_chore(archive: Archive, name: str, *, at: str) -> None:
    """The chore begins at ``at``."""
    with archive.writing() as conn:
        conn.execute(
            "INSERT INTO chores (name, last_started_at, last_error, failures)"
            " VALUES (:name, :at, :unfinished, 1) ON CONFLICT (name) DO UPDATE SET"
            " last_started_at = :at, last_error = :unfinished, failures = failures + 1",
            {"name": name, "at": at, "unfinished": UNFINISHED},
        )


def end_chore(archive: Archive, name: str, *, at: str) -> None:
    """The chore ended well."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE chores SET last_ok_at = ?, last_error = NULL, failures = 0 WHERE name = ?",
            (at, name),
        )


def fail_chore(archive: Archive, name: str, *, error: str) -> None:
    """The chore ended badly; ``error`` says how, for people."""
    with archive.writing() as conn:
        conn.execute("UPDATE chores SET last_error = ? WHERE name = ?", (error, name))
