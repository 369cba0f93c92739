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
from archive_watch.storage.pages import pages_by_id

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
_FIRST = "ORDER BY next_fetch_at, id % 97 LIMIT 1"
_FIRST_DUE = f"SELECT id FROM pages INDEXED BY pages_turn {_DUE} {_FIRST}"
_FIRST_UNREAD = (
    f"SELECT id FROM pages INDEXED BY pages_unread {_DUE} AND last_checked_at IS NULL {_FIRST}"
)
_PAST_FLOOR = (
    f"SELECT id FROM pages INDEXED BY pages_oldest {_DUE} AND last_checked_at IS NOT NULL"
    " AND coalesce(every_seconds, 0) < 15552000 AND last_checked_at < :floor"
    " ORDER BY last_checked_at LIMIT 1"
)
_HEAD = (
    f"SELECT coalesce(CASE WHEN :unread THEN ({_FIRST_UNREAD}) END,"
    f" CASE WHEN :known THEN coalesce(({_PAST_FLOOR}), ({_FIRST_DUE})) END)"
)
_HEADS = _READY.replace(
    "site_id, turns",
    f"coalesce(CASE WHEN turns % {UNREAD_SHARE} = 0 THEN ({_FIRST_UNREAD}) END,"
    f" ({_PAST_FLOOR}), ({_FIRST_DUE})) AS id",
).replace(":site", "frontier.site_id")


def claim_due(
    archive: Archive, horizon: Horizon, *, owner: str, limit: int, budget: int = 0
) -> list[WatchedPage]:
    """Up to ``limit`` due pages, one a host, leased to ``owner``: ``schedule.turns`` says which.

    Left alone is a host of which a page is leased, that is on hold or closed, or that was asked for
    ``budget`` pages in a day (0: no limit).  Where nothing is to be claimed nothing is written.
    """
    if limit <= 0 or not _ready(archive, horizon, 1):
        return []
    with archive.writing():
        if budget:
            claimed = _within_budget(archive, horizon, limit, budget)
        else:
            found = archive.rows(_HEADS, _values(horizon, limit))
            claimed = [row["id"] for row in found if row["id"] is not None]
        _lease(archive, claimed, horizon, owner)
        return pages_by_id(archive, claimed)


def _within_budget(archive: Archive, horizon: Horizon, limit: int, budget: int) -> list[int]:
    """The pages whose turn it is, of hosts whose budget lets them be asked; the others rest."""
    claimed: dict[int, int | None] = {}
    while len(wanted := [page_id for page_id in claimed.values() if page_id]) < limit:
        ready = _ready(archive, horizon, limit + len(wanted))
        sites = [site for site in ready if site["site_id"] not in claimed]
        if not sites:
            break
        for site in sites[: limit - len(wanted)]:
            claimed[site["site_id"]] = _head(archive, site, horizon, budget)
            if claimed[site["site_id"]] is None:
                spending.let_rest(archive, site["site_id"], budget=budget)
    return wanted


def _ready(archive: Archive, horizon: Horizon, limit: int) -> list[Row]:
    """The hosts whose turn it is, the one that has waited longest first."""
    return archive.rows(_READY, _values(horizon, limit))


def _values(horizon: Horizon, limit: int) -> dict[str, object]:
    return {
        "ahead": horizon.ahead,
        "now": horizon.now,
        "floor": horizon.floor,
        "limit": limit,
    }


def _head(archive: Archive, site: Row, horizon: Horizon, budget: int) -> int | None:
    """The page whose turn it is on a host; None where its budget lets none be asked for."""
    left = budget - spending.spent_since(archive, site["site_id"], day_ago=horizon.day_ago)
    if left <= 0:
        return None
    known = left > kept_for_unread(budget)
    values = {
        "site": site["site_id"],
        "unread": not known or site["turns"] % UNREAD_SHARE == 0,
        "known": known,
    }
    return archive.number(_HEAD, {**_values(horizon, 1), **values}) or None


