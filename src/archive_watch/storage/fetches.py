"""The check log: one row for every attempt, good or bad; an unchanged one is small."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.model.page import WatchedPage
from archive_watch.model.version import How, Observation
from archive_watch.model.visit import Outcome
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.folding import folded_checks

CHECKS = (
    "fetches f LEFT JOIN versions v ON v.id = f.version_id"
    " LEFT JOIN captures c ON c.id = f.capture_id"
)
_SHOWN = "coalesce(v.state_sha256, '') || ' ' || coalesce(c.sha256, '')"
IN_ORDER = (  # the order of versioning.lineage
    f"f.observed_at, f.source = 'live', CASE WHEN f.source = 'live' THEN '' ELSE {_SHOWN} END, f.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRecord:
    """One row of the check log; ``headers`` and ``evidence`` are kept where they may matter."""

    page_id: int
    run_id: int | None
    observed_at: str
    source: str
    outcome: Outcome
    reason: str | None = None
    status: int | None = None
    elapsed_ms: int | None = None
    final_url: str | None = None
    moved_to: str | None = None
    capture_id: int | None = None
    version_id: int | None = None
    how: How | None = None
    frame_id: int | None = None
    headers: Sequence[tuple[str, str]] = ()
    evidence: Sequence[str] = ()


def record_fetch(archive: Archive, fetch: FetchRecord) -> int:
    """Write one row of the check log; its id."""
    cursor = archive.conn.execute(
        "INSERT INTO fetches (page_id, run_id, observed_at, source, outcome, reason, status,"
        " elapsed_ms, final_url, moved_to, capture_id, version_id, how, frame_id, headers,"
        " evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fetch.page_id,
            fetch.run_id,
            fetch.observed_at,
            fetch.source,
            fetch.outcome,
            fetch.reason,
            fetch.status,
            fetch.elapsed_ms,
            fetch.final_url,
            fetch.moved_to,
            fetch.capture_id,
            fetch.version_id,
            fetch.how,
            fetch.frame_id,
            json.dumps(list(fetch.headers)) if fetch.headers else None,
            json.dumps(list(fetch.evidence)) if fetch.evidence else None,
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def outcome_of(archive: Archive, fetch_id: int) -> Outcome:
    """What a check turned out to be."""
    row = archive.row("SELECT outcome FROM fetches WHERE id = ?", (fetch_id,))
    assert row is not None
    return Outcome(row["outcome"])


def set_outcome(archive: Archive, fetch_id: int, outcome: Outcome) -> None:
    """Say what a check turned out to be."""
    archive.conn.execute("UPDATE fetches SET outcome = ? WHERE id = ?", (outcome, fetch_id))


def is_next_after(archive: Archive, page_id: int, fetch_id: int, at: str) -> bool:
    """Whether no other check made after ``at`` says anything about the page's state."""
    return (
        archive.row(
            "SELECT 1 FROM fetches WHERE page_id = ? AND observed_at > ? AND how IS NOT NULL"
            " AND id <> ? LIMIT 1",
            (page_id, at, fetch_id),
        )
        is None
    )


def settle_outcomes(archive: Archive, page_id: int, turning_points: dict[int, Outcome]) -> None:
    """Say which checks of a page brought something new, now that their order is known."""
    archive.conn.execute(
        "UPDATE fetches SET outcome = iif(how = '304', 'not_modified', 'unchanged')"
        " WHERE page_id = ? AND outcome IN ('new', 'changed', 'moved')",
        (page_id,),
    )
    archive.conn.executemany(
        "UPDATE fetches SET outcome = ? WHERE id = ?",
        [(outcome, fetch_id) for fetch_id, outcome in turning_points.items()],
    )


def settle_proofs(archive: Archive, page_id: int) -> None:
    """Say how each imported capture was known, as if all had come in the order of their times:
    by the bytes of an earlier one, or by being read."""
    archive.conn.execute(
        "WITH proved AS (SELECT f.id, CASE WHEN EXISTS (SELECT 1 FROM fetches e"
        "     WHERE e.capture_id = f.capture_id AND e.page_id = f.page_id"
        "     AND e.version_id IS NOT NULL AND e.observed_at < f.observed_at)"
        "   THEN 'same bytes' ELSE 'read' END AS how FROM fetches f WHERE f.page_id = ?"
        "   AND f.source <> 'live' AND f.how IN ('same bytes', 'same slice', 'read'))"
        " UPDATE fetches SET how = proved.how FROM proved"
        " WHERE proved.id = fetches.id AND proved.how <> fetches.how",
        (page_id,),
    )


