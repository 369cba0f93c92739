"""One version as a reader meets it: what it is called, when it stood, and what stood beside it.

Every question here is about one version or one page and asks by an index; the words are read apart
(``storage.transcripts``).
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive, Row

MOST_SPANS = 20
_FACTS = (
    "SELECT v.id, v.page_id, v.number, v.title, v.media_type, v.extractor, v.fallback, v.is_current,"
    " v.first_seen_at, v.retracted_at, v.retraction, v.text_id, v.state_sha256, p.url, p.state,"
    " p.state_since, s.host, t.words, t.sha256 AS text_sha256, c.sha256 AS capture_sha256, c.size"
    " FROM versions v JOIN pages p ON p.id = v.page_id JOIN sites s ON s.id = p.site_id"
    " JOIN captures c ON c.id = v.capture_id LEFT JOIN texts t ON t.id = v.text_id"
)
_BESIDE = "SELECT id, number FROM versions WHERE page_id = ? AND retracted_at IS NULL"
_SPAN = (
    "SELECT n.version_id, n.first_seen_at, n.last_seen_at, n.last_full_at, n.checks, n.how, n.source"
    " FROM spans n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """What is known of a version beside its words.

    ``size`` is of the bytes that it was first read from (``capture_sha256``).  ``text_id``, ``words``
    and ``text_sha256`` are None for a document that is kept as bytes.
    """

    id: int
    page_id: int
    number: int
    title: str | None
    media_type: str
    extractor: str
    fallback: bool
    is_current: bool
    first_seen_at: str
    retracted_at: str | None
    retraction: str | None
    text_id: int | None
    state_sha256: str
    url: str
    state: str
    state_since: str
    host: str
    words: int | None
    text_sha256: str | None
    capture_sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSpan:
    """A run of checks that saw one version, or (``version_id`` None) the page gone."""

    version_id: int | None
    first_seen_at: str
    last_seen_at: str
    last_full_at: str
    checks: int
    how: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another version of the same page."""

    id: int
    number: int


def facts_of_version(archive: Archive, version_id: int) -> VersionFacts | None:
    """What is known of the version, or None where there is none."""
    row = archive.row(f"{_FACTS} WHERE v.id = ?", (version_id,))
    if row is None:
        return None
    told = dict(row)
    for name in ("fallback", "is_current"):
        told[name] = bool(told[name])
    return VersionFacts(**told)


def version_before(archive: Archive, facts: VersionFacts) -> Neighbour | None:
    """The version that was first seen before it; those set aside are passed over."""
    return _neighbour(archive, facts, "number < ? ORDER BY number DESC")


def version_after(archive: Archive, facts: VersionFacts) -> Neighbour | None:
    """The version that was first seen after it; those set aside are passed over."""
    return _neighbour(archive, facts, "number > ? ORDER BY number")


def current_of(archive: Archive, page_id: int) -> Neighbour | None:
    """The version that stands now, or None."""
    row = archive.row(f"{_BESIDE} AND is_current = 1", (page_id,))
    return None if row is None else Neighbour(**dict(row))


def spans_of_version(archive: Archive, version_id: int) -> tuple[list[SeenSpan], int]:
    """When the version stood, the first times first, and how many times there were in all."""
    rows = archive.rows(
        f"{_SPAN} WHERE n.version_id = ? ORDER BY n.first_seen_at, n.id LIMIT ?",
        (version_id, MOST_SPANS),
    )
    many = archive.number("SELECT count(*) FROM spans WHERE version_id = ?", (version_id,))
    return [_seen(row) for row in rows], many


def spans_about(archive: Archive, page_id: int, at: str) -> tuple[SeenSpan | None, SeenSpan | None]:
    """What was seen of the page last before ``at`` or at it, and what was seen next."""
    before = archive.row(
        f"{_SPAN} WHERE n.page_id = ? AND n.first_seen_at <= ?"
        " ORDER BY n.first_seen_at DESC, n.id DESC LIMIT 1",
        (page_id, at),
    )
    after = archive.row(
        f"{_SPAN} WHERE n.page_id = ? AND n.first_seen_at > ? ORDER BY n.first_seen_at, n.id LIMIT 1",
        (page_id, at),
    )
    return (
        None if before is None else _seen(before),
        None if after is None else _seen(after),
    )


def _neighbour(archive: Archive, facts: VersionFacts, which: str) -> Neighbour | None:
    row = archive.row(f"{_BESIDE} AND {which} LIMIT 1", (facts.page_id, facts.number))
    return None if row is None else Neighbour(**dict(row))


def _seen(row: Row) -> SeenSpan:
    return SeenSpan(**dict(row))
