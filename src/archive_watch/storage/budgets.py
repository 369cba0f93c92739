"""What was spent of each host's budget in the last 24 hours, for whoever only looks on."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """The requests for a host's pages since a moment; ``since`` is the minute of the first."""

    host: str
    requests: int
    since: str


def spent_by_host(archive: Archive, *, day_ago: str) -> list[Spent]:
    """Each host that was asked since ``day_ago`` (UTC text), the one asked most often first."""
    rows = archive.rows(
        "SELECT host, sum(requests) AS requests, min(minute) AS since"
        " FROM spending JOIN sites ON sites.id = site_id WHERE minute > ?"
        " GROUP BY site_id ORDER BY 2 DESC, 1",
        (day_ago,),
    )
    return [Spent(**dict(row)) for row in rows]
