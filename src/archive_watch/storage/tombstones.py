"""What a tombstone rests on: the checks that saw the page gone, with what each was answered."""

from __future__ import annotations

import json
from typing import Any

from archive_watch.storage.database import Archive

# Within one second captures of others by what they show, whatever order they were imported in.
IN_ORDER = (
    " ORDER BY f.observed_at, f.source = 'live', iif(f.source = 'live', '', f.outcome || ' '"
    " || coalesce(f.reason, '') || ' ' || coalesce(f.status, 0) || coalesce(f.evidence, '')), f.id"
)


def absences_between(
    archive: Archive, page_id: int, first_at: str, last_at: str
) -> list[dict[str, Any]]:
    """The checks of that time that saw the page gone, each with its status, its signs and the digest
    of the body that is kept of it (None: there was none)."""
    rows = archive.rows(
        "SELECT f.observed_at AS at, f.outcome, f.reason, f.status, f.evidence,"
        " coalesce(f.final_url, p.url) AS final_url, c.sha256 AS capture_sha256 FROM fetches f"
        " JOIN pages p ON p.id = f.page_id LEFT JOIN captures c ON c.id = f.capture_id"
        " WHERE f.page_id = ? AND f.how = 'absent' AND f.observed_at BETWEEN ? AND ?"
        f"{IN_ORDER}",
        (page_id, first_at, last_at),
    )
    return [{**dict(row), "evidence": json.loads(row["evidence"] or "[]")} for row in rows]
