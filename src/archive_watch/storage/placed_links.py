"""The links of one version, with what is known of each: for a reader of that page.

A page that lists thousands of links is counted whole and told in part, what fails first.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.transcript import LinkArea
from archive_watch.report.told_link import ToldLink
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.told_links import repair_of

_WORST_FIRST = (
    "CASE l.state WHEN 'gone' THEN 0 WHEN 'broken' THEN 1 WHEN 'soft_404' THEN 2"
    " WHEN 'suspected' THEN 3 WHEN 'blocked' THEN 4 WHEN 'moved' THEN 5 ELSE 6 END"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLink:
    """A link as it stands on a page: its words there, and what its checks add up to."""

    text: str
    told: ToldLink


def links_of_version(
    archive: Archive, version_id: int, area: LinkArea, *, most: int
) -> list[PlacedLink]:
    """The links in an area of the version, those that fail first, at most so many."""
    rows = archive.rows(
        "SELECT l.*, k.text AS words FROM page_links k JOIN links l ON l.id = k.link_id"
        f" WHERE k.version_id = ? AND k.area = ? ORDER BY {_WORST_FIRST}, k.position LIMIT ?",
        (version_id, area, most),
    )
    return [PlacedLink(text=row["words"], told=_told(row)) for row in rows]


def link_states(archive: Archive, version_id: int, area: LinkArea) -> dict[str, int]:
    """How many links of the version stand in each state, the most first."""
    rows = archive.rows(
        "SELECT l.state, count(*) AS many FROM page_links k JOIN links l ON l.id = k.link_id"
        " WHERE k.version_id = ? AND k.area = ? GROUP BY l.state ORDER BY many DESC, l.state",
        (version_id, area),
    )
    return {row["state"]: row["many"] for row in rows}


def _told(row: Row) -> ToldLink:
    return ToldLink(
        url=row["url"],
        state=row["state"],
        reason=row["reason"],
        status=row["status"],
        failing_since=row["failing_since"],
        last_ok_at=row["last_ok_at"],
        found_on=(),
        checks=row["checks"],
        host=row["host"],
        repair=repair_of(row),
    )
