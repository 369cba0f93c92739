"""Visits as the check log holds them: what another process found, told as if it were our own."""

from __future__ import annotations

from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Outcome, Visit
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.versions import current_version

_CHANGE = (
    "(SELECT max(id) FROM changes WHERE page_id = f.page_id AND not_after = f.observed_at"
    " AND source = 'live' AND superseded_at IS NULL)"
)


def latest(archive: Archive) -> int:
    """A mark in the check log: what is logged from now on comes after it."""
    return archive.number("SELECT max(id) FROM fetches")


def since(archive: Archive, page: WatchedPage, *, after: int) -> list[Visit]:
    """The live checks of a page that were logged after the mark, in order."""
    current = current_version(archive, page.id)
    rows = archive.rows(
        "SELECT f.outcome, f.status, f.reason, f.final_url, f.elapsed_ms, c.sha256,"
        f" CASE WHEN f.outcome IN ('unchanged', 'not_modified') THEN NULL ELSE {_CHANGE} END"
        " AS change_id FROM fetches f LEFT JOIN captures c ON c.id = f.capture_id"
        " WHERE f.page_id = ? AND f.id > ? AND f.source = 'live' ORDER BY f.id",
        (page.id, after),
    )
    return [_visit(row, page, None if current is None else current.number) for row in rows]


def _visit(row: Row, page: WatchedPage, version: int | None) -> Visit:
    return Visit(
        url=page.url,
        outcome=Outcome(row["outcome"]),
        status=row["status"],
        version=version,
        change_id=row["change_id"],
        reason=row["reason"],
        final_url=row["final_url"] or page.url,
        elapsed_ms=row["elapsed_ms"],
        capture_sha256=row["sha256"],
    )
