"""Questions about links, answered in the shape that the public contract promises.  Read-only."""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive_watch.model.link import PROVED
from archive_watch.storage.answers import Answer
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.known_hosts import JOIN_KNOWN, TARGET

_DEAD = ", ".join(f"'{state}'" for state in sorted(PROVED))
_LINKS = (
    "SELECT l.*, p.url AS page_url, k.text AS words, k.area, k.context, v.number AS version,"
    f" {TARGET} AS target"
    " FROM links l JOIN page_links k ON k.link_id = l.id"
    " JOIN versions v ON v.id = k.version_id AND v.is_current = 1 JOIN pages p ON p.id = v.page_id"
    f" JOIN sites s ON s.id = p.site_id{JOIN_KNOWN}"
)
_IN_ORDER = " ORDER BY l.id, p.id, k.position"
_CLAUSES = {
    "ids": "l.id IN (SELECT value FROM json_each(:ids))",
    "state": "l.state = :state",
    "page_id": "v.page_id = :page_id",
    "broke": f"l.state IN ({_DEAD}) AND l.last_ok_at IS NOT NULL AND (l.failing_since >= :since"
    " OR EXISTS (SELECT 1 FROM transitions t WHERE t.subject_id = l.id AND t.at >= :since"
    " AND t.kind = 'link_broken'))",
    "recovered": f"l.state NOT IN ('suspected', {_DEAD}) AND EXISTS (SELECT 1 FROM transitions t"
    " WHERE t.subject_id = l.id AND t.kind = 'link_recovered' AND t.at >= :since)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFilter:
    """Which links are asked for; None and False mean any.  ``since`` is UTC text.

    ``broke``: dead now and good once, since then; ``recovered``: dead once and working again since
    then; ``ids``: these alone.
    """

    ids: tuple[int, ...] | None = None
    state: str | None = None
    page_id: int | None = None
    broke: bool = False
    recovered: bool = False
    since: str = ""


def links(archive: Archive, wanted: LinkFilter | None = None) -> list[Answer]:
    """The links on current versions that are asked for, with their health and where they stand."""
    return list(links_by_id(archive, wanted).values())


def links_by_id(archive: Archive, wanted: LinkFilter | None = None) -> dict[int, Answer]:
    """The same, each by its number in this archive."""
    wanted = wanted or LinkFilter()
    asked = [sql for name, sql in _CLAUSES.items() if getattr(wanted, name) not in {None, False}]
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    values: dict[str, object] = {
        "ids": json.dumps(wanted.ids),
        "state": wanted.state,
        "page_id": wanted.page_id,
        "since": wanted.since,
    }
    found: dict[int, Answer] = {}
    for row in archive.rows(f"{_LINKS}{where}{_IN_ORDER}", values):
        link = found.setdefault(row["id"], _link(row))
        link["found_on"].append(
            {
                "url": row["page_url"],
                "version": row["version"],
                "text": row["words"],
                "area": row["area"],
                "context": row["context"],
                "target": row["target"],
            }
        )
    return found


def _link(row: Row) -> Answer:
    suggestion = None
    if row["suggestion_url"] is not None:
        suggestion = {
            "url": row["suggestion_url"],
            "kind": row["suggestion_kind"],
            "verified_at": row["suggestion_verified_at"],
        }
    names = (
        *("url", "state", "reason", "status", "final_url", "first_seen_at", "last_ok_at"),
        *("failing_since", "checks", "detail", "next_check_at"),
    )
    return {
        **{name: row[name] for name in names},
        "signs": json.loads(row["signs"] or "[]"),
        "found_on": [],
        "suggestion": suggestion,
    }
