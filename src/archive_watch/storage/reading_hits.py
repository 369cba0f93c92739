"""Versions that may say what is sought, read in their order until enough of them do.

An index knows which versions have all of the words; who says them, and where, is seen by reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from archive_watch.storage.database import Archive, Row
from archive_watch.storage.snippets import matching
from archive_watch.storage.sought import Sought

Hit = dict[str, Any]
SHOWN = (
    "url", "host", "state", "title", "speaker", "published_on", "version", "change_id", "not_before",
    "not_after", "page_id", "version_id",
)  # fmt: skip
LIKE = "LIKE :speaker ESCAPE '\\'"
OF_VERSION = (
    "p.url, s.host, p.state, v.title, {speaker} AS speaker, v.published_on, v.number AS version,"
    " p.id AS page_id, v.id AS version_id"
)
FROM = (
    " FROM versions v JOIN texts t ON t.id = v.text_id JOIN pages p ON p.id = v.page_id"
    " JOIN sites s ON s.id = p.site_id"
)
WITH_LETTER = " AND instr(coalesce(v.title, '') || t.text, :letter)"
# What a speaker says: their turns, or, where nobody has any, the whole of a page under their name.
_NOBODY_SPEAKS = (
    "NOT EXISTS (SELECT 1 FROM turns u WHERE u.version_id = v.id AND u.speaker IS NOT NULL)"
)
SPOKEN = (
    f"(EXISTS (SELECT 1 FROM turns u WHERE u.version_id = v.id AND (u.speaker {LIKE} OR u.person {LIKE}))"
    f" OR v.speaker {LIKE} AND {_NOBODY_SPEAKS})"
)
"""What is true of a version in which the speaker speaks."""
_SAID = (
    f"SELECT {OF_VERSION.format(speaker='u.speaker')}, '' AS head,"
    " substr(t.text, u.start + 1, u.length) AS words, v.id AS key"
    f"{FROM} JOIN turns u ON u.version_id = v.id"
    f" WHERE v.id = :version AND (u.speaker {LIKE} OR u.person {LIKE})"
    f" UNION ALL SELECT {OF_VERSION.format(speaker='v.speaker')}, coalesce(v.title, ''), t.text, v.id"
    f"{FROM} WHERE v.id = :version AND v.speaker {LIKE} AND {_NOBODY_SPEAKS}"
)
_WHOLE = (
    f"SELECT {OF_VERSION.format(speaker='v.speaker')}, coalesce(v.title, '') AS head,"
    f" t.text AS words, v.id AS key{FROM} WHERE v.id = :version"
)


def read_hits(
    archive: Archive, sought: Sought, candidates: Iterable[int], *, limit: int
) -> list[Hit]:
    """The first ``limit`` of the candidates that have all of the words, each with a snippet: where a
    speaker is named, theirs in one go."""
    found = matching(_words_of(archive, sought, candidates), sought, first=limit)
    return [hit(row, snippet) for row, snippet in islice(found, max(0, limit))]


def _words_of(archive: Archive, sought: Sought, candidates: Iterable[int]) -> Iterator[Row]:
    sql = _WHOLE if sought.speaker is None else _SAID
    for version_id in candidates:
        yield from archive.rows(sql, {**sought.values, "version": version_id})


def hit(row: Row, snippet: str) -> Hit:
    """A row as a hit; what it does not tell is None."""
    known = row.keys()
    return {**{name: row[name] if name in known else None for name in SHOWN}, "snippet": snippet}
