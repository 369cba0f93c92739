"""The due-queue: which pages are to be checked now, claimed by lease so that none is done twice.

A claim writes owner, attempt and the end of the lease; a worker that died simply lets its lease
run out.  What a worker finds is kept only while its claim stands (``holds``).
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import page_by_id

_NO_LIMIT = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most checks that a host is asked for after the moment ``since`` (UTC text)."""

    checks: int
    since: str


def claim_due(
    archive: Archive,
    *,
    now: str,
    lease_until: str,
    owner: str,
    limit: int,
    budget: Budget | None = None,
) -> list[WatchedPage]:
    """Up to ``limit`` due pages, one a host, the longest due first, leased to ``owner``.

    Hosts that have used up their ``budget`` are left alone.
    """
    with archive.writing() as conn:
        rows = conn.execute(
            "UPDATE pages SET lease_owner = :owner, lease_until = :until, attempt = attempt + 1"
            " WHERE id IN (SELECT id FROM (SELECT id, next_fetch_at, row_number() OVER"
            "   (PARTITION BY site_id ORDER BY next_fetch_at, id) AS turn FROM pages"
            "   WHERE next_fetch_at <= :now AND state <> 'paused'"
            "   AND (lease_until IS NULL OR lease_until <= :now)"
            "   AND site_id NOT IN (SELECT site_id FROM pages WHERE lease_until > :now)"
            "   AND site_id NOT IN (SELECT p.site_id FROM fetches f JOIN pages p"
            "     ON p.id = f.page_id WHERE f.observed_at > :since AND f.source = 'live'"
            "     GROUP BY p.site_id HAVING count(*) >= :most))"
            "   WHERE turn = 1 ORDER BY next_fetch_at, id LIMIT :limit) RETURNING id",
            {
                "owner": owner,
                "until": lease_until,
                "now": now,
                "limit": limit,
                "since": budget.since if budget else now,
                "most": budget.checks if budget else _NO_LIMIT,
            },
        ).fetchall()
    return [page_by_id(archive, row["id"]) for row in rows]


def claim_page(archive: Archive, page_id: int, *, now: str, lease_until: str, owner: str) -> bool:
    """Lease one page to ``owner``, due or not; whether it was free (or is the owner's already)."""
    with archive.writing() as conn:
        claimed = conn.execute(
            "UPDATE pages SET lease_owner = :owner, lease_until = :until, attempt = attempt + 1"
            " WHERE id = :page AND (lease_owner IS NULL OR lease_owner = :owner"
            "   OR lease_until <= :now)",
            {"owner": owner, "until": lease_until, "page": page_id, "now": now},
        )
        return claimed.rowcount == 1


def extend_leases(archive: Archive, *, owner: str, until: str) -> None:
    """Let every lease of ``owner`` last until ``until`` (UTC text)."""
    with archive.writing() as conn:
        conn.execute("UPDATE pages SET lease_until = ? WHERE lease_owner = ?", (until, owner))


def holds(archive: Archive, page: WatchedPage) -> bool:
    """Whether the claim that ``page`` was read under still stands: its owner and its attempt.

    To be asked inside the transaction that keeps the check: of two workers with one page, the one
    whose lease was lost keeps nothing.  A lease that ran out stands until somebody else claims it.
    """
    if page.lease_owner is None:
        return True
    row = archive.row("SELECT attempt, lease_owner FROM pages WHERE id = ?", (page.id,))
    return row is not None and tuple(row) == (page.attempt, page.lease_owner)


def release(archive: Archive, *, owner: str) -> None:
    """Give back every lease of ``owner``, without a check."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE pages SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = ?",
            (owner,),
        )


def postpone(archive: Archive, page: WatchedPage, *, until: str) -> None:
    """Let a page be due no earlier than ``until``, and give its lease back, if that still stands."""
    with archive.writing() as conn:
        if holds(archive, page):
            conn.execute(
                "UPDATE pages SET next_fetch_at = ?, lease_owner = NULL, lease_until = NULL"
                " WHERE id = ?",
                (until, page.id),
            )
