"""The last full answer of a page: what a "not modified", or the same answer again, is about."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRead:
    """The last full answer of a page that showed a version, and what its page is known by since."""

    at: str
    version_id: int
    state_sha256: str
    first_seen_at: str
    is_retracted: bool
    capture_id: int | None
    capture_sha256: str | None
    frame_id: int | None
    answer_sha256: str | None


def last_read(archive: Archive, page_id: int) -> LastRead | None:
    """What a 304 refers to, with all that a check asks about it; None where nothing was read yet."""
    row = archive.row(
        "SELECT f.observed_at, f.version_id, v.state_sha256, v.first_seen_at, v.retracted_at,"
        " f.capture_id, c.sha256, f.frame_id, p.answer_sha256 FROM fetches f"
        " JOIN versions v ON v.id = f.version_id JOIN pages p ON p.id = f.page_id"
        " LEFT JOIN captures c ON c.id = f.capture_id WHERE f.page_id = ?"
        " AND f.version_id IS NOT NULL AND f.how <> '304'"
        " ORDER BY f.observed_at DESC, f.id DESC LIMIT 1",
        (page_id,),
    )
    if row is None:
        return None
    return LastRead(
        at=row["observed_at"],
        version_id=row["version_id"],
        state_sha256=row["state_sha256"],
        first_seen_at=row["first_seen_at"],
        is_retracted=row["retracted_at"] is not None,
        capture_id=row["capture_id"],
        capture_sha256=row["sha256"],
        frame_id=row["frame_id"],
        answer_sha256=row["answer_sha256"],
    )
