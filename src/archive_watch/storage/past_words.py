"""The index of what pages said in versions that are no longer current.

A past version is in it where its ``past_rowid`` is set: that alone puts its words in, and triggers take
them out with whatever makes them untrue (the version is current again, set aside, reworded, seen
earlier).  One that is not in it yet waits, and a search reads it: nothing is ever missed in silence.
Some are put in at once, for one by one takes three times the work and the room.
"""

from __future__ import annotations

from archive_watch.storage.database import Archive

VERSION_OF_ROW = "(f.rowid & 1073741823)"
"""Which version a row ``f`` of the index is: its lower thirty bits."""
ROW = "coalesce(CAST(strftime('%s', first_seen_at) AS INTEGER), 0) * 1073741824 + id"
"""A version's row in the index: of two, the one first seen later has the greater."""
WAITS = "is_current = 0 AND retracted_at IS NULL AND text_id IS NOT NULL AND past_rowid IS NULL"
"""What is true of a version that belongs into the index and is not in it."""
_MOST_WORDS = 60_000  # in one go: some 50 ms, and others write between
_MOST_VERSIONS = 500
_ENOUGH, _TOO_MANY = 32, 500  # a search reads thirty in some ten milliseconds


def index_if_many_wait(archive: Archive) -> None:
    """Put what waits into the index where there is enough of it, inside the caller's transaction.

    What an archive of an earlier program brings is more than that, and nothing for a check to do.
    """
    if _ENOUGH <= waiting_versions(archive, most=_TOO_MANY) < _TOO_MANY:
        _index(archive)


def waiting_versions(archive: Archive, *, most: int = 1_000_000_000) -> int:
    """How many past versions wait to be indexed; no more than ``most`` are counted."""
    return archive.number(
        f"SELECT count(*) FROM (SELECT 1 FROM versions INDEXED BY versions_unsearched WHERE {WAITS}"
        " LIMIT ?)",
        (most,),
    )


def index_some_past(archive: Archive) -> int:
    """Put some of the versions that wait into the index, the latest first; how many, 0: none waits."""
    with archive.writing():
        return _index(archive)


def _index(archive: Archive) -> int:
    chosen = _some(archive)
    archive.conn.executemany(
        f"UPDATE versions SET past_rowid = {ROW} WHERE id = ? AND {WAITS}",
        [(version_id,) for version_id in reversed(chosen)],  # FTS5 gathers rows that ascend
    )
    return len(chosen)


def _some(archive: Archive) -> list[int]:
    """As many of those that wait as are done in a moment: one at least."""
    rows = archive.rows(
        "SELECT w.id, t.words FROM (SELECT id, text_id FROM versions"
        f" INDEXED BY versions_unsearched WHERE {WAITS} ORDER BY first_seen_at DESC LIMIT ?) w"
        " JOIN texts t ON t.id = w.text_id",
        (_MOST_VERSIONS,),
    )
    chosen, left = list[int](), _MOST_WORDS
    for row in rows:
        if chosen and row["words"] > left:
            break
        chosen.append(row["id"])
        left -= row["words"]
    return chosen


def empty_past(archive: Archive) -> None:
    """Take everything out of the index, inside the caller's transaction: all past versions wait."""
    archive.conn.execute("UPDATE versions SET past_rowid = NULL WHERE past_rowid IS NOT NULL")
    archive.conn.execute("INSERT INTO past_fts(past_fts) VALUES ('delete-all')")
