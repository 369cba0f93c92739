"""Which links a reader's list shows, the latest trouble first, a page at a time.

Links that fail are found by when they began to (the index of dead links), so a page costs the same
whatever there is before and after it.  Only links on current pages are shown; of the places of one only
the first are read, for a link may stand on every page of a site.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from archive_watch.report.listed_link import LinkPlace, ListedLink
from archive_watch.report.told_link import ToldLink, ToldRepair
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.known_hosts import JOIN_KNOWN, TARGET

_FAILING = "l.state IN ('suspected','broken','gone','soft_404')"  # as the index has it
_ON_A_PAGE = (
    "EXISTS (SELECT 1 FROM page_links k JOIN versions v ON v.id = k.version_id AND v.is_current = 1"
    " WHERE k.link_id = l.id{of_page})"
)
# (The plus signs: by their failures in order, the first page of a list looks at a few links only.)
_WITHIN = "(+l.host IN (SELECT host FROM sites) OR +l.host IN (SELECT host FROM known_hosts))"
_RECOVERED = (
    "(SELECT subject_id, max(at) AS at FROM transitions WHERE kind = 'link_recovered'"
    " GROUP BY subject_id) t JOIN links l ON l.id = t.subject_id"
)
_MOST_PLACES = 8
_PLACES = (
    f"SELECT p.id AS page_id, v.id AS version_id, p.url, v.title, k.text, k.area, k.context,"
    f" {TARGET} AS target FROM page_links k JOIN links l ON l.id = k.link_id"
    " JOIN versions v ON v.id = k.version_id AND v.is_current = 1 JOIN pages p ON p.id = v.page_id"
    f" JOIN sites s ON s.id = p.site_id{JOIN_KNOWN} WHERE k.link_id = ? LIMIT {_MOST_PLACES + 1}"
)


class Show(StrEnum):
    """Which links a list shows."""

    BROKE = "broke"
    """Good once, and dead now."""
    DEAD = "dead"
    """Dead now, those too that were dead when they were first checked."""
    BROKEN = "broken"
    GONE = "gone"
    SOFT_404 = "soft_404"
    SUSPECTED = "suspected"
    """They failed, and it is not confirmed."""
    MOVED = "moved"
    REDIRECTED = "redirected"
    BLOCKED = "blocked"
    RECOVERED = "recovered"
    """Dead once, and working again."""


_SURE = f"{_FAILING} AND l.state <> 'suspected'"
_SHOWN = {
    Show.BROKE: f"{_SURE} AND l.last_ok_at IS NOT NULL",
    Show.DEAD: _SURE,
    Show.RECOVERED: f"NOT {_FAILING}",
    Show.MOVED: "l.state = 'moved'",
    Show.REDIRECTED: "l.state = 'redirected'",
    Show.BLOCKED: "l.state = 'blocked'",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkList:
    """Which links are asked for; None means any.

    Times are UTC text, both included: when they came to be as they are.  ``is_within``: they lead
    to a host of the archives, or elsewhere.
    """

    show: Show = Show.BROKE
    host: str | None = None
    page_id: int | None = None
    is_within: bool | None = None
    since: str | None = None
    until: str | None = None

    @property
    def is_failing(self) -> bool:
        """Whether the links fail now."""
        return self.show not in {Show.RECOVERED, Show.MOVED, Show.REDIRECTED, Show.BLOCKED}

    def _at(self) -> str:
        """When a link came to be as it is, in SQL."""
        if self.is_failing:
            return "l.failing_since"
        return "t.at" if self.show is Show.RECOVERED else "coalesce(l.moved_since, l.checked_at)"

    def asked(self) -> tuple[str, str, dict[str, object]]:
        """The column of ``at``, what follows SELECT (from FROM on), and the values."""
        at = self._at()
        source = _RECOVERED if self.show is Show.RECOVERED else "links l"
        found = _SHOWN.get(self.show, f"{_FAILING} AND l.state = :state")
        clauses = [
            found,
            "l.host = :host" if self.host else "",
            {None: "", True: _WITHIN, False: f"NOT {_WITHIN}"}[self.is_within],
            f"{at} >= :since" if self.since else "",
            f"{at} <= :until" if self.until else "",
            _ON_A_PAGE.format(of_page=" AND v.page_id = :page" if self.page_id else ""),
        ]
        values: dict[str, object] = {
            "state": self.show.value, "host": self.host, "since": self.since, "until": self.until,
            "page": self.page_id,
        }  # fmt: skip
        return at, f" FROM {source} WHERE {' AND '.join(filter(None, clauses))}", values


@dataclass(frozen=True, slots=True)
class LinkAt:
    """A link, and when it came to be as it is: where a page of the list ends."""

    at: str
    link_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MetLink:
    """What is counted of a link."""

    state: str
    host: str
    at: str | None
    is_within: bool


def links_listed_at(
    archive: Archive, wanted: LinkList, *, after: LinkAt | None = None, most: int
) -> list[LinkAt]:
    """The links that fit, the latest first, from ``after`` on."""
    at, rest, values = wanted.asked()
    if after is not None:
        rest += f" AND ({at}, l.id) < (:after_at, :after_id)"
        values |= {"after_at": after.at, "after_id": after.link_id}
    rows = archive.rows(
        f"SELECT l.id, {at} AS at{rest} ORDER BY {at} DESC, l.id DESC LIMIT :most",
        {**values, "most": most},
    )
    return [LinkAt(row["at"] or "", row["id"]) for row in rows]


def with_so_many_places(archive: Archive, links: list[LinkAt], *, most: int) -> list[LinkAt]:
    """The first of ``links``, as many as stand on ``most`` places together; one, where that has more."""
    if not links:
        return []
    rows = archive.rows(
        "SELECT k.link_id, count(*) AS places FROM page_links k JOIN versions v"
        " ON v.id = k.version_id AND v.is_current = 1"
        " WHERE k.link_id IN (SELECT value FROM json_each(?)) GROUP BY k.link_id",
        (json.dumps([link.link_id for link in links]),),
    )
    places = {row["link_id"]: row["places"] for row in rows}
    sums = accumulate(places.get(link.link_id, 0) for link in links)
    return links[: max(1, sum(so_far <= most for so_far in sums))]


def links_met(archive: Archive, wanted: LinkList, *, most: int) -> list[MetLink]:
    """What can be counted of the latest links that fit."""
    at, rest, values = wanted.asked()
    rows = archive.rows(
        f"SELECT l.state, l.host, {at} AS at, {_WITHIN} AS is_within{rest}"
        f" ORDER BY {at} DESC, l.id DESC LIMIT :most",
        {**values, "most": most},
    )
    return [
        MetLink(
            state=row["state"], host=row["host"], at=row["at"], is_within=bool(row["is_within"])
        )
        for row in rows
    ]


def links_listed(archive: Archive, links: list[LinkAt]) -> tuple[ListedLink, ...]:
    """These links, in their order, with their first places and what speaks for a repair."""
    rows = archive.rows(
        "SELECT l.*, r.why AS repair_why, r.confidence FROM links l LEFT JOIN repairs r"
        " ON r.link_id = l.id AND r.withdrawn_at IS NULL AND r.url = l.suggestion_url"
        " WHERE l.id IN (SELECT value FROM json_each(?))",
        (json.dumps([link.link_id for link in links]),),
    )
    found = {row["id"]: row for row in rows}
    return tuple(_listed(archive, found[link.link_id], link.at) for link in links)


def _listed(archive: Archive, row: Row, at: str) -> ListedLink:
    rows = archive.rows(_PLACES, (row["id"],))
    places = tuple(LinkPlace(**dict(place)) for place in rows[:_MOST_PLACES])
    return ListedLink(
        id=row["id"],
        told=_told(row, places),
        at=at or None,
        places=places,
        has_more=len(rows) > _MOST_PLACES,
        signs=tuple(json.loads(row["signs"] or "[]")),
        final_url=row["final_url"] if row["final_url"] != row["url"] else None,
        next_check_at=row["next_check_at"],
        repair_why=row["repair_why"],
        confidence=row["confidence"],
    )


def _told(row: Row, places: tuple[LinkPlace, ...]) -> ToldLink:
    repair = None
    if row["suggestion_url"] is not None:
        repair = ToldRepair(
            url=row["suggestion_url"],
            kind=row["suggestion_kind"],
            verified_at=row["suggestion_verified_at"],
        )
    same = (
        "url", "state", "reason", "status", "failing_since", "last_ok_at", "checks", "host",
    )  # fmt: skip
    return ToldLink(
        **{name: row[name] for name in same},
        found_on=tuple((place.url, place.text) for place in places),
        repair=repair,
    )
