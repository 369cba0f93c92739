"""How much came to pass on which day: checks, changes by weight, incidents.

Changes and checks are counted from indexes alone, the checks of a day as one stretch of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.report.timeline import MIDDLING, STRONG
from archive_watch.storage.database import Archive

MOST_COUNTED = 500_000
"""How many checks are counted one by one: a tenth of a second's work."""

_STANDS = "superseded_at IS NULL"
_TOLD = f"{_STANDS} AND kind <> 'cosmetic'"
_CHANGES = (
    f"SELECT substr(not_after, 1, 10) AS day, CASE WHEN severity >= {STRONG} THEN 'strong'"
    f" WHEN severity >= {MIDDLING} THEN 'middling' ELSE 'light' END AS look, count(*) AS count"
    f" FROM changes WHERE {_TOLD} GROUP BY 1, 2"
)


def days_of_life(archive: Archive) -> tuple[str, str] | None:
    """The first and the last day on which a page was looked at, or a change is told of; None where
    there is none."""
    row = archive.row(
        "SELECT (SELECT min(observed_at) FROM fetches), (SELECT max(observed_at) FROM fetches),"
        f" (SELECT min(not_after) FROM changes WHERE {_STANDS}),"
        f" (SELECT max(not_after) FROM changes WHERE {_STANDS})"
    )
    known = [] if row is None else [str(one)[:10] for one in row if one is not None]
    return (min(known), max(known)) if known else None


def changes_by_day(archive: Archive) -> dict[tuple[str, str], int]:
    """How many changes, by day and weight."""
    return {(row["day"], row["look"]): row["count"] for row in archive.rows(_CHANGES)}


def incidents_by_day(archive: Archive) -> dict[str, int]:
    """How many incidents began, by day."""
    rows = archive.rows("SELECT substr(opened_at, 1, 10), count(*) FROM incidents GROUP BY 1")
    return {row[0]: row[1] for row in rows}


def are_all_counted(archive: Archive, *, most: int = MOST_COUNTED) -> bool:
    """Whether there are so few checks that ``checks_in`` looks at each of them."""
    return archive.number("SELECT max(id) FROM fetches") <= most


def checks_in(
    archive: Archive, stretches: Sequence[tuple[str, str]], *, most: int = MOST_COUNTED
) -> dict[str, int]:
    """How many checks there were at least in each stretch of days, by its first day.

    Checks that were folded are no rows any more, but their rounds still say how many they made.
    Where there are more than ``most``, no more rows than that are counted, as many of each stretch:
    the rounds tell of the daemon's checks, and of imported captures it is at least so many.
    """
    each = most if are_all_counted(archive, most=most) else most // max(1, len(stretches))
    sql = (
        "SELECT max((SELECT count(*) FROM"
        "   (SELECT 1 FROM fetches WHERE observed_at BETWEEN :first AND :last LIMIT :each)),"
        " (SELECT coalesce(sum(checked), 0) FROM runs WHERE started_at BETWEEN :first AND :last"
        "   AND kind = 'fetch'))"
    )
    return {
        first: archive.number(sql, {"first": first, "last": f"{last}T23:59:59Z", "each": each})
        for first, last in stretches
    }
