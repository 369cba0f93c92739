"""Repairs: which links want one, what was found for them, and what became of it.

The standing repair of a link is also its suggestion, in the columns of ``links``, as long as the link
does not lead to its document.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.model.link import SuggestionKind
from archive_watch.repair.known import Candidate
from archive_watch.storage.database import Archive, Row

_LOST = "('broken','gone','soft_404','moved')"
_UNCERTAIN = "('suspected','blocked')"
_WANTED = (
    " FROM links l LEFT JOIN repair_searches s ON s.link_id = l.id"
    " LEFT JOIN repairs r ON r.link_id = l.id AND r.withdrawn_at IS NULL"
    f" WHERE (l.state IN {_LOST} OR (l.state IN {_UNCERTAIN} AND l.host IN ({{live}})))"
    " AND EXISTS (SELECT 1 FROM page_links k JOIN versions v ON v.id = k.version_id"
    "   AND v.is_current = 1 WHERE k.link_id = l.id AND k.area IN ({areas}))"
)
_DUE = (
    " AND CASE WHEN r.id IS NULL THEN coalesce(s.next_search_at, '') ELSE r.next_look_at END <= ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What stands in a link's place; ``verified_at`` is UTC text, ``failures`` since then in a row."""

    id: int
    candidate: Candidate
    confidence: int
    verified_at: str
    next_look_at: str
    failures: int


def links_to_repair(
    archive: Archive,
    *,
    now: str | None,
    areas: Sequence[str],
    live_hosts: Sequence[str],
    limit: int,
) -> list[str]:
    """The addresses of links on current pages that want a repair, or whose repair is to be looked at
    again; ``now`` None: due or not.

    Links to ``live_hosts`` are looked for as soon as they fail or shut us out.
    """
    due = "" if now is None else _DUE
    sql = (
        f"SELECT l.url{_WANTED.format(live=_marks(live_hosts), areas=_marks(areas))}{due}"
        " ORDER BY s.searched_at IS NOT NULL, s.searched_at, l.id LIMIT ?"
    )
    values = [*live_hosts, *areas, *([] if now is None else [now]), limit]
    return [row["url"] for row in archive.rows(sql, values)]


def standing_repair(archive: Archive, link_id: int) -> Repair | None:
    """The repair that stands for a link."""
    row = archive.row(
        "SELECT * FROM repairs WHERE link_id = ? AND withdrawn_at IS NULL", (link_id,)
    )
    return None if row is None else _repair(row)


def keep_repair(
    archive: Archive,
    link_id: int,
    candidate: Candidate,
    *,
    confidence: int,
    why: str,
    at: str,
    next_look_at: str,
) -> None:
    """A candidate was seen to be the document: it stands from now on, in the caller's transaction."""
    archive.conn.execute(
        "UPDATE repairs SET withdrawn_at = ?, withdrawal = 'another was found'"
        " WHERE link_id = ? AND withdrawn_at IS NULL",
        (at, link_id),
    )
    archive.conn.execute(
        "INSERT INTO repairs (link_id, url, kind, rule, why, confidence, copied_at, asked_as,"
        " found_at, verified_at, next_look_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            link_id, candidate.url, candidate.kind, candidate.rule, f"{candidate.why}; {why}",
            confidence, candidate.copied_at, candidate.asked_as, at, at, next_look_at,
        ),
    )  # fmt: skip
    suggest_standing(archive, link_id)


def confirm_repair(archive: Archive, link_id: int, *, at: str, next_look_at: str) -> None:
    """The standing repair was seen again, in the caller's transaction."""
    archive.conn.execute(
        "UPDATE repairs SET verified_at = ?, next_look_at = ?, failures = 0"
        " WHERE link_id = ? AND withdrawn_at IS NULL",
        (at, next_look_at, link_id),
    )
    suggest_standing(archive, link_id)


def doubt_repair(archive: Archive, link_id: int, *, next_look_at: str) -> None:
    """The standing repair could not be seen this time, in the caller's transaction."""
    archive.conn.execute(
        "UPDATE repairs SET failures = failures + 1, next_look_at = ?"
        " WHERE link_id = ? AND withdrawn_at IS NULL",
        (next_look_at, link_id),
    )


