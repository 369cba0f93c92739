"""Search indexes that do not agree with their texts are made anew of them."""

from __future__ import annotations

from archive_watch.storage.database import Archive
from archive_watch.storage.past_words import empty_past

_OF_VIEWS = ("transcripts_fts", "edits_fts")


def make_indexes_anew(archive: Archive) -> None:
    """Read the index of current versions and that of edits anew from their views, each in one
    transaction, and empty that of past versions: they wait to be indexed again."""
    for index in _OF_VIEWS:
        with archive.writing() as conn:
            conn.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    with archive.writing():
        empty_past(archive)
