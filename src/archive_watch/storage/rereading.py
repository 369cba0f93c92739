"""What a page's texts are derived from: its versions, and every answer that was read as one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from archive_watch.errors import ArchiveDamaged
from archive_watch.model.version import StateDigests
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.captures import capture_sha256, load_body
from archive_watch.storage.database import Archive, Row

_OF_SITE = "(:host IS NULL OR p.site_id IN (SELECT id FROM sites WHERE host = :host))"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVersion:
    """A version as it is kept; ``digests`` are those of its reading, whoever else has its state."""

    id: int
    number: int
    digests: StateDigests
    kept_state: str
    extractor: str
    media_type: str
    title: str | None
    capture_id: int
    first_seen_at: str
    claim: tuple[bool, bool, str, int]
    others: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer that was read as a version; ``headers`` as sent, as far as they were kept.

    ``observed_at`` is when these bytes were first read so.
    """

    version_id: int
    capture_id: int
    observed_at: str
    status: int
    final_url: str | None
    headers: tuple[tuple[str, str], ...]


def pages_to_read(archive: Archive, *, host: str | None) -> int:
    """How many pages have a version, of one host or of all."""
    return archive.number(
        f"SELECT count(*) FROM pages p WHERE {_OF_SITE}"
        " AND EXISTS (SELECT 1 FROM versions WHERE page_id = p.id)",
        {"host": host},
    )


def is_site(archive: Archive, host: str) -> bool:
    """Whether any page of the host is known."""
    return (
        archive.row(f"SELECT 1 FROM pages p WHERE {_OF_SITE} LIMIT 1", {"host": host}) is not None
    )


def page_ids(archive: Archive, *, host: str | None) -> Iterator[int]:
    """The ids of pages that have a version, asked for one by one: no query stays open meanwhile."""
    last = 0
    while True:
        last = archive.number(
            f"SELECT min(p.id) FROM pages p WHERE p.id > :last AND {_OF_SITE}"
            " AND EXISTS (SELECT 1 FROM versions WHERE page_id = p.id)",
            {"last": last, "host": host},
        )
        if not last:
            return
        yield last


def kept_versions(archive: Archive, page_id: int) -> list[KeptVersion]:
    """The page's versions, those set aside too; the one that was seen last comes first."""
    beside = archive.rows("SELECT * FROM other_states WHERE page_id = ?", (page_id,))
    rows = archive.rows(
        "SELECT v.*, coalesce(f.at, v.first_seen_at) AS last_at FROM versions v LEFT JOIN"
        " (SELECT version_id, max(observed_at) AS at FROM fetches WHERE page_id = :page"
        "   AND version_id IS NOT NULL GROUP BY version_id) f ON f.version_id = v.id"
        " WHERE v.page_id = :page",
        {"page": page_id},
    )
    found = [
        _version(row, [one for one in beside if one["version_id"] == row["id"]]) for row in rows
    ]
    return sorted(found, key=lambda version: version.claim, reverse=True)


def _version(row: Row, beside: list[Row]) -> KeptVersion:
    own = next((one for one in beside if one["comparable_sha256"] is not None), None)
    return KeptVersion(
        id=row["id"],
        number=row["number"],
        digests=StateDigests(
            text=row["comparable_sha256"] if own is None else own["comparable_sha256"],
            metadata=row["metadata_sha256"],
            links=row["links_sha256"],
            turns=row["turns_sha256"],
            state=row["state_sha256"] if own is None else own["state_sha256"],
        ),
        kept_state=row["state_sha256"],
        extractor=row["extractor"],
        media_type=row["media_type"],
        title=row["title"],
        capture_id=row["capture_id"],
        first_seen_at=row["first_seen_at"],
        claim=(row["retracted_at"] is None, bool(row["is_current"]), row["last_at"], row["id"]),
        others=frozenset(one["state_sha256"] for one in beside if one is not own),
    )


def kept_answers(archive: Archive, page_id: int) -> dict[int, list[KeptAnswer]]:
    """The distinct bodies that were read as each version, newest first, each as it was first sent."""
    rows = archive.rows(
        "SELECT * FROM (SELECT f.version_id, f.capture_id, f.observed_at, f.status, f.final_url,"
        "   first_value(f.headers) OVER (PARTITION BY f.version_id, f.capture_id"
        "     ORDER BY f.headers IS NULL, f.observed_at, f.id) AS headers,"
        "   row_number() OVER (PARTITION BY f.version_id, f.capture_id"
        "     ORDER BY f.observed_at, f.id) AS place,"
        "   max(f.observed_at) OVER (PARTITION BY f.version_id, f.capture_id) AS last_at"
        "   FROM fetches f WHERE f.page_id = ? AND f.version_id IS NOT NULL"
        "   AND f.capture_id IS NOT NULL) WHERE place = 1 ORDER BY last_at DESC, capture_id DESC",
        (page_id,),
    )
    answers: dict[int, list[KeptAnswer]] = {}
    for row in rows:
        answers.setdefault(row["version_id"], []).append(_answer(row))
    return answers


def _answer(row: Row) -> KeptAnswer:
    headers = json.loads(row["headers"]) if row["headers"] else []
    return KeptAnswer(
        version_id=row["version_id"],
        capture_id=row["capture_id"],
        observed_at=row["observed_at"],
        status=row["status"] or 200,
        final_url=row["final_url"],
        headers=tuple((name, value) for name, value in headers),
    )


def sound_body(archive: Archive, capture_id: int) -> bytes | None:
    """The bytes of a capture; None where they are not what was stored, which ``verify`` names."""
    try:
        body = load_body(archive, capture_id)
    except ArchiveDamaged:
        return None
    return body if sha256_hex(body) == capture_sha256(archive, capture_id) else None


def last_check(archive: Archive, page_id: int) -> int:
    """The id of the page's newest check: the same as before, if nothing came between."""
    return archive.number("SELECT max(id) FROM fetches WHERE page_id = ?", (page_id,))
