"""The first page: what happened since the reader was here."""

from __future__ import annotations

from archive_watch.datasette_plugin.question import Page, Question
from archive_watch.storage.database import Archive


def home(archive: Archive, question: Question) -> Page:
    """The newest changes, up to now."""
    rows = archive.rows(
        "SELECT change_id, title, url, summary, severity, kind, not_after FROM recent_changes"
        " WHERE not_after <= ? ORDER BY not_after DESC LIMIT 20",
        (question.now,),
    )
    return Page(template="home.html", told={"changes": [dict(row) for row in rows]}, seen=True)
