"""Full text search: in the index of current versions, in the versions before them, in edits.

Only current versions are indexed on disk.  Past versions and edits are few where hardly anything
changes: they are indexed for one question, in memory, a batch at a time, by the same rules.  So are
the words of one speaker: who says half of what is sought does not say it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from archive_watch.storage.database import Archive, Row

Hit = dict[str, Any]
_SNIPPET = "snippet({table}, {column}, '[[', ']]', '…', 24)"
_BATCH = 200
_SHOWN = (
    "url", "host", "state", "title", "speaker", "published_on", "version", "change_id", "not_before",
    "not_after",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: an FTS5 query, whose words, and published between which days.

    ``speaker`` is part of a label, of a person or of the head's speaker, whatever its case.
    """

    match: str
    speaker: str | None = None
    published_from: str | None = None
    published_to: str | None = None

    @property
    def values(self) -> dict[str, object]:
        """The values that ``clauses`` are bound to."""
        spoken = (self.speaker or "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return {
            "match": self.match,
            "speaker": f"%{spoken}%",
            "from": self.published_from,
            "to": self.published_to,
        }

    @property
    def days(self) -> str:
        """SQL that narrows a version ``v`` to the days that are looked for."""
        return (" AND v.published_on >= :from" if self.published_from else "") + (
            " AND v.published_on <= :to" if self.published_to else ""
        )


_LIKE = "LIKE :speaker ESCAPE '\\'"
_VERSION = (
    "p.url, s.host, p.state, v.title, {speaker} AS speaker, v.published_on, v.number AS version"
)
_OF_VERSION = (
    " FROM versions v JOIN texts t ON t.id = v.text_id JOIN pages p ON p.id = v.page_id"
    " JOIN sites s ON s.id = p.site_id"
)
# What a speaker says: their turns, or, where nobody has any, the whole of a page under their name.
_SAID = (
    f"SELECT {_VERSION.format(speaker='u.speaker')}, '' AS head,"
    " substr(t.text, u.start + 1, u.length) AS words, v.id AS key"
    f"{_OF_VERSION} JOIN turns u ON u.version_id = v.id"
    f" WHERE (u.speaker {_LIKE} OR u.person {_LIKE}){{more}}"
    f" UNION ALL SELECT {_VERSION.format(speaker='v.speaker')}, coalesce(v.title, ''), t.text, v.id"
    f"{_OF_VERSION} WHERE v.speaker {_LIKE}"
    " AND NOT EXISTS (SELECT 1 FROM turns u WHERE u.version_id = v.id AND u.speaker IS NOT NULL)"
    "{more} ORDER BY key DESC"
)


def in_current_versions(
    archive: Archive, sought: Sought, *, gone: bool | None, limit: int
) -> list[Hit]:
    """What pages say now, the best first; ``gone``: the last words of those that are no more.

    None: both.
    """
    there = {None: "", True: " AND p.state = 'removed'", False: " AND p.state <> 'removed'"}[gone]
    if sought.speaker is not None:
        indexed = "(SELECT rowid FROM transcripts_fts WHERE transcripts_fts MATCH :match)"
        more = f"{sought.days}{there} AND v.is_current = 1 AND v.id IN {indexed}"
        return _said(archive, sought, more, limit)
    rows = archive.rows(
        f"SELECT {_VERSION.format(speaker='v.speaker')},"
        f" {_SNIPPET.format(table='transcripts_fts', column=1)} AS snippet FROM transcripts_fts f"
        " JOIN versions v ON v.id = f.rowid JOIN pages p ON p.id = v.page_id"
        " JOIN sites s ON s.id = p.site_id WHERE transcripts_fts MATCH :match"
        f"{sought.days}{there} ORDER BY rank LIMIT :limit",
        {**sought.values, "limit": limit},
    )
    return [_hit(row, row["snippet"]) for row in rows]


