"""Spans as stored, and how they and the versions are brought in line with what the checks add up to."""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.version import How, Span
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.fetches import CHECKS, IN_ORDER


def stored_spans(archive: Archive, page_id: int) -> list[Span]:
    """The page's spans, in order of time."""
    rows = archive.rows(
        "SELECT * FROM spans WHERE page_id = ? ORDER BY first_seen_at, id", (page_id,)
    )
    return [_span(row) for row in rows]


def last_span(archive: Archive, page_id: int) -> tuple[int, Span] | None:
    """The id and the values of the page's latest span."""
    row = archive.row(
        "SELECT * FROM spans WHERE page_id = ? ORDER BY first_seen_at DESC, id DESC LIMIT 1",
        (page_id,),
    )
    return None if row is None else (row["id"], _span(row))


def update_span(archive: Archive, span_id: int, span: Span) -> None:
    """Write a span that one more check extended."""
    archive.conn.execute(
        "UPDATE spans SET last_seen_at = ?, last_full_at = ?, checks = ?, how = ?,"
        " last_capture_id = ? WHERE id = ?",
        (
            span.last_seen_at,
            span.last_full_at,
            span.checks,
            span.how,
            span.last_capture_id,
            span_id,
        ),
    )


def replace_spans(archive: Archive, page_id: int, spans: Sequence[Span]) -> None:
    """Make ``spans`` the page's spans: from the first that differs on they are written anew."""
    rows = archive.rows(
        "SELECT * FROM spans WHERE page_id = ? ORDER BY first_seen_at, id", (page_id,)
    )
    same = 0
    while same < min(len(rows), len(spans)) and _span(rows[same]) == spans[same]:
        same += 1
    archive.conn.executemany(
        "DELETE FROM spans WHERE id = ?", [(row["id"],) for row in rows[same:]]
    )
    insert_spans(archive, page_id, spans[same:])


def spans_that_bear_on(archive: Archive, page_id: int, version_id: int) -> list[Span]:
    """The last span of the page that had words, after one of ``version_id`` where there is one:
    what says whether a new span of that version is a return."""
    rows = archive.rows(
        "SELECT * FROM (SELECT * FROM spans WHERE page_id = :page AND version_id = :version"
        "   ORDER BY first_seen_at LIMIT 1)"
        " UNION ALL SELECT * FROM (SELECT * FROM spans WHERE page_id = :page"
        "   AND version_id IS NOT NULL ORDER BY first_seen_at DESC, id DESC LIMIT 1)",
        {"page": page_id, "version": version_id},
    )
    return [_span(row) for row in rows]


def insert_spans(archive: Archive, page_id: int, spans: Sequence[Span]) -> None:
    """Write spans after those that the page has."""
    archive.conn.executemany(
        "INSERT INTO spans (page_id, version_id, first_seen_at, last_seen_at, last_full_at, checks,"
        " how, source, moved_to, first_fetch_id, first_capture_id, last_capture_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                page_id,
                span.version_id,
                span.first_seen_at,
                span.last_seen_at,
                span.last_full_at,
                span.checks,
                span.how,
                span.source,
                span.moved_to,
                span.first_fetch_id,
                span.first_capture_id,
                span.last_capture_id,
            )
            for span in spans
        ],
    )


def make_current(archive: Archive, page_id: int, version_id: int | None) -> None:
    """Let ``version_id`` be the page's current version (None: it has none)."""
    archive.conn.execute(
        "UPDATE versions SET is_current = 0 WHERE page_id = ? AND is_current = 1 AND id IS NOT ?",
        (page_id, version_id),
    )
    archive.conn.execute(
        "UPDATE versions SET is_current = 1 WHERE id = ? AND is_current = 0", (version_id,)
    )


def renumber(archive: Archive, page_id: int) -> None:
    """Number the page's versions by when each was first seen; numbers are for display."""
    archive.conn.execute(
        f"WITH seen AS (SELECT f.version_id, f.observed_at, row_number() OVER (ORDER BY {IN_ORDER})"
        f"   AS place FROM {CHECKS} WHERE f.page_id = :page AND f.version_id IS NOT NULL),"
        " sight AS (SELECT version_id, min(place) AS place, min(observed_at) AS at FROM seen"
        "   GROUP BY version_id),"
        " numbered AS (SELECT version_id, at, row_number() OVER (ORDER BY place) AS n FROM sight)"
        " UPDATE versions SET number = numbered.n, first_seen_at = numbered.at FROM numbered"
        " WHERE numbered.version_id = versions.id AND versions.page_id = :page"
        " AND (number <> numbered.n OR first_seen_at <> numbered.at)",
        {"page": page_id},
    )


def _span(row: Row) -> Span:
    return Span(
        version_id=row["version_id"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        checks=row["checks"],
        how=How(row["how"]),
        last_full_at=row["last_full_at"],
        source=row["source"],
        first_fetch_id=row["first_fetch_id"],
        first_capture_id=row["first_capture_id"],
        last_capture_id=row["last_capture_id"],
        moved_to=row["moved_to"],
    )
