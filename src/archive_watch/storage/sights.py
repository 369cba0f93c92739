"""What the pages of one host answered last, and absences that turn out to be no evidence."""

from __future__ import annotations

from archive_watch.model.visit import Outcome
from archive_watch.schedule.shutting_out import HOST_BLOCKED, SIGHTS, Sight
from archive_watch.storage.database import Archive


def last_sights(archive: Archive, host: str) -> list[Sight]:
    """The host's last checks of our own, from the latest back."""
    rows = archive.rows(
        "SELECT f.id AS fetch_id, f.page_id, p.url, f.observed_at AS at, f.outcome, f.reason, f.status,"
        " c.sha256, p.state = 'removed' AND p.state_since < f.observed_at AS was_gone"
        " FROM fetches f JOIN pages p ON p.id = f.page_id JOIN sites s ON s.id = p.site_id"
        " LEFT JOIN captures c ON c.id = f.capture_id AND c.size > 0"
        " WHERE s.host = ? AND f.source = 'live' ORDER BY f.id DESC LIMIT ?",
        (host, SIGHTS),
    )
    return [
        Sight(
            fetch_id=row["fetch_id"],
            page_id=row["page_id"],
            url=row["url"],
            at=row["at"],
            outcome=Outcome(row["outcome"]),
            reason=row["reason"],
            status=row["status"],
            sha256=row["sha256"],
            was_gone=bool(row["was_gone"]),
        )
        for row in rows
    ]


def doubt(archive: Archive, sight: Sight) -> None:
    """Let a check that saw its page gone count for nothing: its host shut us out.

    What was answered (its status, its bytes) stays in the log.
    """
    archive.conn.execute(
        "UPDATE fetches SET outcome = 'blocked', reason = ?, how = NULL WHERE id = ?",
        (HOST_BLOCKED, sight.fetch_id),
    )
