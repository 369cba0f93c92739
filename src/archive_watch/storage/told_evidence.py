"""The evidence of single checks and bodies, for a reader: what was asked, by which way, what came back.

``storage.kept_answers`` tells every check of a page; here a few are told, each found by its number,
so that a page with a hundred thousand checks is told as fast as one with two.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.capture import Hop
from archive_watch.storage.check_requests import ASKED_BY
from archive_watch.storage.database import Archive, Row

Header = tuple[str, str]

_EXCHANGES = (
    "SELECT f.id AS fetch_id, f.page_id, p.url, f.observed_at AS at, f.source, f.outcome, f.reason,"
    " f.status, f.elapsed_ms, coalesce(f.final_url, p.url) AS final_url, f.headers, f.evidence,"
    " f.version_id, x.status_line, x.date, x.redirects, x.remote_address, x.tls_version,"
    " x.certificate_sha256, asked.headers AS asked, told.headers AS answered,"
    f" c.sha256 AS capture_sha256, c.size, {ASKED_BY} AS asked_by"
    " FROM fetches f JOIN pages p ON p.id = f.page_id"
    " LEFT JOIN exchanges x ON x.fetch_id = f.id"
    " LEFT JOIN header_sets asked ON asked.id = x.request_id"
    " LEFT JOIN header_sets told ON told.id = x.response_id"
    " LEFT JOIN captures c ON c.id = f.capture_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One check and as much of its exchange as was kept; what was not is None or empty.

    ``size`` is of the body in bytes, ``signs`` are those by which an absence was told, ``asked_by``
    are those who asked for it.
    """

    fetch_id: int
    page_id: int
    url: str
    at: str
    source: str
    outcome: str
    reason: str | None
    status: int | None
    status_line: str | None
    elapsed_ms: int | None
    final_url: str
    version_id: int | None
    request_headers: tuple[Header, ...]
    headers: tuple[Header, ...]
    hops: tuple[Hop, ...]
    signs: tuple[str, ...]
    remote_address: str | None
    tls_version: str | None
    certificate_sha256: str | None
    capture_sha256: str | None
    size: int | None
    asked_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as it is kept: its digest, its length in bytes, its type as declared."""

    id: int
    sha256: str
    size: int
    media_type: str
    stored_at: str
    checks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFrom:
    """A version that was first read from a body."""

    id: int
    number: int
    page_id: int
    url: str
    title: str | None


def exchanges(archive: Archive, fetch_ids: Sequence[int]) -> list[Exchange]:
    """These checks, in their order; those that are not there are left out."""
    rows = archive.rows(
        f"{_EXCHANGES} WHERE f.id IN (SELECT value FROM json_each(?))", (json.dumps(fetch_ids),)
    )
    found = {row["fetch_id"]: _exchange(row) for row in rows}
    return [found[one] for one in fetch_ids if one in found]


def body_named(archive: Archive, sha256: str, *, most: int) -> Body | None:
    """The body with that digest, or None; its checks are counted up to ``most``."""
    row = archive.row(
        "SELECT id, sha256, size, media_type, stored_at, (SELECT count(*) FROM (SELECT 1 FROM fetches"
        " WHERE capture_id = captures.id LIMIT ?)) AS checks FROM captures WHERE sha256 = ?",
        (most, sha256),
    )
    return None if row is None else Body(**dict(row))


def checks_that_got(archive: Archive, capture_id: int, *, most: int) -> list[int]:
    """The numbers of checks that were answered with the body: the first recorded and the last."""
    rows = archive.rows(
        "SELECT * FROM (SELECT id FROM fetches WHERE capture_id = :body ORDER BY id LIMIT :most)"
        " UNION SELECT * FROM (SELECT id FROM fetches WHERE capture_id = :body"
        "   ORDER BY id DESC LIMIT :most) ORDER BY 1",
        {"body": capture_id, "most": most},
    )
    return [row["id"] for row in rows]


def versions_read_from(archive: Archive, capture_id: int, *, most: int) -> list[ReadFrom]:
    """The versions that were first read from the body, at most so many."""
    rows = archive.rows(
        "SELECT v.id, v.number, v.page_id, p.url, v.title FROM versions v"
        " JOIN pages p ON p.id = v.page_id WHERE v.capture_id = ? ORDER BY v.id LIMIT ?",
        (capture_id, most),
    )
    return [ReadFrom(**dict(row)) for row in rows]


def absences(
    archive: Archive, page_id: int, first_at: str, last_at: str, *, most: int
) -> list[int]:
    """The numbers of the first checks of that time that saw the page gone, at most so many."""
    rows = archive.rows(
        "SELECT id FROM fetches WHERE page_id = ? AND how = 'absent'"
        " AND observed_at BETWEEN ? AND ? ORDER BY observed_at, id LIMIT ?",
        (page_id, first_at, last_at, most),
    )
    return [row["id"] for row in rows]


def _exchange(row: Row) -> Exchange:
    told = dict(row)
    date, asked, answered = told.pop("date"), told.pop("asked"), told.pop("answered")
    return Exchange(
        request_headers=_headers(asked, None),
        headers=_headers(answered or told.pop("headers"), date),
        hops=tuple(Hop(**hop) for hop in json.loads(told.pop("redirects") or "[]")),
        signs=tuple(json.loads(told.pop("evidence") or "[]")),
        **{name: value for name, value in told.items() if name != "headers"},
    )


def _headers(text: str | None, date: str | None) -> tuple[Header, ...]:
    """Headers as they were sent, the Date among them that has a column of its own."""
    return tuple(
        (name, date or "" if value is None else value) for name, value in json.loads(text or "[]")
    )
