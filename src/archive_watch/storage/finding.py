"""Full text search: in the index of current versions, in the versions before them, in edits.

Only what pages say now is indexed on disk.  Past versions and edits are few where hardly anything
changes: they are indexed for one question, in memory, a batch at a time, by the same rules.
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
    "url", "host", "title", "speaker", "published_on", "version", "change_id", "not_before",
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

    def clauses(self, version: str, spoken: str) -> str:
        """SQL that narrows a version, by the name of its row, to what is looked for."""
        return "".join(
            [
                f" AND {spoken}" if self.speaker is not None else "",
                f" AND {version}.published_on >= :from" if self.published_from else "",
                f" AND {version}.published_on <= :to" if self.published_to else "",
            ]
        )


def _speaks_on(version: str, key: str) -> str:
    like = "LIKE :speaker ESCAPE '\\'"
    return (
        f"({version}.speaker {like} OR EXISTS (SELECT 1 FROM turns u WHERE"
        f" u.version_id = {version}.{key} AND (u.speaker {like} OR u.person {like})))"
    )


def in_current_versions(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """What pages say now, the best first, each with a snippet."""
    rows = archive.rows(
        "SELECT c.url, c.host, c.title, c.speaker, c.published_on, c.version,"
        f" {_SNIPPET.format(table='transcripts_fts', column=1)} AS snippet FROM transcripts_fts f"
        " JOIN current_transcripts c ON c.version_id = f.rowid WHERE transcripts_fts MATCH :match"
        f"{sought.clauses('c', _speaks_on('c', 'version_id'))} ORDER BY rank LIMIT :limit",
        {**sought.values, "limit": limit},
    )
    return [_hit(row, row["snippet"]) for row in rows]


def in_past_versions(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """What pages said in versions that are no longer current, the latest first."""
    rows = archive.each(
        "SELECT p.url, s.host, v.title, v.speaker, v.published_on, v.number AS version,"
        " coalesce(v.title, '') AS head, t.text AS words FROM versions v"
        " JOIN texts t ON t.id = v.text_id JOIN pages p ON p.id = v.page_id"
        " JOIN sites s ON s.id = p.site_id WHERE v.is_current = 0 AND v.retracted_at IS NULL"
        f"{sought.clauses('v', _speaks_on('v', 'id'))} ORDER BY v.first_seen_at DESC, v.id DESC",
        sought.values,
    )
    return list(islice(_matching(rows, sought.match), limit))


def in_edits(archive: Archive, sought: Sought, side: str, *, limit: int) -> list[Hit]:
    """Edits whose ``side``, ``removed`` or ``added``, has the words; the latest first."""
    version = {"removed": "v", "added": "w"}[side]
    spoken = f"(e.speaker LIKE :speaker ESCAPE '\\' OR {_speaks_on(version, 'id')})"
    rows = archive.each(
        f"SELECT p.url, s.host, coalesce(w.title, v.title) AS title, e.speaker,"
        f" {version}.published_on, {version}.number AS version, c.id AS change_id, c.not_before,"
        f" c.not_after, '' AS head, e.{side} AS words FROM change_edits e"
        " JOIN changes c ON c.id = e.change_id JOIN pages p ON p.id = c.page_id"
        " JOIN sites s ON s.id = p.site_id LEFT JOIN versions v ON v.id = c.from_version_id"
        " LEFT JOIN versions w ON w.id = c.to_version_id"
        f" WHERE c.superseded_at IS NULL AND e.{side} <> ''{sought.clauses(version, spoken)}"
        " ORDER BY c.not_after DESC, c.id DESC, e.position",
        sought.values,
    )
    return list(islice(_matching(rows, sought.match), limit))


def _matching(rows: Iterable[Row], match: str) -> Iterator[Hit]:
    """The rows whose ``head`` and ``words`` match, in their order, each with a snippet."""
    rows = iter(rows)
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
                yield _hit(batch[number], text)


def _hit(row: Row, snippet: str) -> Hit:
    known = row.keys()
    return {**{name: row[name] if name in known else None for name in _SHOWN}, "snippet": snippet}
