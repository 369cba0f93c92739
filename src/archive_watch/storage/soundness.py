"""SQLite's own checks of the file, and the rows whose digests can be checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive_watch.errors import ArchiveDamaged
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.past_words import ROW

SEARCH_INDEXES = {
    "transcripts_fts": "current transcripts",
    "past_fts": "past versions",
    "edits_fts": "edits of the changes that stand",
}
DISAGREES = (
    "the full-text index does not agree with the {}; `archive-watch reindex --anew` makes it again"
)


def structure_faults(archive: Archive) -> list[str]:
    """What SQLite finds wrong: pages, indexes, foreign keys, the full-text index."""
    faults = [row[0] for row in archive.rows("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [
        f"row {row['rowid']} of {row['table']} refers to a missing row of {row['parent']}"
        for row in archive.rows("PRAGMA foreign_key_check")
    ]
    faults += _strays(archive)
    if not faults and archive.gate is not None:
        faults += _index_faults(archive)
    return faults


def _index_faults(archive: Archive) -> list[str]:
    faults = []
    for index, words in SEARCH_INDEXES.items():
        try:
            with archive.writing() as conn:
                conn.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        except (ArchiveDamaged, sqlite3.DatabaseError, UnicodeDecodeError):  # SQLite's own message
            faults.append(DISAGREES.format(words))
    return faults


def _strays(archive: Archive) -> Iterator[str]:
    """The versions that say of themselves that they stand in the index of past ones and should not,
    or elsewhere in it."""
    for row in archive.rows(
        f"SELECT id FROM versions WHERE past_rowid IS NOT NULL AND (past_rowid <> {ROW}"
        " OR is_current = 1 OR retracted_at IS NOT NULL OR text_id IS NULL)"
    ):
        yield f"version {row['id']} is in no place of its own in the index of past versions"


def dictionaries(archive: Archive) -> Iterator[Row]:
    """Every compression dictionary."""
    yield from archive.each("SELECT id, sha256, data FROM codec_dictionaries ORDER BY id")


def captures(archive: Archive) -> Iterator[tuple[int, str]]:
    """Every capture's id and digest."""
    for row in archive.each("SELECT id, sha256 FROM captures ORDER BY id"):
        yield row["id"], row["sha256"]


def texts(archive: Archive) -> Iterator[int]:
    """Every text's id."""
    for row in archive.each("SELECT id FROM texts ORDER BY id"):
        yield row["id"]


def text_row(archive: Archive, text_id: int) -> Row:
    """A text with its digest and its count of words.  Raises ArchiveDamaged."""
    row = archive.row("SELECT sha256, words, text FROM texts WHERE id = ?", (text_id,))
    if row is None:
        raise ArchiveDamaged("it cannot be found by its id")
    return row


def pages(archive: Archive) -> Iterator[tuple[int, str]]:
    """Every page's id and address, the paused ones too."""
    for row in archive.each("SELECT id, url FROM pages ORDER BY id"):
        yield row["id"], row["url"]


def versions_of(archive: Archive, page_id: int) -> list[Row]:
    """The versions of a page as stored, each with the digest of its capture."""
    return archive.rows(
        "SELECT v.*, c.sha256 AS capture_sha256, (SELECT min(f.observed_at) FROM fetches f"
        " WHERE f.page_id = v.page_id AND f.version_id = v.id) AS seen_at FROM versions v"
        " LEFT JOIN captures c ON c.id = v.capture_id WHERE v.page_id = ? ORDER BY v.id",
        (page_id,),
    )


def telling_checks(archive: Archive, page_id: int) -> dict[int, str]:
    """The checks of a page that are logged as having brought something new."""
    rows = archive.rows(
        "SELECT id, outcome FROM fetches WHERE page_id = ?"
        " AND outcome IN ('new', 'changed', 'moved')",
        (page_id,),
    )
    return {row["id"]: row["outcome"] for row in rows}
