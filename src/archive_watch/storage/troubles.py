"""What stands in the way, what broke and what is good again, for the first page: a few of each.

Counts come from indexes; what is told one by one is bounded before its places are looked up.
"""

from __future__ import annotations

from archive_watch.classify.link_target import TargetClass, nearest
from archive_watch.model.incident import IncidentKind
from archive_watch.model.notice import TransitionKind
from archive_watch.report.digest import ToldIncident
from archive_watch.report.told_link import ToldLink, ToldRepair
from archive_watch.report.weights import weight_of
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.glances import Stretch
from archive_watch.storage.known_hosts import JOIN_KNOWN, TARGET

_LOOKED_AT = 40  # links, of which the nearest are told
_MOST_PLACES = 3
_NEWEST = 2_000  # incidents and transitions: what ended before was told at an earlier visit
# In these words an index has them: SQLite does not see that fewer states are among more.
_DEAD = "l.state IN ('suspected','broken','gone','soft_404') AND l.state <> 'suspected'"
_BROKEN = (
    f"SELECT l.* FROM links l WHERE {_DEAD} AND l.failing_since BETWEEN ? AND ?"
    " AND l.last_ok_at IS NOT NULL ORDER BY l.failing_since DESC LIMIT ?"
)
_PLACES = (
    f"SELECT p.url, coalesce(v.title, p.url) AS title, k.text, {TARGET} AS target"
    " FROM page_links k JOIN links l ON l.id = k.link_id"
    " JOIN versions v ON v.id = k.version_id AND v.is_current = 1 JOIN pages p ON p.id = v.page_id"
    f" JOIN sites s ON s.id = p.site_id{JOIN_KNOWN} WHERE k.link_id = ? LIMIT {_MOST_PLACES}"
)
_INCIDENT = (
    "SELECT i.kind, coalesce(p.url, i.host) AS about, i.opened_at AS since, i.occurrences, i.detail,"
    " i.change_id, i.closed_at FROM"
)


def open_kinds(archive: Archive) -> dict[IncidentKind, int]:
    """How many incidents of each kind are open, the gravest kind first."""
    rows = archive.rows(
        "SELECT kind, count(*) AS count FROM incidents WHERE closed_at IS NULL GROUP BY kind"
    )
    counted = {IncidentKind(row["kind"]): row["count"] for row in rows}
    return dict(sorted(counted.items(), key=lambda one: (-_gravity(one[0]), one[0])))


def _gravity(kind: IncidentKind) -> int:
    return weight_of(TransitionKind.INCIDENT_OPENED, incident=kind)


def open_incidents_of(archive: Archive, kind: IncidentKind, *, most: int) -> list[ToldIncident]:
    """The incidents of a kind that are open, the latest first."""
    rows = archive.rows(
        f"{_INCIDENT} incidents i LEFT JOIN pages p ON p.id = i.page_id"
        " WHERE i.closed_at IS NULL AND i.kind = ? ORDER BY i.opened_at DESC, i.id DESC LIMIT ?",
        (kind, most),
    )
    return [_incident(row) for row in rows]


def closed_lately(
    archive: Archive, stretch: Stretch, *, most: int
) -> list[tuple[ToldIncident, str]]:
    """The incidents that ended in the stretch, the last one first, each with when it did."""
    rows = archive.rows(
        f"{_INCIDENT} (SELECT * FROM incidents ORDER BY id DESC LIMIT {_NEWEST}) i"
        " LEFT JOIN pages p ON p.id = i.page_id WHERE i.closed_at BETWEEN ? AND ?"
        " ORDER BY i.closed_at DESC LIMIT ?",
        (stretch.since or "", stretch.until, most),
    )
    return [(_incident(row), row["closed_at"]) for row in rows]


def _incident(row: Row) -> ToldIncident:
    told = {name: row[name] for name in ("about", "since", "occurrences", "detail", "change_id")}
    return ToldIncident(kind=IncidentKind(row["kind"]), **told)


def pages_not_watched(archive: Archive) -> int:
    """How many pages it is told of now that they were not read for a long time."""
    return archive.number(
        "SELECT sum(occurrences) FROM incidents WHERE closed_at IS NULL AND kind = ?",
        (IncidentKind.NOT_WATCHED,),
    )


def dead_links(archive: Archive) -> int:
    """How many links are proved not to lead to their documents."""
    return archive.number(f"SELECT count(*) FROM links l WHERE {_DEAD}")


def broken_lately(archive: Archive, stretch: Stretch, *, most: int) -> list[ToldLink]:
    """Links on current pages that were good once and broke in the stretch, the nearest first: a hole
    in the archive itself before what is somebody else's."""
    rows = archive.rows(_BROKEN, (stretch.since or "", stretch.until, _LOOKED_AT))
    told = [link for link in (_link(archive, row) for row in rows) if link.found_on]
    return sorted(told, key=_distance)[:most]


def _distance(link: ToldLink) -> int:
    target = TargetClass(link.target or TargetClass.EXTERNAL)
    return -weight_of(TransitionKind.LINK_BROKEN, target=target)


def good_again(archive: Archive, stretch: Stretch, *, most: int) -> list[tuple[str, str]]:
    """The links that came to work again in the stretch and still do, each with since when."""
    rows = archive.rows(
        "SELECT l.url, max(t.at) AS at FROM"
        f" (SELECT * FROM transitions ORDER BY id DESC LIMIT {_NEWEST}) t"
        " JOIN links l ON l.id = t.subject_id WHERE t.kind = 'link_recovered'"
        f" AND t.at BETWEEN ? AND ? AND NOT ({_DEAD}) AND l.state <> 'suspected'"
        " GROUP BY l.id ORDER BY at DESC, l.id LIMIT ?",
        (stretch.since or "", stretch.until, most),
    )
    return [(row["url"], row["at"]) for row in rows]


def _link(archive: Archive, row: Row) -> ToldLink:
    places = archive.rows(_PLACES, (row["id"],))
    repair = None
    if row["suggestion_url"] is not None:
        repair = ToldRepair(
            url=row["suggestion_url"],
            kind=row["suggestion_kind"],
            verified_at=row["suggestion_verified_at"],
        )
    same = ("url", "state", "reason", "status", "failing_since", "last_ok_at", "checks", "host")
    return ToldLink(
        **{name: row[name] for name in same},
        found_on=tuple((place["url"], place["text"]) for place in places),
        target=nearest(place["target"] for place in places),
        repair=repair,
    )
