"""Who asked for a check of a page, and when: no more of a person than the id that the server knows.

A request is a job that is done at once, for the page then stands first in its host's queue.  It belongs
to the first check of its page after it; where that may have been folded, to none.  Who asks without an
id leaves no request.
"""

from __future__ import annotations

import json

from archive_watch.storage.database import Archive

_MOST_CHARACTERS = 200
ASKED_BY = """(SELECT group_concat(DISTINCT j.requested_by) FROM jobs j
    WHERE j.kind = 'check' AND f.source = 'live' AND j.dedupe_key = CAST(f.page_id AS TEXT)
    AND j.requested_at <= f.observed_at AND NOT EXISTS (SELECT 1 FROM fetches e
      WHERE e.page_id = f.page_id AND e.source = 'live'
      AND e.observed_at >= j.requested_at AND e.observed_at < f.observed_at)
    AND NOT EXISTS (SELECT 1 FROM folds d WHERE d.page_id = f.page_id
      AND d.last_at >= j.requested_at AND d.first_at <= f.observed_at))"""
"""In SQL, who asked for the check ``f``; as the view ``check_log`` has it."""


def note_request(archive: Archive, page_id: int, *, by: str, at: str) -> None:
    """Keep that ``by`` asked for a check of the page at that time (UTC text), once for each check.
    In the caller's transaction."""
    archive.conn.execute(
        "INSERT INTO jobs (kind, arguments, dedupe_key, state, requested_by, requested_at, finished_at)"
        " SELECT 'check', :arguments, :key, 'done', :by, :at, :at WHERE NOT EXISTS (SELECT 1 FROM jobs"
        " WHERE kind = 'check' AND dedupe_key = :key AND requested_by = :by AND requested_at >"
        " coalesce((SELECT max(observed_at) FROM fetches WHERE page_id = :page), ''))",
        {
            "arguments": json.dumps({"page_id": page_id}),
            "key": str(page_id),
            "by": by[:_MOST_CHARACTERS],
            "at": at,
            "page": page_id,
        },
    )
