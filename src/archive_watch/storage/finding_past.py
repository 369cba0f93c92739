"""What pages said in versions that are no longer current, the latest first.

Those that stand in the index of past versions are found in it; those that wait for it, and words of
scripts that no index knows, by reading.  Both come in one order, so nobody sees which was which.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from archive_watch.storage.database import Archive
from archive_watch.storage.past_words import VERSION_OF_ROW, WAITS
from archive_watch.storage.reading_hits import FROM, SPOKEN, WITH_LETTER, Hit, read_hits
from archive_watch.storage.sought import Sought

_Candidate = tuple[str, int]
_ORDER = "v.first_seen_at DESC, v.id DESC"
_PLACES = " CROSS JOIN pages p ON p.id = v.page_id CROSS JOIN sites s ON s.id = p.site_id"
_WAITING = " AND ".join(f"v.{term}" for term in WAITS.split(" AND "))


def in_past_versions(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """What pages said in versions that are no longer current, the latest first."""
    if limit <= 0:
        return []
    parts = (
        [_with_letter(archive, sought)]
        if sought.letter is not None
        else [_waiting(archive, sought), _indexed(archive, sought)]
    )
    found = heapq.merge(*parts, reverse=True)
    return read_hits(archive, sought, (version_id for _, version_id in found), limit=limit)


def _indexed(archive: Archive, sought: Sought) -> Iterator[_Candidate]:
    """Those of the index that have all of the words."""
    yield from _candidates(
        archive,
        sought,
        f" FROM past_fts f CROSS JOIN versions v ON v.id = {VERSION_OF_ROW}"
        f" AND v.past_rowid = f.rowid{_places(sought)}",
        "past_fts MATCH :match AND v.is_current = 0 AND v.retracted_at IS NULL",
        order="f.rowid DESC",
    )


def _waiting(archive: Archive, sought: Sought) -> Iterator[_Candidate]:
    """Those that are in no index yet, whatever they say."""
    yield from _candidates(
        archive,
        sought,
        f" FROM versions v INDEXED BY versions_unsearched{_places(sought)}",
        _WAITING,
        order=_ORDER,
    )


def _with_letter(archive: Archive, sought: Sought) -> Iterator[_Candidate]:
    """All that have a letter of a script that no index knows."""
    past = f"v.is_current = 0 AND v.retracted_at IS NULL{WITH_LETTER}"
    yield from _candidates(archive, sought, FROM, past, order=_ORDER)


def _candidates(
    archive: Archive, sought: Sought, tables: str, where: str, *, order: str
) -> Iterator[_Candidate]:
    spoken = "" if sought.speaker is None else f" AND {SPOKEN}"
    sql = (
        f"SELECT v.first_seen_at, v.id{tables} WHERE {where}{sought.narrowed}{spoken}"
        f" ORDER BY {order}"
    )
    for row in archive.each(sql, sought.values):
        yield row["first_seen_at"], row["id"]


def _places(sought: Sought) -> str:
    """The tables that say where a version stands, where that is asked."""
    return _PLACES if sought.host else ""
