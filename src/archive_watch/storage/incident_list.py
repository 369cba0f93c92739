"""Which incidents a reader's list shows: those that stand open or those that are over, the latest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive_watch.model.incident import IncidentKind
from archive_watch.report.listed_incident import ListedIncident
from archive_watch.storage.database import Archive

_ROWS = (
    "SELECT i.id, i.kind, i.host, i.page_id, p.url, v.title, i.opened_at, i.last_seen_at, i.closed_at,"
    " i.occurrences, i.detail, i.change_id FROM incidents i LEFT JOIN pages p ON p.id = i.page_id"
    " LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1"
)
_CLAUSES = {
    "kind": "i.kind = :kind",
    "host": "i.host = :host",
    "page_id": "i.page_id = :page_id",
    "since": "i.last_seen_at >= :since",
    "until": "i.opened_at <= :until",
}
_OPEN = {True: "i.closed_at IS NULL", False: "i.closed_at IS NOT NULL", None: "1"}
_COUNTED = {"kind": "i.kind", "host": "i.host"}
_MOST_COUNTED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentList:
    """Which incidents are asked for; None means any.

    Times are UTC text, both included: what was seen since, what began until.
    """

    is_open: bool | None = True
    kind: IncidentKind | None = None
    host: str | None = None
    page_id: int | None = None
    since: str | None = None
    until: str | None = None

    def asked(self) -> tuple[str, dict[str, object]]:
        """What follows WHERE, and the values."""
        values = {name: getattr(self, name) for name in _CLAUSES}
        clauses = [_CLAUSES[name] for name, value in values.items() if value is not None]
        return " AND ".join([_OPEN[self.is_open], *clauses]), values


@dataclass(frozen=True, slots=True)
class IncidentAt:
    """Where a page of the list ends: the last incident that it shows."""

    last_seen_at: str
    incident_id: int


def incidents_listed(
    archive: Archive, wanted: IncidentList, *, after: IncidentAt | None = None, most: int
) -> list[ListedIncident]:
    """The incidents that fit, the one that was met last first, from ``after`` on."""
    where, values = wanted.asked()
    if after is not None:
        where += " AND (i.last_seen_at, i.id) < (:after_at, :after_id)"
        values |= {"after_at": after.last_seen_at, "after_id": after.incident_id}
    rows = archive.rows(
        f"{_ROWS} WHERE {where} ORDER BY i.last_seen_at DESC, i.id DESC LIMIT :most",
        {**values, "most": most},
    )
    return [ListedIncident(**dict(row)) for row in rows]


def incidents_counted(
    archive: Archive, wanted: IncidentList
) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """How many incidents fit; and of each kind and host how many, the most first."""
    where, values = wanted.asked()
    total = archive.number(f"SELECT count(*) FROM incidents i WHERE {where}", values)
    counted = {
        name: archive.rows(
            f"SELECT {column} AS name, count(*) AS count FROM incidents i WHERE {where}"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most",
            {**values, "most": _MOST_COUNTED},
        )
        for name, column in _COUNTED.items()
    }
    return total, {
        name: {row["name"]: row["count"] for row in rows} for name, rows in counted.items()
    }
