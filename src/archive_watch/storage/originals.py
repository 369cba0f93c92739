"""The capture that another one repeats: found by when it was made, or by its bytes' own digest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What a page answered once: its bytes, and how they were sent."""

    body: bytes
    status: int
    media_type: str
    version_id: int | None


_ANSWERS = (
    "SELECT c.id, f.status, c.media_type, f.version_id FROM fetches f"
    " JOIN captures c ON c.id = f.capture_id WHERE f.page_id = ? AND f.status IS NOT NULL"
)


def original_made_at(archive: Archive, page_id: int, at: str) -> Original | None:
    """What the page answered at that very time; None where nothing is known."""
    row = archive.row(
        f"{_ANSWERS} AND f.observed_at = ? ORDER BY f.version_id IS NULL, f.id LIMIT 1",
        (page_id, at),
    )
    return None if row is None else _original(archive, row)


def original_that(
    archive: Archive, page_id: int, is_wanted: Callable[[bytes], bool]
) -> Original | None:
    """The newest answer of the page whose bytes are the wanted ones; None where there is none."""
    rows = archive.rows(
        f"{_ANSWERS} GROUP BY c.id ORDER BY max(f.observed_at) DESC, c.id", (page_id,)
    )
    answers = (_original(archive, row) for row in rows)
    return next((answer for answer in answers if is_wanted(answer.body)), None)


def _original(archive: Archive, row: Row) -> Original:
    return Original(
        body=load_body(archive, row["id"]),
        status=row["status"],
        media_type=row["media_type"],
        version_id=row["version_id"],
    )
