"""The edits of pages' frames, as stored: which page made which, between which two checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_watch.storage.database import Archive, Row
from archive_watch.versioning.templates import EditSight

Placed = tuple[str, EditSight]  # the edit's digest, and its sight

_SIGHT = "edit_sha256, page_id, not_before, not_after, from_fetch_id, to_fetch_id"


def edits_shown_by(archive: Archive, fetch_id: int) -> list[Placed]:
    """The edits that a check was the first to show."""
    sql = f"SELECT {_SIGHT} FROM frame_edits WHERE to_fetch_id = ? ORDER BY position"
    rows = archive.rows(sql, (fetch_id,))
    return [(row["edit_sha256"], _sight(row)) for row in rows]


def sights_of_edit(archive: Archive, site_id: int, edit: str) -> list[EditSight]:
    """Every sight of an edit on a site; those of one second are told apart by what they showed."""
    rows = archive.rows(
        f"SELECT {_SIGHT}, coalesce(c.sha256, '') AS shown FROM (SELECT * FROM frame_edits"
        "   WHERE site_id = ? AND edit_sha256 = ?) e JOIN"
        " (SELECT id, capture_id FROM fetches) f ON f.id = e.to_fetch_id"
        " LEFT JOIN (SELECT id AS capture, sha256 FROM captures) c ON c.capture = f.capture_id",
        (site_id, edit),
    )
    return [replace(_sight(row), shown=row["shown"]) for row in rows]


def every_edit(archive: Archive) -> list[tuple[int, str]]:
    """The site and the digest of every edit that was seen, or that a template change is told of."""
    rows = archive.rows(
        "SELECT DISTINCT site_id, edit_sha256 FROM frame_edits UNION SELECT site_id, cluster"
        " FROM changes WHERE site_id IS NOT NULL AND superseded_at IS NULL ORDER BY 1, 2"
    )
    return [(row[0], row[1]) for row in rows]


def replace_edits(archive: Archive, fetch_id: int, site_id: int, edits: Sequence[Placed]) -> None:
    """Write the edits that a check was the first to show, in the place of those it had."""
    archive.conn.execute("DELETE FROM frame_edits WHERE to_fetch_id = ?", (fetch_id,))
    archive.conn.executemany(
        "INSERT INTO frame_edits (to_fetch_id, position, from_fetch_id, site_id, page_id,"
        " edit_sha256, not_before, not_after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (fetch_id, position, sight.from_fetch_id, site_id, sight.page_id, edit,
             sight.not_before, sight.not_after)
            for position, (edit, sight) in enumerate(edits)
        ],
    )  # fmt: skip


def is_later_than_all_others(archive: Archive, site_id: int, edit: str, sight: EditSight) -> bool:
    """Whether every other sight of the edit ended before this one."""
    sql = (
        "SELECT 1 FROM frame_edits WHERE site_id = ? AND edit_sha256 = ? AND not_after >= ?"
        " AND to_fetch_id <> ? LIMIT 1"
    )
    values = (site_id, edit, sight.not_after, sight.to_fetch_id)
    return archive.row(sql, values) is None


def has_shown(archive: Archive, edit: str, sight: EditSight, *, since: str) -> bool:
    """Whether the page of ``sight`` showed the edit before, in an interval that began ``since``."""
    sql = (
        "SELECT 1 FROM frame_edits WHERE page_id = ? AND edit_sha256 = ? AND not_before >= ?"
        " AND to_fetch_id <> ? LIMIT 1"
    )
    return archive.row(sql, (sight.page_id, edit, since, sight.to_fetch_id)) is not None


def _sight(row: Row) -> EditSight:
    return EditSight(
        page_id=row["page_id"],
        not_before=row["not_before"],
        not_after=row["not_after"],
        from_fetch_id=row["from_fetch_id"],
        to_fetch_id=row["to_fetch_id"],
    )
