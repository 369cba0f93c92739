"""What a host's budget was spent on: requests for its pages, by the minute, of the last 24 hours.

Counters of their own, not a count of the check log: an answer costs the same however long the log
is, and folding old checks changes nothing.  Redirects count, and checks by hand; robots.txt,
sitemaps and links do not.
"""

from __future__ import annotations

from archive_watch.storage.database import Archive

_DAY_AFTER = "strftime('%Y-%m-%dT%H:%M:%SZ', min(minute), '+1 day')"


def note_spent(archive: Archive, host: str, requests: int, *, at: str) -> None:
    """Count requests for pages of ``host``, made about ``at``, in the caller's transaction."""
    archive.conn.execute(
        "INSERT INTO spending (site_id, minute, requests)"
        " SELECT id, :minute, :requests FROM sites WHERE host = :host"
        " ON CONFLICT (site_id, minute) DO UPDATE SET requests = requests + excluded.requests",
        {"host": host, "minute": f"{at[:16]}:00Z", "requests": requests},
    )
    archive.conn.execute(
        "UPDATE frontier SET spent = spent + ? WHERE site_id = (SELECT id FROM sites WHERE host = ?)",
        (requests, host),
    )


def spent_since(archive: Archive, site_id: int, *, day_ago: str) -> int:
    """The host's requests since ``day_ago``; older ones are forgotten.  In a transaction."""
    forgotten = archive.conn.execute(
        "DELETE FROM spending WHERE site_id = ? AND minute <= ?", (site_id, day_ago)
    )
    if forgotten.rowcount:
        archive.conn.execute(
            "UPDATE frontier SET spent = coalesce((SELECT sum(requests) FROM spending"
            "   WHERE site_id = frontier.site_id), 0) WHERE site_id = ?",
            (site_id,),
        )
    return archive.number("SELECT spent FROM frontier WHERE site_id = ?", (site_id,))


def let_rest(archive: Archive, site_id: int, *, budget: int) -> None:
    """Leave the host alone until the first of its requests is a day old.  In a transaction."""
    archive.conn.execute(
        f"UPDATE frontier SET spent_budget = :budget, spent_until = coalesce((SELECT {_DAY_AFTER}"
        "   FROM spending WHERE site_id = :site), '') WHERE site_id = :site",
        {"site": site_id, "budget": budget},
    )


def forget_other_budgets(archive: Archive, *, budget: int) -> None:
    """Let go of hosts that rest because of another budget than the one that now holds."""
    other = "spent_until <> '' AND (spent_budget < :now OR spent_budget > :now)"
    if archive.row(f"SELECT 1 FROM frontier WHERE {other} LIMIT 1", {"now": budget}) is None:
        return
    with archive.writing() as conn:
        conn.execute(f"UPDATE frontier SET spent_until = '' WHERE {other}", {"now": budget})
