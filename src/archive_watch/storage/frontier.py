"""The due-queue: which pages are to be checked now, claimed by lease so that none is done twice.

A claim writes owner, attempt and the end of the lease; a worker that died simply lets its lease
run out.  What a worker finds is kept only while its claim stands (``holds``).

The table ``frontier`` has a row a host, which triggers keep: when its first page is due, and until
when it is leased, paced, on hold, closed or has spent its budget.  The latest of these moments is
indexed, so that a claim reads the heads of queues and nothing else, and an idle tick one row.
"""

from __future__ import annotations

from archive_watch.model.page import WatchedPage
from archive_watch.schedule.turns import UNREAD_SHARE, Horizon, kept_for_unread
from archive_watch.storage import spending
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.pages import page_by_id

_TURN = "max(due_at, leased_until, paced_until, closed_until, spent_until)"
_READY = (
    f"SELECT site_id, turns FROM frontier WHERE {_TURN} <= :ahead AND due_at <= :now"
    " AND leased_until <= :now AND closed_until <= :now AND spent_until <= :now"
    f" ORDER BY {_TURN} LIMIT :limit"
)
_DUE = (
    "WHERE site_id = :site AND next_fetch_at IS NOT NULL AND state <> 'paused'"
    " AND next_fetch_at <= :now"
)
_OLDEST = (
    f"SELECT id FROM pages INDEXED BY pages_oldest {_DUE}"
    " AND (last_checked_at IS NULL OR coalesce(every_seconds, 0) < 15552000)"
)
_FIRST_UNREAD = f"{_OLDEST} AND last_checked_at IS NULL ORDER BY next_fetch_at, id % 97 LIMIT 1"
_PAST_FLOOR = f"{_OLDEST} AND last_checked_at < :floor ORDER BY last_checked_at LIMIT 1"
_FIRST_DUE = (
    f"SELECT id FROM pages INDEXED BY pages_turn {_DUE} ORDER BY next_fetch_at, id % 97 LIMIT 1"
)
_HEAD = (
    f"SELECT coalesce(CASE WHEN :unread THEN ({_FIRST_UNREAD}) END,"
    f" CASE WHEN :known THEN coalesce(({_PAST_FLOOR}), ({_FIRST_DUE})) END)"
)


def claim_due(
    archive: Archive, horizon: Horizon, *, owner: str, limit: int, budget: int = 0
) -> list[WatchedPage]:
    """Up to ``limit`` due pages, one a host, leased to ``owner``: ``schedule.turns`` says which.

    Left alone is a host of which a page is leased, that is on hold or closed, or that was asked for
    ``budget`` pages in a day (0: no limit).  Where nothing is to be claimed nothing is written.
    """
    if limit <= 0 or not _ready(archive, horizon, 1):
        return []
    claimed: dict[int, int | None] = {}
    with archive.writing():
        while sites := _ready(archive, horizon, limit - len(_pages(claimed))):
            if not all(site["site_id"] not in claimed for site in sites):
                break
            for site in sites:
                claimed[site["site_id"]] = _claim_head(archive, site, horizon, owner, budget)
    return [page_by_id(archive, page_id) for page_id in _pages(claimed)]


def _pages(claimed: dict[int, int | None]) -> list[int]:
    return [page_id for page_id in claimed.values() if page_id is not None]


def _ready(archive: Archive, horizon: Horizon, limit: int) -> list[Row]:
    """The hosts whose turn it is, the one that has waited longest first."""
    if limit <= 0:
        return []
    return archive.rows(_READY, {"ahead": horizon.ahead, "now": horizon.now, "limit": limit})


def _claim_head(
    archive: Archive, site: Row, horizon: Horizon, owner: str, budget: int
) -> int | None:
    """Lease the page whose turn it is on a host; None where its budget lets none be asked for."""
    page_id = _head(archive, site, horizon, budget)
    if page_id is None:
        spending.let_rest(archive, site["site_id"], budget=budget)
    else:
        _lease(archive, page_id, site["site_id"], horizon, owner)
    return page_id


def _head(archive: Archive, site: Row, horizon: Horizon, budget: int) -> int | None:
    known = True
    if budget:
        left = budget - spending.spent_since(archive, site["site_id"], day_ago=horizon.day_ago)
        if left <= 0:
            return None
        known = left > kept_for_unread(budget)
    row = archive.row(
        _HEAD,
        {
            "site": site["site_id"],
            "now": horizon.now,
            "floor": horizon.floor,
            "unread": not known or site["turns"] % UNREAD_SHARE == 0,
            "known": known,
        },
    )
    return None if row is None or row[0] is None else int(row[0])


def _lease(archive: Archive, page_id: int, site_id: int, horizon: Horizon, owner: str) -> None:
    archive.conn.execute(
        "UPDATE pages SET lease_owner = ?, lease_until = ?, attempt = attempt + 1 WHERE id = ?",
        (owner, horizon.lease_until, page_id),
    )
    archive.conn.execute(
        "UPDATE frontier SET turns = turns + 1, paced_until = max(paced_until, ?) WHERE site_id = ?",
        (horizon.now, site_id),
    )


def claim_page(archive: Archive, page_id: int, *, now: str, lease_until: str, owner: str) -> bool:
    """Lease one page to ``owner``, due or not; whether it was free (or is the owner's already)."""
    with archive.noting() as conn:
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


def give_back(archive: Archive, page: WatchedPage) -> None:
    """End one claim without a check, if it still stands."""
    with archive.writing() as conn:
        if holds(archive, page):
            conn.execute(
                "UPDATE pages SET lease_owner = NULL, lease_until = NULL WHERE id = ?", (page.id,)
            )


def leave_alone(archive: Archive, page: WatchedPage, *, until: str) -> None:
    """Give a page's lease back unused, and let nothing of its host be claimed before ``until``."""
    give_back(archive, page)
    with archive.writing() as conn:
        conn.execute(
            "UPDATE frontier SET closed_until = max(closed_until, ?) WHERE site_id = ?",
            (until, page.site_id),
        )
