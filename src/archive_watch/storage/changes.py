"""Single changes: the last one of a page, and which versions it stands between."""

from __future__ import annotations

from archive_watch.storage.database import Archive


def last_change(archive: Archive, page_id: int) -> tuple[int, int] | None:
    """The versions on both sides of the page's last change between two of them."""
    row = archive.row(
        "SELECT from_version_id, to_version_id FROM changes WHERE page_id = ?"
        " AND superseded_at IS NULL AND from_version_id IS NOT NULL AND to_version_id IS NOT NULL"
        " AND from_version_id <> to_version_id ORDER BY not_after DESC, id DESC LIMIT 1",
        (page_id,),
    )
    return None if row is None else (row["from_version_id"], row["to_version_id"])