def withdraw_repair(archive: Archive, link_id: int, *, at: str, why: str) -> None:
    """The standing repair is no longer offered, in the caller's transaction."""
    archive.conn.execute(
        "UPDATE links SET suggestion_url = NULL, suggestion_kind = NULL,"
        " suggestion_verified_at = NULL WHERE id = ? AND suggestion_url IN"
        " (SELECT url FROM repairs WHERE link_id = links.id AND withdrawn_at IS NULL)",
        (link_id,),
    )
    archive.conn.execute(
        "UPDATE repairs SET withdrawn_at = ?, withdrawal = ?"
        " WHERE link_id = ? AND withdrawn_at IS NULL",
        (at, why, link_id),
    )


def suggest_standing(archive: Archive, link_id: int | None = None) -> None:
    """Let standing repairs be what their links suggest, in the caller's transaction.

    A check that was under way when a repair was found writes what the link suggested before.
    """
    only = "" if link_id is None else " AND l.id = :link"
    rows = archive.rows(
        "SELECT l.id, r.url, r.kind, r.verified_at FROM links l JOIN repairs r ON r.link_id = l.id"
        f" AND r.withdrawn_at IS NULL WHERE l.state NOT IN ('ok','redirected','unchecked'){only}"
        " AND (l.suggestion_url IS NOT r.url OR l.suggestion_kind IS NOT r.kind"
        " OR l.suggestion_verified_at IS NOT r.verified_at)",
        {"link": link_id},
    )
    for row in rows:
        for verified_at in (None, row["verified_at"]):  # else it would be taken for unverified
            archive.conn.execute(
                "UPDATE links SET suggestion_url = ?, suggestion_kind = ?,"
                " suggestion_verified_at = ? WHERE id = ?",
                (row["url"], row["kind"], verified_at, row["id"]),
            )


def is_any_out_of_step(archive: Archive) -> bool:
    """Whether a standing repair is not what its link suggests, or is of a link that answers again."""
    row = archive.row(
        "SELECT 1 FROM repairs r JOIN links l ON l.id = r.link_id WHERE r.withdrawn_at IS NULL"
        " AND (l.state IN ('ok','redirected') OR l.suggestion_url IS NOT r.url) LIMIT 1"
    )
    return row is not None


def let_go_of_repaired(archive: Archive, *, at: str) -> None:
    """Withdraw the repairs of links that lead to their document again, in the caller's transaction."""
    archive.conn.execute(
        "UPDATE repairs SET withdrawn_at = ?, withdrawal = 'the link answers again'"
        " WHERE withdrawn_at IS NULL AND link_id IN"
        " (SELECT id FROM links WHERE state IN ('ok','redirected'))",
        (at,),
    )


def note_search(
    archive: Archive,
    link_id: int,
    *,
    at: str,
    next_search_at: str,
    requests: int,
    tried: Sequence[dict[str, Any]],
) -> None:
    """What a search for one link came to, in the caller's transaction."""
    archive.conn.execute(
        "INSERT INTO repair_searches (link_id, searched_at, next_search_at, requests, tried)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (link_id) DO UPDATE SET"
        " searched_at = excluded.searched_at, next_search_at = excluded.next_search_at,"
        " requests = excluded.requests, searches = searches + 1, tried = excluded.tried",
        (link_id, at, next_search_at, requests, json.dumps(tried, separators=(",", ":"))),
    )


def searches_so_far(archive: Archive, link_id: int) -> int:
    """How often a repair was looked for."""
    return archive.number(
        "SELECT coalesce(max(searches), 0) FROM repair_searches WHERE link_id = ?", (link_id,)
    )


def _repair(row: Row) -> Repair:
    return Repair(
        id=row["id"],
        candidate=Candidate(
            url=row["url"],
            kind=SuggestionKind(row["kind"]),
            why=row["why"],
            rule=row["rule"],
            copied_at=row["copied_at"],
            asked_as=row["asked_as"],
        ),
        confidence=row["confidence"],
        verified_at=row["verified_at"],
        next_look_at=row["next_look_at"],
        failures=row["failures"],
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values) or "NULL"
