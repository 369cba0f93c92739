"""Counts over the whole archive: what is covered, what is due, how the last run went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive_watch.model.version import How
from archive_watch.storage.answers import counts
from archive_watch.storage.database import Archive
from archive_watch.storage.folding import folded_between

_PLANNED = (  # host by host, as the one index of moments has it
    "frontier f CROSS JOIN pages p INDEXED BY pages_turn ON p.site_id = f.site_id"
    " WHERE f.due_at <= :now AND p.next_fetch_at IS NOT NULL AND p.state <> 'paused'"
)
_EVERY_PAGE = "pages NOT INDEXED"  # nearly all are met: an index would be seven times as dear


def pages_watched(archive: Archive) -> int:
    """How many pages are watched."""
    return archive.number("SELECT count(*) FROM pages")


def pages_by_state(archive: Archive) -> dict[str, int]:
    """How many pages are in each state of their life."""
    # In the order of an index, site by site: what is sorted is a few rows, not all pages.
    return counts(
        archive,
        "SELECT state, sum(pages) FROM (SELECT state, count(*) AS pages FROM pages"
        " GROUP BY site_id, state) GROUP BY state ORDER BY 2 DESC, 1",
    )


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
        f"SELECT count(*) FROM {_EVERY_PAGE} WHERE next_fetch_at > ? AND state <> 'paused'"
        " AND last_checked_at IS NOT NULL",
        (due_after,),
    )


def pages_overdue(archive: Archive, *, due_before: str) -> int:
    """How many pages are due since ``due_before`` or longer."""
    return archive.number(
        "SELECT count(*) FROM pages WHERE next_fetch_at <= ? AND state <> 'paused'", (due_before,)
    )


def unchecked_since(archive: Archive) -> str | None:
    """Since when the scheduled page that waits longest was not checked; None where none is.

    A page that was never checked waits since it was added.
    """
    row = archive.row(
        f"SELECT min(coalesce(last_checked_at, added_at)) AS at FROM {_EVERY_PAGE}"
        " WHERE next_fetch_at IS NOT NULL AND state <> 'paused'"
    )
    return None if row is None else row["at"]


def first_page_at(archive: Archive) -> str | None:
    """When the first page was added; None where there is none."""
    row = archive.row("SELECT min(added_at) AS at FROM pages")
    return None if row is None else row["at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPages:
    """How many pages of a host are scheduled, and what was learnt of its pace."""

    host: str
    pages: int
    delay_factor: float
    latency_ms: float | None


def pages_by_host(archive: Archive, *, never_asked: bool = False) -> list[HostPages]:
    """The hosts with scheduled pages (that were never asked), the one with most pages first."""
    which = "next_fetch_at IS NOT NULL AND state <> 'paused'"
    which += " AND last_checked_at IS NULL" if never_asked else ""
    rows = archive.rows(
        "SELECT host, pages, delay_factor, latency_ms FROM (SELECT site_id, count(*) AS pages"
        f"   FROM pages WHERE {which} GROUP BY site_id) JOIN sites ON sites.id = site_id"
        " ORDER BY pages DESC, host"
    )
    return [HostPages(**dict(row)) for row in rows]


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
