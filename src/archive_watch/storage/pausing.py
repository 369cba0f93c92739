"""Pausing: a page that is not asked any more, its history kept, until it is resumed."""

from __future__ import annotations

from archive_watch.model.incident import IncidentKind
from archive_watch.storage.database import Archive


def pause_page(archive: Archive, page_id: int, *, at: str, by: str | None = None) -> bool:
    """Stop watching a page, in the caller's transaction; whether it was watched till now.

    What is open about the page alone ends: nobody looks whether it is still so.
    """
    paused = archive.conn.execute(
        "UPDATE pages SET state = 'paused', state_since = ?, paused_by = ?"
        " WHERE id = ? AND state <> 'paused'",
        (at, by, page_id),
    )
    archive.conn.execute(
        "UPDATE incidents SET closed_at = ? WHERE page_id = ? AND kind = ? AND closed_at IS NULL",
        (at, page_id, IncidentKind.PAGE_WITHHELD),
    )
    return paused.rowcount == 1


def unpause_page(archive: Archive, page_id: int, *, at: str) -> bool:
    """Watch a page again, in the caller's transaction; whether it was paused till now.

    It is due when it was to be, at once where that is past.  Its state is to be worked out anew.
    """
    resumed = archive.conn.execute(
        "UPDATE pages SET state = 'new', paused_by = NULL, next_fetch_at = coalesce(next_fetch_at, ?)"
        " WHERE id = ? AND state = 'paused'",
        (at, page_id),
    )
    return resumed.rowcount == 1