def observations_of(archive: Archive, page_id: int) -> list[Observation]:
    """Every check that says something about the page's state, the folded ones too; retracted
    versions are left out.

    Their ``state`` ends with the capture's digest, so that observations of one second and one
    state are told apart alike in every archive.
    """
    rows = archive.rows(
        f"SELECT f.id, f.observed_at, f.version_id, f.how, f.source, f.capture_id, f.moved_to,"
        f" {_SHOWN} AS shown FROM {CHECKS}"
        " WHERE f.page_id = ? AND f.how IS NOT NULL AND v.retracted_at IS NULL",
        (page_id,),
    )
    retracted = set_aside(archive, page_id)
    return [_observation(row) for row in rows] + [
        _observation({**check.row, "shown": ""})
        for check in folded_checks(archive, page_id)
        if check.row["version_id"] not in retracted
    ]


def set_aside(archive: Archive, page_id: int) -> set[int]:
    """The versions of the page that do not count: they were retracted."""
    sql = "SELECT id FROM versions WHERE page_id = ? AND retracted_at IS NOT NULL"
    return {row["id"] for row in archive.rows(sql, (page_id,))}


def already_observed(
    archive: Archive, *, page_id: int, at: str, capture_id: int | None, status: int | None
) -> bool:
    """Whether this very observation was recorded before: importing twice adds nothing."""
    asked = (page_id, at, capture_id, status)
    sql = (
        "SELECT 1 FROM fetches WHERE page_id = ? AND observed_at = ? AND capture_id IS ?"
        " AND status IS ?"
    )
    return archive.row(sql, asked) is not None or any(
        (page_id, check.at, check.row["capture_id"], check.row["status"]) == asked
        for check in folded_checks(archive, page_id, at=at)
    )


def other_page_with(archive: Archive, page: WatchedPage, *, body: bytes, run_id: int) -> str | None:
    """Another page of that page's host that answered these very bytes in that run; None: none did."""
    row = archive.row(
        "SELECT p.url FROM captures c JOIN fetches f ON f.capture_id = c.id"
        " JOIN pages p ON p.id = f.page_id WHERE c.sha256 = ? AND f.run_id = ? AND p.site_id = ?"
        " AND p.id <> ? ORDER BY f.id LIMIT 1",
        (sha256_hex(body), run_id, page.site_id, page.id),
    )
    return None if row is None else str(row["url"])


def version_last_read_from(archive: Archive, page_id: int, capture_id: int) -> int | None:
    """The version that the page had when it last answered with exactly these bytes."""
    row = archive.row(
        "SELECT f.version_id FROM fetches f JOIN versions v ON v.id = f.version_id"
        " WHERE f.capture_id = ? AND f.page_id = ? AND v.retracted_at IS NULL"
        " ORDER BY f.id DESC LIMIT 1",
        (capture_id, page_id),
    )
    return None if row is None else int(row["version_id"])


def absences_since_seen(archive: Archive, page_id: int) -> int:
    """How many of the latest checks in a row saw the page gone."""
    return archive.number(
        f"WITH checks AS (SELECT f.observed_at, f.how, row_number() OVER (ORDER BY {IN_ORDER})"
        "     AS place, f.version_id IS NOT NULL AND v.retracted_at IS NULL AS seen"
        f"   FROM {CHECKS} WHERE f.page_id = :page AND f.observed_at >= coalesce((SELECT"
        "     g.observed_at FROM fetches g JOIN versions w ON w.id = g.version_id"
        "     WHERE g.page_id = :page AND w.retracted_at IS NULL"
        "     ORDER BY g.observed_at DESC LIMIT 1), ''))"
        " SELECT count(*) FROM checks WHERE how = 'absent'"
        " AND place > coalesce((SELECT max(place) FROM checks WHERE seen), 0)",
        {"page": page_id},
    )


def _observation(row: Row | Mapping[str, Any]) -> Observation:
    return Observation(
        at=row["observed_at"],
        version_id=row["version_id"],
        how=How(row["how"]),
        source=row["source"],
        state=row["shown"],
        fetch_id=row["id"],
        capture_id=row["capture_id"],
        moved_to=row["moved_to"],
    )