def _lease(archive: Archive, page_ids: list[int], horizon: Horizon, owner: str) -> None:
    archive.conn.executemany(
        "UPDATE pages SET lease_owner = ?, lease_until = ?, attempt = attempt + 1 WHERE id = ?",
        [(owner, horizon.lease_until, page_id) for page_id in page_ids],
    )
    archive.conn.executemany(
        "UPDATE frontier SET turns = turns + 1, paced_until = max(paced_until, ?), leased_until = ?"
        " WHERE site_id = (SELECT site_id FROM pages WHERE id = ?)",
        [(horizon.now, horizon.lease_until, page_id) for page_id in page_ids],
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
        if claimed.rowcount == 1:
            _renew_leases(archive, "site_id = (SELECT site_id FROM pages WHERE id = ?)", page_id)
        return claimed.rowcount == 1


def is_under_way(archive: Archive, page_id: int, *, now: str) -> bool:
    """Whether somebody holds a lease of the page that has not run out."""
    leased = "SELECT 1 FROM pages WHERE id = ? AND lease_owner IS NOT NULL AND lease_until > ?"
    return archive.row(leased, (page_id, now)) is not None


def first_of_its_host(archive: Archive, page: WatchedPage, *, now: str) -> int | None:
    """The id of the page that is due first on the host of ``page``; None where none is due."""
    return archive.number(_FIRST_DUE, {"site": page.site_id, "now": now}) or None


def go_first(archive: Archive, page: WatchedPage, *, now: str) -> None:
    """Let a page be due now, and before all that are due on its host.  In the caller's transaction."""
    archive.conn.execute(
        "UPDATE pages SET next_fetch_at = coalesce("
        " (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', next_fetch_at, '-1 second') FROM pages"
        f"   INDEXED BY pages_turn {_DUE} {_FIRST}), :now) WHERE id = :page",
        {"site": page.site_id, "now": now, "page": page.id},
    )


def pages_under_way(archive: Archive) -> frozenset[int]:
    """The ids of the pages that somebody has leased: at most as many as there are workers."""
    rows = archive.rows("SELECT id FROM pages WHERE lease_owner IS NOT NULL")
    return frozenset(row["id"] for row in rows)


def extend_leases(archive: Archive, *, owner: str, until: str) -> None:
    """Let every lease of ``owner`` last until ``until`` (UTC text)."""
    with archive.writing() as conn:
        conn.execute("UPDATE pages SET lease_until = ? WHERE lease_owner = ?", (until, owner))
        _renew_leases(archive, "leased_until <> ?", "")


def holds(archive: Archive, page: WatchedPage) -> bool:
    """Whether the claim that ``page`` was read under still stands: its owner and its attempt.

    To be asked inside the transaction that keeps the check: of two workers with one page, the one
    whose lease was lost keeps nothing.  A lease that ran out stands until somebody else claims it.
    """
    if page.lease_owner is None:
        return True
    row = archive.row("SELECT attempt, lease_owner FROM pages WHERE id = ?", (page.id,))
    return row is not None and tuple(row) == (page.attempt, page.lease_owner)


def is_of(claim: WatchedPage, page: WatchedPage) -> bool:
    """Whether ``page``, as it was just read, is still leased as it was when it was claimed."""
    was, is_now = ((one.attempt, one.lease_owner) for one in (claim, page))
    return claim.lease_owner is None or was == is_now


def release(archive: Archive, *, owner: str) -> None:
    """Give back every lease of ``owner``, without a check; % in it stands for anything."""
    if archive.row("SELECT 1 FROM pages WHERE lease_owner LIKE ? LIMIT 1", (owner,)) is None:
        return
    with archive.writing() as conn:
        conn.execute(
            "UPDATE pages SET lease_owner = NULL, lease_until = NULL WHERE lease_owner LIKE ?",
            (owner,),
        )
        _renew_leases(archive, "leased_until <> ?", "")


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
            _renew_leases(archive, "site_id = ?", page.site_id)


def leave_alone(archive: Archive, page: WatchedPage, *, until: str) -> None:
    """Give a page's lease back unused, and let nothing of its host be claimed before ``until``."""
    give_back(archive, page)
    with archive.writing() as conn:
        conn.execute(
            "UPDATE frontier SET closed_until = max(closed_until, ?) WHERE site_id = ?",
            (until, page.site_id),
        )


def forget_later(archive: Archive, *, now: str) -> None:
    """Let no host wait for a moment after ``now``, once the clock turned out to have been ahead.

    In the caller's transaction, before the hosts' own moments are brought forward.
    """
    archive.conn.execute(
        "UPDATE pages SET lease_until = :now WHERE lease_until > :now", {"now": now}
    )
    archive.conn.execute("DELETE FROM spending WHERE minute > ?", (now,))
    archive.conn.execute(
        "UPDATE frontier SET leased_until = min(leased_until, :now), spent_until = '',"
        " paced_until = min(paced_until, :now), closed_until = min(closed_until, :now),"
        " spent = coalesce((SELECT sum(requests) FROM spending"
        "   WHERE site_id = frontier.site_id), 0)",
        {"now": now},
    )


def _renew_leases(archive: Archive, which: str, value: object) -> None:
    """Say anew until when hosts are leased: ``which`` chooses them."""
    archive.conn.execute(
        "UPDATE frontier SET leased_until = coalesce((SELECT max(lease_until) FROM pages"
        f"   WHERE site_id = frontier.site_id AND lease_owner IS NOT NULL), '') WHERE {which}",
        (value,),
    )
