"""SQLite's own checks of the file, and the rows whose digests can be checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive_watch.errors import ArchiveDamaged
from archive_watch.storage.database import Archive


def structure_faults(archive: Archive) -> list[str]:
    """What SQLite finds wrong: pages, indexes, foreign keys, the full-text index."""
    faults = [row[0] for row in archive.rows("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [
        f"row {row['rowid']} of {row['table']} refers to a missing row of {row['parent']}"
        for row in archive.rows("PRAGMA foreign_key_check")
    ]
    if not faults and archive.gate is not None:
        faults += _index_faults(archive)
    return faults


def _index_faults(archive: Archive) -> list[str]:
    try:
        with archive.writing() as conn:
            conn.execute(
                "INSERT INTO transcripts_fts(transcripts_fts, rank) VALUES ('integrity-check', 1)"
            )
    except (ArchiveDamaged, sqlite3.DatabaseError):
        return ["the full-text index does not agree with the current transcripts"]
    return []


def captures(archive: Archive) -> Iterator[tuple[int, str]]:
    """Every capture's id and digest."""
    for row in archive.each("SELECT id, sha256 FROM captures ORDER BY id"):
        yield row["id"], row["sha256"]


def texts(archive: Archive) -> Iterator[tuple[int, str, str]]:
    """Every text's id, digest and words."""
    for row in archive.each("SELECT id, sha256, text FROM texts ORDER BY id"):
        yield row["id"], row["sha256"], row["text"]
