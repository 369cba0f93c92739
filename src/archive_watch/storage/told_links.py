"""What reports and notices ask of the archive about links: which broke, which are good again.

Only links that were good once are told one by one.  Those that were dead when they were first checked
are counted: decades of old rot would hide what broke today.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.classify.link_target import nearest
from archive_watch.model.link import PROVED, LinkState
from archive_watch.report.told_link import ToldLink, ToldRepair
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.known_hosts import JOIN_KNOWN, TARGET

_DEAD = ", ".join(f"'{state}'" for state in sorted(PROVED))
_FAILING = f"'{LinkState.SUSPECTED}', {_DEAD}"
_ON_A_CURRENT_PAGE = (
    "EXISTS (SELECT 1 FROM page_links k JOIN versions v ON v.id = k.version_id AND v.is_current = 1"
    " WHERE k.link_id = l.id)"
)
_PLACES = (
    f"SELECT p.url, k.text, {TARGET} AS target FROM page_links k JOIN links l ON l.id = k.link_id"
    " JOIN versions v ON v.id = k.version_id AND v.is_current = 1 JOIN pages p ON p.id = v.page_id"
    f" JOIN sites s ON s.id = p.site_id{JOIN_KNOWN}"
    " WHERE k.link_id = ? ORDER BY p.id, k.position"
)
_BROKE_SINCE = (
    "(coalesce(l.failing_since, '') >= :since OR EXISTS (SELECT 1 FROM transitions t"
    " WHERE t.subject_id = l.id AND t.kind = 'link_broken' AND t.at >= :since))"
)
_GOOD_AGAIN = (
    "SELECT l.*, max(t.at) AS ended_at FROM transitions t JOIN links l ON l.id = t.subject_id"
    " WHERE t.kind = 'link_recovered' AND t.at >= :since AND t.at <= :until"
    f" AND l.state NOT IN ({_FAILING})"
    " GROUP BY l.id ORDER BY ended_at DESC, l.id"
)


def told_links(archive: Archive, *, since: str | None = None) -> tuple[ToldLink, ...]:
    """The links on current pages that were good once and fail (since then), the longest first."""
    rows = archive.rows(
        f"SELECT l.* FROM links l WHERE l.state IN ({_FAILING}) AND l.last_ok_at IS NOT NULL"
        f" AND {_ON_A_CURRENT_PAGE} AND {_BROKE_SINCE} ORDER BY l.failing_since, l.url",
        {"since": since or ""},
    )
    return tuple(_told(archive, row) for row in rows)


def links_good_again(archive: Archive, *, since: str | None, until: str) -> tuple[ToldLink, ...]:
    """The links that were dead, came to work again in a period, and still do; the last one first."""
    rows = archive.rows(_GOOD_AGAIN, {"since": since or "", "until": until})
    return tuple(_told(archive, row, ended_at=row["ended_at"]) for row in rows)


def links_dead_from_the_first(archive: Archive) -> int:
    """How many links on current pages are dead and were never seen good."""
    return archive.number(
        f"SELECT count(*) FROM links l WHERE l.state IN ({_DEAD}) AND l.last_ok_at IS NULL"
        f" AND {_ON_A_CURRENT_PAGE}"
    )


def links_told(archive: Archive, ids: Sequence[int]) -> tuple[ToldLink, ...]:
    """These links, with the places where they stand."""
    found = (archive.row("SELECT * FROM links WHERE id = ?", (one,)) for one in ids)
    return tuple(_told(archive, row) for row in found if row is not None)


def _told(archive: Archive, row: Row, *, ended_at: str | None = None) -> ToldLink:
    places = archive.rows(_PLACES, (row["id"],))
    return ToldLink(
        url=row["url"],
        state=row["state"],
        reason=row["reason"],
        status=row["status"],
        failing_since=row["failing_since"],
        last_ok_at=row["last_ok_at"],
        checks=row["checks"],
        found_on=tuple((place["url"], place["text"]) for place in places),
        host=row["host"],
        target=nearest(place["target"] for place in places),
        repair=repair_of(row),
        ended_at=ended_at,
    )


def repair_of(row: Row) -> ToldRepair | None:
    """Where the link's document may be now, by a row of ``links``; None where nothing is offered."""
    if row["suggestion_url"] is None:
        return None
    return ToldRepair(
        url=row["suggestion_url"],
        kind=row["suggestion_kind"],
        verified_at=row["suggestion_verified_at"],
    )