def in_past_versions(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """What pages said in versions that are no longer current, the latest first."""
    more = f"{sought.days} AND v.is_current = 0 AND v.retracted_at IS NULL"
    if sought.speaker is not None:
        return _said(archive, sought, more, limit)
    rows = archive.each(
        f"SELECT {_VERSION.format(speaker='v.speaker')}, coalesce(v.title, '') AS head,"
        f" t.text AS words, v.id AS key{_OF_VERSION} WHERE 1{more}"
        " ORDER BY v.first_seen_at DESC, v.id DESC",
        sought.values,
    )
    return list(islice(_matching(rows, sought.match), limit))


def _said(archive: Archive, sought: Sought, more: str, limit: int) -> list[Hit]:
    """The versions in which the speaker says all of the words in one go."""
    rows = archive.each(_SAID.format(more=more), sought.values)
    return list(islice(_matching(rows, sought.match), limit))


def in_edits(archive: Archive, sought: Sought, side: str, *, limit: int) -> list[Hit]:
    """Edits whose ``side``, ``removed`` or ``added``, has the words; the latest first."""
    version = {"removed": "c.from_version_id", "added": "c.to_version_id"}[side]
    spoken = f" AND coalesce(e.speaker, v.speaker) {_LIKE}" if sought.speaker is not None else ""
    rows = archive.each(
        f"SELECT {_VERSION.format(speaker='coalesce(e.speaker, v.speaker)')}, c.id AS change_id,"
        f" c.not_before, c.not_after, '' AS head, e.{side} AS words,"
        " c.id * 1000000 + e.position AS key FROM change_edits e"
        " JOIN changes c ON c.id = e.change_id JOIN pages p ON p.id = c.page_id"
        f" JOIN sites s ON s.id = p.site_id JOIN versions v ON v.id = {version}"
        f" WHERE c.superseded_at IS NULL AND e.{side} <> ''{sought.days}{spoken}"
        " ORDER BY c.not_after DESC, c.id DESC, e.position",
        sought.values,
    )
    return list(islice(_matching(rows, sought.match), limit))


def in_takedowns(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """The last words of pages that are gone, each with the change that took it away."""
    gone = in_current_versions(archive, sought, gone=True, limit=limit)
    for hit in gone:
        row = archive.row(
            "SELECT c.id, c.not_before, c.not_after FROM changes c JOIN pages p ON p.id = c.page_id"
            " WHERE p.url = ? AND c.step = 'removed' AND c.superseded_at IS NULL"
            " ORDER BY c.not_after DESC LIMIT 1",
            (hit["url"],),
        )
        if row is not None:
            hit |= {"change_id": row["id"], **{k: row[k] for k in ("not_before", "not_after")}}
    return gone


def _matching(rows: Iterable[Row], match: str) -> Iterator[Hit]:
    """The first row of each ``key`` whose ``head`` and ``words`` match, each with a snippet."""
    rows = iter(rows)
    told: set[int] = set()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as index:
        index.execute(
            "CREATE VIRTUAL TABLE sought USING"
            " fts5(head, words, tokenize='unicode61 remove_diacritics 2')"
        )
        while batch := list(islice(rows, _BATCH)):
            index.execute("DELETE FROM sought")
            index.executemany(
                "INSERT INTO sought (rowid, head, words) VALUES (?, ?, ?)",
                ((number, row["head"], row["words"]) for number, row in enumerate(batch)),
            )
            snippet = _SNIPPET.format(table="sought", column=1)
            found = index.execute(
                f"SELECT rowid, {snippet} FROM sought WHERE sought MATCH ? ORDER BY rowid", (match,)
            )
            for number, text in found.fetchall():
                if batch[number]["key"] not in told:
                    told.add(batch[number]["key"])
                    yield _hit(batch[number], text)


def _hit(row: Row, snippet: str) -> Hit:
    known = row.keys()
    return {**{name: row[name] if name in known else None for name in _SHOWN}, "snippet": snippet}
