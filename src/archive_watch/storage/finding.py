"""Full text search of versions: in the index of current ones, and in those before them.

Only current versions are indexed on disk.  Past versions are few where hardly anything changes:
they are indexed for one question, in memory, by the same rules.  So are the words of one speaker:
who says half of what is sought does not say it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from archive_watch.storage.database import Archive, Row
from archive_watch.storage.snippets import SNIPPET, matching
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
_FROM = (
    " FROM versions v JOIN texts t ON t.id = v.text_id JOIN pages p ON p.id = v.page_id"
    " JOIN sites s ON s.id = p.site_id"
)
# What a speaker says: their turns, or, where nobody has any, the whole of a page under their name.
_SAID = (
    f"SELECT {OF_VERSION.format(speaker='u.speaker')}, '' AS head,"
    " substr(t.text, u.start + 1, u.length) AS words, v.id AS key"
    f"{_FROM} JOIN turns u ON u.version_id = v.id"
    f" WHERE (u.speaker {LIKE} OR u.person {LIKE}){{more}}"
    f" UNION ALL SELECT {OF_VERSION.format(speaker='v.speaker')}, coalesce(v.title, ''), t.text, v.id"
    f"{_FROM} WHERE v.speaker {LIKE}"
    " AND NOT EXISTS (SELECT 1 FROM turns u WHERE u.version_id = v.id AND u.speaker IS NOT NULL)"
    "{more} ORDER BY key DESC"
)
_WHOLE = (
    f"SELECT {OF_VERSION.format(speaker='v.speaker')}, coalesce(v.title, '') AS head,"
    f" t.text AS words, v.id AS key{_FROM} WHERE 1{{more}} ORDER BY v.first_seen_at DESC, v.id DESC"
)
# To weigh a hit takes some 2 microseconds: of a word that half of a large archive has, and which tells
# little by its weight, the latest hits alone are weighed, unless they are narrowed otherwise.
_MOST_WEIGHED = 20_000
_LATEST = (
    " AND f.rowid >= coalesce((SELECT rowid FROM transcripts_fts WHERE transcripts_fts MATCH :match"
    " ORDER BY rowid DESC LIMIT 1 OFFSET :weighed), 0)"
)
_WITH_LETTER = " AND instr(coalesce(v.title, '') || t.text, :letter)"


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
    if sought.letter is not None or sought.speaker is not None:
        indexed = (
            " AND v.id IN (SELECT rowid FROM transcripts_fts WHERE transcripts_fts MATCH :match)"
        )
        known = _WITH_LETTER if sought.letter is not None else indexed
        return _read(archive, sought, f"{more} AND v.is_current = 1{known}", limit)
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


def in_past_versions(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """What pages said in versions that are no longer current, the latest first."""
    known = "" if sought.letter is None else _WITH_LETTER
    past = f"{sought.narrowed} AND v.is_current = 0 AND v.retracted_at IS NULL{known}"
    return _read(archive, sought, past, limit)


def _read(archive: Archive, sought: Sought, more: str, limit: int) -> list[Hit]:
    """The versions that have all of the words: where a speaker is named, theirs in one go."""
    sql = _WHOLE if sought.speaker is None else _SAID
    rows: Iterable[Row] = archive.each(sql.format(more=more), sought.values)
    return [hit(row, snippet) for row, snippet in islice(matching(rows, sought), max(0, limit))]


def hit(row: Row, snippet: str) -> Hit:
    """A row as a hit; what it does not tell is None."""
    known = row.keys()
    return {**{name: row[name] if name in known else None for name in SHOWN}, "snippet": snippet}
