"""What the first page asks of an archive: the weightiest of a stretch of time, however long that is.

Every question reads an index and stops when it has enough.  A short stretch is read by its time, and
ranked; a long one down the ranks, until enough of it is found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive_watch.model.change import ChangeKind
from archive_watch.storage.database import Archive, Row

_FEW = 2_000  # changes that are ranked as they are found
_EDGES = f"('{ChangeKind.COSMETIC}', '{ChangeKind.TEMPLATE}')"
_KINDS = {
    "gone": f"c.kind = '{ChangeKind.REMOVED}'",
    "edits": f"c.kind NOT IN ('{ChangeKind.REMOVED}', {_EDGES[1:]}",
    "templates": f"c.kind = '{ChangeKind.TEMPLATE}'",
}
_WHOLE = (  # nothing is told of it but the edit that other pages have too
    "EXISTS (SELECT 1 FROM edit_marks m WHERE m.edit_sha256 = c.cluster AND m.page_id = c.page_id"
    " AND m.change_id = c.id AND m.is_all AND m.stands)"
)
_BY_TIME = (
    "c.id IN (SELECT id FROM changes WHERE superseded_at IS NULL AND not_after BETWEEN :since AND"
    " :until UNION SELECT id FROM changes WHERE id > :known AND superseded_at IS NULL"
    " AND detected_at >= :since)"
)
_BY_WEIGHT = "+c.not_after BETWEEN :since AND :until"
_RANKED = (
    f"SELECT c.id, c.cluster, {_WHOLE} AS is_whole FROM changes c WHERE c.superseded_at IS NULL"
    " AND {which} AND {when} ORDER BY c.severity DESC, c.not_after DESC"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time, its ends included, as UTC text; with ``found``: what was recorded in it too,
    though it happened before (old captures were imported)."""

    since: str | None
    until: str
    found: bool = False


def weightiest(archive: Archive, stretch: Stretch, which: str, *, most: int) -> list[int]:
    """The changes to tell, the weightiest first: ``gone``, ``edits`` or ``templates``.

    The same edit of many pages is one, its strongest; typography alone is none.
    """
    values = _values(archive, stretch)
    when = _BY_TIME if _is_short(archive, values) else _BY_WEIGHT
    rows = archive.each(_RANKED.format(which=_KINDS[which], when=when), values)
    return _each_once(rows, most)


def _each_once(rows: Iterable[Row], most: int) -> list[int]:
    ids: list[int] = []
    told: set[str] = set()
    for row in rows:
        if row["is_whole"]:
            if row["cluster"] in told:
                continue
            told.add(row["cluster"])
        ids.append(row["id"])
        if len(ids) == most:
            break
    return ids


def kinds_counted(archive: Archive, stretch: Stretch) -> dict[str, int]:
    """How many changes of each kind there are in the stretch."""
    values = _values(archive, stretch)
    when = _BY_TIME if _is_short(archive, values) else _BY_WEIGHT
    rows = archive.rows(
        f"SELECT c.kind, count(*) FROM changes c WHERE c.superseded_at IS NULL AND {when}"
        " GROUP BY c.kind",
        values,
    )
    return {row[0]: row[1] for row in rows}


def _is_short(archive: Archive, values: dict[str, object]) -> bool:
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM changes WHERE superseded_at IS NULL"
        f" AND not_after BETWEEN :since AND :until LIMIT {_FEW + 1})"
    )
    return archive.number(sql, values) <= _FEW


def _values(archive: Archive, stretch: Stretch) -> dict[str, object]:
    """``known``: the last change that had been recorded when the stretch began."""
    since = stretch.since or ""
    newest = "SELECT max(id) FROM changes"
    before = "SELECT id FROM changes WHERE detected_at < ? ORDER BY id DESC LIMIT 1"
    known = archive.number(before, (since,)) if stretch.found else archive.number(newest)
    return {"since": since, "until": stretch.until, "known": known}


def last_event_at(archive: Archive) -> str | None:
    """When the last change happened that is told; None where there was none."""
    row = archive.row(
        "SELECT not_after FROM changes WHERE superseded_at IS NULL"
        f" AND kind NOT IN {_EDGES} ORDER BY not_after DESC LIMIT 1"
    )
    return None if row is None else row["not_after"]


def last_look_at(archive: Archive) -> str | None:
    """When a page was looked at last, by this watch or one whose captures were imported."""
    row = archive.row("SELECT observed_at FROM fetches ORDER BY observed_at DESC LIMIT 1")
    return None if row is None else row["observed_at"]
