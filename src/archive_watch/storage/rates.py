"""What is learnt of how often pages change: read before a page's next check is planned, kept after.

To be called inside the caller's transaction.  Times are UTC text; rates are changes a day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from archive_watch.schedule.refresh import Evidence
from archive_watch.storage.database import Archive, Row

_ROOT = "(SELECT id FROM sections WHERE prefix = '//' || s.host || '/')"
_PLANNED = "every_seconds IS NULL AND next_fetch_at IS NOT NULL AND state <> 'paused'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What a look at a page of a host must save, and the days in which each page can have one."""

    price: float = 0.0
    round_days: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What is known of a page's rate, its section's and its host's, and how it came to be due.

    ``pace`` is that of its host, ``stretch`` how many times slower than told that host is,
    ``gone_at`` and ``gone_belief`` are of the search for others that went.
    """

    page: Evidence
    section: Evidence
    host: Evidence
    rate: float | None
    looked_at: str | None
    due_at: str | None
    why: str | None
    lastmod_news_at: str | None
    section_id: int | None
    pace: Pace
    stretch: float
    plans_to_price: int
    gone_at: str | None
    gone_belief: tuple[float, ...]
    sitemap_right: float
    sitemap_wrong: float


def learnt_of(archive: Archive, page_id: int) -> Learnt:
    """What was learnt so far of a page and of what is around it."""
    row = archive.row(
        "SELECT p.changes_met, p.days_watched, p.rate, p.looked_at, p.next_fetch_at, p.next_why,"
        " p.lastmod_news_at, p.section_id, s.changes_met AS host_changes, s.days_watched AS host_days,"
        " s.price, s.round_days, s.stretch, s.plans_to_price, s.lastmod_right, s.lastmod_wrong,"
        " c.changes_met AS section_changes, c.days_watched AS section_days, c.gone_at, c.gone_belief"
        " FROM pages p JOIN sites s ON s.id = p.site_id"
        f" LEFT JOIN sections c ON c.id = coalesce(p.section_id, {_ROOT}) WHERE p.id = ?",
        (page_id,),
    )
    assert row is not None
    return _learnt(row)


def _learnt(row: Row) -> Learnt:
    host = Evidence(changes=row["host_changes"], days=row["host_days"])
    in_folder = row["section_id"] is not None
    return Learnt(
        page=Evidence(changes=row["changes_met"], days=row["days_watched"]),
        section=Evidence(changes=row["section_changes"], days=row["section_days"])
        if in_folder
        else host,
        host=host,
        rate=row["rate"],
        looked_at=row["looked_at"],
        due_at=row["next_fetch_at"],
        why=row["next_why"],
        lastmod_news_at=row["lastmod_news_at"],
        section_id=row["section_id"],
        pace=Pace(price=row["price"], round_days=row["round_days"]),
        stretch=row["stretch"],
        plans_to_price=row["plans_to_price"],
        gone_at=row["gone_at"],
        gone_belief=tuple(json.loads(row["gone_belief"])) if row["gone_belief"] else (),
        sitemap_right=row["lastmod_right"],
        sitemap_wrong=row["lastmod_wrong"],
    )


def keep_evidence(archive: Archive, site_id: int, section_id: int | None, seen: Evidence) -> None:
    """Add what one look taught to what is around the page: its section and its host."""
    for table, id_ in (("sites", site_id), ("sections", section_id)):
        if id_ is not None:
            archive.conn.execute(
                f"UPDATE {table} SET changes_met = changes_met + ?,"
                " days_watched = days_watched + ? WHERE id = ?",
                (seen.changes, seen.days, id_),
            )


def keep_plan(
    archive: Archive,
    page_id: int,
    *,
    why: str,
    rate: float,
    looked_at: str | None,
    known: Evidence,
) -> None:
    """Say why the page is due when it is, and what is ``known`` of it by now; a look at it answers
    what its sitemap said."""
    archive.conn.execute(
        "UPDATE pages SET next_why = :why, rate = :rate, changes_met = :changes,"
        " days_watched = :days,"
        " lastmod_news_at = CASE WHEN :looked IS NULL THEN lastmod_news_at END,"
        " looked_at = coalesce(:looked, looked_at) WHERE id = :id",
        {
            "why": why,
            "rate": rate,
            "changes": known.changes,
            "days": known.days,
            "looked": looked_at,
            "id": page_id,
        },
    )


def keep_pace(
    archive: Archive, site_id: int, pace: Pace, *, stretch: float, plans_to_price: int
) -> None:
    """Write what a look at a page of the host costs, and when that is worked out again."""
    archive.conn.execute(
        "UPDATE sites SET price = ?, round_days = ?, stretch = ?, plans_to_price = ? WHERE id = ?",
        (pace.price, pace.round_days, stretch, plans_to_price, site_id),
    )


def keep_trust(archive: Archive, site_id: int, right: float, wrong: float) -> None:
    """Write how often the host's sitemaps were right and wrong."""
    archive.conn.execute(
        "UPDATE sites SET lastmod_right = ?, lastmod_wrong = ? WHERE id = ?",
        (right, wrong, site_id),
    )


def rates_of(archive: Archive, site_id: int, *, unknown: float) -> list[tuple[float, int]]:
    """The rate of every page of a host whose moments are ours to choose (``unknown`` before there
    is one), with how many pages its section has; 0: it is of none."""
    rows = archive.rows(
        "SELECT coalesce(p.rate, :unknown), coalesce(n.pages, 0) FROM pages p"
        " LEFT JOIN (SELECT section_id, count(*) AS pages FROM pages WHERE site_id = :site"
        "   AND section_id IS NOT NULL GROUP BY section_id) n USING (section_id)"
        f" WHERE p.site_id = :site AND {_PLANNED}",
        {"site": site_id, "unknown": unknown},
    )
    return [(row[0], row[1]) for row in rows]


def looks_promised(archive: Archive, site_id: int) -> float:
    """The looks a day that the host's other pages take, which have an interval of their own."""
    row = archive.row(
        "SELECT total(86400.0 / every_seconds) FROM pages WHERE site_id = ?"
        " AND every_seconds IS NOT NULL AND next_fetch_at IS NOT NULL AND state <> 'paused'",
        (site_id,),
    )
    return 0.0 if row is None else float(row[0])


def bring_forward(
    archive: Archive, moments: Iterable[tuple[int, str]], *, why: str | None = None
) -> None:
    """Let pages (id, moment) be due sooner; never later.  ``why`` is kept, where it is given."""
    archive.conn.executemany(
        "UPDATE pages SET next_fetch_at = :due, next_why = coalesce(:why, next_why)"
        " WHERE id = :id AND next_fetch_at > :due",
        [{"id": id_, "due": due, "why": why} for id_, due in moments],
    )
