"""Which changes a reader's list shows, the latest first, a page at a time.

A page begins where the one before ended (a moment and a number), so the thousandth costs what the
first does.  What is counted beside is of the latest changes that fit, never of all there are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive_watch.storage.database import Archive, Row
from archive_watch.storage.sought import Sought

AFTER_FREEZE = "after freeze"
"""The mark of what should not have changed: asked for as a flag is."""

_JUDGED = "coalesce((SELECT j.reviewed FROM verdicts j WHERE j.change_id = c.id),"
_FLAGGED = (
    "c.flags <> '[]' AND EXISTS (SELECT 1 FROM json_each(c.flags)"
    " WHERE json_extract(value, '$.kind') = :flag)"
)
# A change may show the edit of more clusters than the one that it is told with.
_OF_CLUSTER = """c.id IN (SELECT o.id FROM changes o
    WHERE o.cluster BETWEEN :cluster AND :cluster || 'g'
    UNION SELECT change_id FROM edit_marks
    WHERE edit_sha256 BETWEEN :cluster AND :cluster || 'g' AND stands)"""
_CLAUSES = {
    "since": "c.not_after >= :since",
    "until": "c.not_after <= :until",
    "host": "(c.site_id = (SELECT id FROM sites WHERE host = :host) OR +c.page_id IN"
    " (SELECT p.id FROM pages p JOIN sites s ON s.id = p.site_id WHERE s.host = :host))",
    "page_id": "c.page_id = :page_id",
    "kind": "c.kind = :kind",
    "min_severity": "c.severity >= :min_severity",
    "flag": _FLAGGED,
    "reviewed": f"{_JUDGED} iif(c.kind = 'cosmetic', NULL, 0)) = :reviewed",
    "label": "+c.id IN (SELECT j.change_id FROM verdicts j, json_each(j.labels) WHERE value = :label)",
    "tag": "+c.page_id IN (SELECT p.id FROM pages p, json_each(p.tags) WHERE p.tags <> '[]'"
    " AND value = :tag)",
    "cluster": _OF_CLUSTER,
}
_INDEXED = "c.id IN (SELECT rowid / 1000000 FROM edits_fts WHERE edits_fts MATCH :match)"
_LETTERS = (
    "EXISTS (SELECT 1 FROM change_edits e WHERE e.change_id = c.id"
    " AND instr(e.removed || char(10) || e.added, :words))"
)
_LATEST = " ORDER BY c.not_after DESC, c.id DESC LIMIT :most"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """Which changes are asked for; None means any.

    Times are UTC text, both included.  ``words`` stand in one of the edits, all of them; ``flag`` is
    a kind of flag or ``AFTER_FREEZE``; ``reviewed`` False: what nobody has reviewed, and is not
    typography alone; ``label`` is a reader's, ``tag`` a page's; of ``cluster`` the beginning will do.
    """

    since: str | None = None
    until: str | None = None
    host: str | None = None
    page_id: int | None = None
    kind: str | None = None
    min_severity: int | None = None
    flag: str | None = None
    words: str | None = None
    reviewed: bool | None = None
    label: str | None = None
    tag: str | None = None
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list ends: the last change that it shows."""

    not_after: str
    change_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What is counted of a change; ``reviewed`` None where nobody said."""

    kind: str
    host: str
    severity: int
    flags: tuple[str, ...]
    not_after: str
    reviewed: bool | None


def places_listed(
    archive: Archive, wanted: ChangeList, *, after: Place | None = None, most: int
) -> list[Place]:
    """The changes that fit, the latest first, from ``after`` on."""
    where, values = _where(wanted)
    if after is not None:
        where += " AND (c.not_after, c.id) < (:not_after, :change_id)"
        values |= {"not_after": after.not_after, "change_id": after.change_id}
    rows = archive.rows(
        f"SELECT c.not_after, c.id FROM changes c WHERE {where}{_LATEST}", {**values, "most": most}
    )
    return [Place(row["not_after"], row["id"]) for row in rows]


def found_lately(archive: Archive, wanted: ChangeList, *, most: int) -> list[int]:
    """The ids of the changes that fit and were found last, the last first."""
    where, values = _where(wanted)
    rows = archive.rows(
        f"SELECT c.id FROM changes c WHERE {where} ORDER BY c.id DESC LIMIT :most",
        {**values, "most": most},
    )
    return [row["id"] for row in rows]


def met_lately(archive: Archive, wanted: ChangeList, *, most: int) -> list[Met]:
    """What can be counted of the latest changes that fit."""
    where, values = _where(wanted)
    rows = archive.rows(
        "SELECT c.kind, s.host, c.severity, c.flags, c.after_freeze, c.not_after, j.reviewed"
        f" FROM (SELECT c.* FROM changes c WHERE {where}{_LATEST}) c"
        " LEFT JOIN pages p ON p.id = c.page_id JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)"
        " LEFT JOIN verdicts j ON j.change_id = c.id",
        {**values, "most": most},
    )
    return [_met(row) for row in rows]


def _met(row: Row) -> Met:
    flags = dict.fromkeys(flag["kind"] for flag in json.loads(row["flags"]))
    frozen = (AFTER_FREEZE,) if row["after_freeze"] is not None else ()
    return Met(
        kind=row["kind"],
        host=row["host"],
        severity=row["severity"],
        flags=(*flags, *frozen),
        not_after=row["not_after"],
        reviewed=None if row["reviewed"] is None else bool(row["reviewed"]),
    )


def _where(wanted: ChangeList) -> tuple[str, dict[str, object]]:
    """The conditions and what they are bound to."""
    clauses, values = ["c.superseded_at IS NULL"], dict[str, object]()
    for name, clause in _CLAUSES.items():
        value = getattr(wanted, name)
        if value is not None:
            frozen = name == "flag" and value == AFTER_FREEZE
            clauses.append("c.after_freeze IS NOT NULL" if frozen else clause)
            values[name] = value
    if wanted.words is not None:
        sought = Sought(phrases=tuple(wanted.words.split()))
        clauses.append(_INDEXED if sought.letter is None else _LETTERS)
        values |= {"match": sought.match, "words": wanted.words}
    return " AND ".join(clauses), values
