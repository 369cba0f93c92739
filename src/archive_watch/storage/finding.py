"""Full text search in the archive's index of current versions."""

from __future__ import annotations

from typing import Any

from archive_watch.storage.database import Archive

_SNIPPET = "snippet(transcripts_fts, 1, '[[', ']]', '…', 24)"


def in_current_versions(
    archive: Archive,
    *,
    match: str,
    speaker: str | None,
    published_from: str | None,
    published_to: str | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Current versions that match an FTS5 query, the best first.

    ``speaker`` is part of a label, of a person or of the head's speaker, whatever its case; then
    the words must stand on a page where they speak.
    """
    clauses = ""
    values: dict[str, object] = {"match": match, "limit": limit}
    if speaker is not None:
        clauses += (
            " AND (c.speaker LIKE :speaker OR EXISTS (SELECT 1 FROM turns u"
            " WHERE u.version_id = c.version_id"
            " AND (u.speaker LIKE :speaker OR u.person LIKE :speaker)))"
        )
        values["speaker"] = f"%{speaker}%"
    if published_from is not None:
        clauses += " AND c.published_on >= :from"
        values["from"] = published_from
    if published_to is not None:
        clauses += " AND c.published_on <= :to"
        values["to"] = published_to
    rows = archive.rows(
        "SELECT c.url, c.host, c.title, c.speaker, c.published_on, c.version,"
        f" {_SNIPPET} AS snippet FROM transcripts_fts f"
        " JOIN current_transcripts c ON c.version_id = f.rowid"
        f" WHERE transcripts_fts MATCH :match{clauses} ORDER BY rank LIMIT :limit",
        values,
    )
    return [dict(row) for row in rows]
