"""Counts over the whole archive: what is covered, what is due, how the last run went."""

from __future__ import annotations

from typing import Any

from archive_watch.model.version import How
from archive_watch.storage.answers import counts
from archive_watch.storage.database import Archive
from archive_watch.storage.folding import folded_between

_PLANNED = (  # host by host, as the one index of moments has it
    "frontier f CROSS JOIN pages p INDEXED BY pages_turn ON p.site_id = f.site_id"
    " WHERE f.due_at <= :now AND p.next_fetch_at IS NOT NULL AND p.state <> 'paused'"
)


def pages_watched(archive: Archive) -> int:
    """How many pages are watched."""
    return archive.number("SELECT count(*) FROM pages")


def pages_by_state(archive: Archive) -> dict[str, int]:
    """How many pages are in each state of their life."""
    return counts(archive, "SELECT state, count(*) FROM pages GROUP BY state ORDER BY 2 DESC, 1")


def pages_read(archive: Archive) -> int:
    """How many pages were read at least once."""
    return archive.number("SELECT count(*) FROM versions WHERE is_current = 1")


def pages_checked(archive: Archive, *, since: str | None, until: str) -> int:
    """How many pages were checked in a period."""
    folded = {check.page_id for check in folded_between(archive, since=since or "", until=until)}
    asked = "SELECT DISTINCT page_id FROM fetches WHERE observed_at >= ? AND observed_at <= ?"
    if not folded:
        return archive.number(f"SELECT count(*) FROM ({asked})", (since or "", until))
    return len(folded | {row["page_id"] for row in archive.rows(asked, (since or "", until))})


def furniture_checks(archive: Archive, *, since: str | None, until: str) -> int:
    """How many checks of a period brought other bytes than before, but the same words."""
    folded = sum(
        check.row["outcome"] == "unchanged" and check.how in {How.SAME_SLICE, How.READ}
        for check in folded_between(archive, since=since or "", until=until)
    )
    return int(folded) + archive.number(
        "SELECT count(*) FROM fetches WHERE observed_at >= ? AND observed_at <= ?"
        " AND outcome = 'unchanged' AND how IN ('same slice', 'read')",
        (since or "", until),
    )


def last_check_at(archive: Archive) -> str | None:
    """When any page was last checked."""
    row = archive.row("SELECT max(last_checked_at) AS at FROM pages")
    return None if row is None else row["at"]


def pages_due(archive: Archive, now: str) -> int:
    """How many pages are due at ``now``."""
    return archive.number(
        f"SELECT count(*) FROM {_PLANNED} AND p.next_fetch_at <= :now", {"now": now}
    )


def next_due_at(archive: Archive) -> str | None:
    """When the next page is due."""
    row = archive.row("SELECT min(due_at) AS at FROM frontier")
    return None if row is None else row["at"]


def pages_scheduled(archive: Archive) -> int:
    """How many pages are to be checked again and again."""
    return archive.number(
        "SELECT count(*) FROM pages WHERE next_fetch_at IS NOT NULL AND state <> 'paused'"
    )


def pages_in_time(archive: Archive, *, due_after: str) -> int:
    """How many of them were checked, and are not due, or have been only since ``due_after``."""
    return archive.number(
        "SELECT count(*) FROM pages WHERE next_fetch_at > ? AND state <> 'paused'"
        " AND last_checked_at IS NOT NULL",
        (due_after,),
    )


def oldest_check_at(archive: Archive) -> str | None:
    """The last check of the page that was checked longest ago; None while one never was."""
    row = archive.row(
        "SELECT CASE WHEN count(*) = count(last_checked_at) THEN min(last_checked_at) END AS at"
        " FROM pages WHERE next_fetch_at IS NOT NULL AND state <> 'paused'"
    )
    return None if row is None else row["at"]


def most_pages_never_asked(archive: Archive) -> int:
    """The pages that were never asked, on the host that has most of them."""
    return archive.number(
        "SELECT count(*) FROM pages WHERE last_checked_at IS NULL AND next_fetch_at IS NOT NULL"
        " GROUP BY site_id ORDER BY 1 DESC LIMIT 1"
    )


def changes_recorded(archive: Archive) -> int:
    """How many changes stand."""
    return archive.number("SELECT count(*) FROM changes WHERE superseded_at IS NULL")


def links_by_state(archive: Archive) -> dict[str, int]:
    """How many links are in each state."""
    return counts(archive, "SELECT state, count(*) FROM links GROUP BY state ORDER BY 2 DESC, 1")


def last_run(archive: Archive) -> dict[str, Any] | None:
    """The latest run, or None."""
    row = archive.row("SELECT * FROM run_health ORDER BY run_id DESC LIMIT 1")
    return None if row is None else dict(row)
