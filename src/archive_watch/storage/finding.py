"""Full text search of current versions; of past ones: ``finding_past``.

The words of one speaker are indexed for one question, in memory, by the same rules: who says half of
what is sought does not say it.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive_watch.storage.database import Archive, Row
from archive_watch.storage.reading_hits import (
    FROM,
    OF_VERSION,
    SPOKEN,
    WITH_LETTER,
    Hit,
    hit,
    read_hits,
)
from archive_watch.storage.snippets import SNIPPET
from archive_watch.storage.sought import Sought

# To weigh a hit takes some 2 microseconds: of a word that half of a large archive has, and which tells
# little by its weight, the latest hits alone are weighed, unless they are narrowed otherwise.
_MOST_WEIGHED = 20_000
_LATEST = (
    " AND f.rowid >= coalesce((SELECT rowid FROM transcripts_fts WHERE transcripts_fts MATCH :match"
    " ORDER BY rowid DESC LIMIT 1 OFFSET :weighed), 0)"
)


def in_current_versions(
    archive: Archive,
    sought: Sought,
    *,
    gone: bool | None,
    limit: int,
    weighed: int = _MOST_WEIGHED,
) -> list[Hit]:
    """What pages say now, the best first; ``gone``: the last words of those that are no more.

    None: both.  Of a word on more than ``weighed`` pages, the best of those that were read last.
    """
    there = {None: "", True: " AND p.state = 'removed'", False: " AND p.state <> 'removed'"}[gone]
    more = f"{sought.narrowed}{there}"
    if sought.letter is not None:
        return read_hits(archive, sought, _with_letter(archive, sought, more), limit=limit)
    if sought.speaker is not None:
        return read_hits(archive, sought, _by_speaker(archive, sought, more), limit=limit)
    ranked = (
        f"SELECT {OF_VERSION.format(speaker='v.speaker')},"
        f" {SNIPPET.format(table='transcripts_fts', column=1)} AS snippet FROM transcripts_fts f"
        " JOIN versions v ON v.id = f.rowid JOIN pages p ON p.id = v.page_id"
        " JOIN sites s ON s.id = p.site_id WHERE transcripts_fts MATCH :match"
        f"{more}{{latest}} ORDER BY rank LIMIT :limit"
    )
    values = {**sought.values, "limit": limit, "weighed": weighed}
    rows = list[Row]()
    if not gone and not sought.narrowed and limit <= weighed:
        rows = archive.rows(ranked.format(latest=_LATEST), values)
    if len(rows) < limit:
        rows = archive.rows(ranked.format(latest=""), values)
    return [hit(row, row["snippet"]) for row in rows]


def _with_letter(archive: Archive, sought: Sought, more: str) -> Iterator[int]:
    """Current versions with a letter of a script that no index knows, the latest read first."""
    spoken = "" if sought.speaker is None else f" AND {SPOKEN}"
    sql = (
        f"SELECT v.id{FROM} WHERE v.is_current = 1{more}{spoken}{WITH_LETTER}"
        " ORDER BY v.first_seen_at DESC, v.id DESC"
    )
    return (row["id"] for row in archive.each(sql, sought.values))


def _by_speaker(archive: Archive, sought: Sought, more: str) -> Iterator[int]:
    """Current versions with the words in which the speaker speaks, the latest read first."""
    sql = (
        "SELECT v.id FROM transcripts_fts f CROSS JOIN versions v ON v.id = f.rowid"
        " CROSS JOIN pages p ON p.id = v.page_id CROSS JOIN sites s ON s.id = p.site_id"
        f" WHERE transcripts_fts MATCH :match AND {SPOKEN} AND v.is_current = 1{more}"
        " ORDER BY f.rowid DESC"
    )
    return (row["id"] for row in archive.each(sql, sought.values))
