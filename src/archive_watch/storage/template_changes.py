"""Template changes as stored: rows of ``changes`` that belong to a site, and grow.

``cluster`` is the digest of the edit.  Like every change one is never deleted: where late captures
show that it was none, or another, its row is set aside.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.change import Finding
from archive_watch.storage.changes import insert_row
from archive_watch.storage.database import Archive
from archive_watch.versioning.templates import TemplateEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTemplate:
    """A template change that stands."""

    id: int
    pages: int
    not_before: str
    not_after: str
    summary: str


def standing_templates(archive: Archive, site_id: int, edit: str) -> list[StoredTemplate]:
    """The changes that stand for an edit of a site's template, in order of time."""
    rows = archive.rows(
        "SELECT id, pages, not_before, not_after, summary FROM changes WHERE site_id = ?"
        " AND cluster = ? AND superseded_at IS NULL ORDER BY not_before, id",
        (site_id, edit),
    )
    return [StoredTemplate(**dict(row)) for row in rows]


def insert_template(
    archive: Archive, *, site_id: int, edit: str, event: TemplateEvent, finding: Finding, at: str
) -> int:
    """Write one template change with its words; its id."""
    return insert_row(
        archive,
        {
            "site_id": site_id,
            "step": "template",
            "cluster": edit,
            "detected_at": at,
            **_of_event(archive, event),
        },
        finding,
    )


def rewrite_template(
    archive: Archive, change_id: int, event: TemplateEvent, *, summary: str
) -> None:
    """Write what a template change has come to, by all of its sights."""
    columns = {**_of_event(archive, event), "summary": summary}
    named = ", ".join(f"{name} = :{name}" for name in columns)
    archive.conn.execute(f"UPDATE changes SET {named} WHERE id = :id", {**columns, "id": change_id})


def grow_template(
    archive: Archive, change_id: int, *, pages: int, not_after: str, summary: str
) -> None:
    """Count one more sight of a template change, the latest so far."""
    archive.conn.execute(
        "UPDATE changes SET pages = ?, not_after = ?, summary = ? WHERE id = ?",
        (pages, not_after, summary, change_id),
    )


def _of_event(archive: Archive, event: TemplateEvent) -> dict[str, object]:
    first = archive.row(
        "SELECT a.capture_id AS from_capture, b.capture_id AS to_capture, b.source"
        " FROM fetches a, fetches b WHERE a.id = ? AND b.id = ?",
        (event.first.from_fetch_id, event.first.to_fetch_id),
    )
    assert first is not None
    return {
        "pages": event.pages,
        "not_before": event.not_before,
        "not_after": event.not_after,
        "source": first["source"],
        "from_capture_id": first["from_capture"],
        "to_capture_id": first["to_capture"],
    }
