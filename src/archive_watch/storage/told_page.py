"""One page as a reader meets it: how it stands, and its newest spans, of however many.

Every question is about one page and asks by an index.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive_watch.storage.database import Archive

_FACTS = (
    "SELECT p.id, p.url, p.key, p.state, p.state_since, p.added_at, p.added_by, p.every_seconds,"
    " p.tags, p.moved_to, p.failures, p.last_checked_at, p.last_ok_at, p.last_changed_at,"
    " p.next_fetch_at, p.paused_by, s.host, s.frozen_since, v.id AS version_id,"
    " v.number AS version, v.title, v.doctype, v.speaker, v.published_on, v.text_id"
    " FROM pages p JOIN sites s ON s.id = p.site_id"
    " LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1 WHERE p.id = ?"
)
_SPANS = (
    "SELECT n.id, n.version_id, v.number AS version, v.title, t.words, n.first_seen_at,"
    " n.last_seen_at, n.last_full_at, n.checks, n.how, n.source, n.moved_to, n.first_fetch_id"
    " FROM spans n LEFT JOIN versions v ON v.id = n.version_id LEFT JOIN texts t ON t.id = v.text_id"
    " WHERE n.page_id = ? ORDER BY n.first_seen_at DESC, n.id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """How a page stands; of its current version what it is called, None where it was never read."""

    id: int
    url: str
    key: str
    state: str
    state_since: str
    added_at: str
    added_by: str
    every_seconds: int | None
    tags: tuple[str, ...]
    moved_to: str | None
    failures: int
    last_checked_at: str | None
    last_ok_at: str | None
    last_changed_at: str | None
    next_fetch_at: str | None
    paused_by: str | None
    host: str
    frozen_since: str | None
    version_id: int | None
    version: int | None
    title: str | None
    doctype: str | None
    speaker: str | None
    published_on: str | None
    text_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSpan:
    """A run of checks that saw one version, or (``version_id`` None) the page gone."""

    id: int
    version_id: int | None
    version: int | None
    title: str | None
    words: int | None
    first_seen_at: str
    last_seen_at: str
    last_full_at: str
    checks: int
    how: str
    source: str
    moved_to: str | None
    first_fetch_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAddress:
    """Another address under which a page is known, and since when."""

    url: str
    first_seen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Something that stood, or stands (``closed_at`` None), in the way of a page or of its host."""

    kind: str
    opened_at: str
    closed_at: str | None
    occurrences: int
    detail: str
    is_of_page: bool


def facts_of_page(archive: Archive, page_id: int) -> PageFacts | None:
    """How the page stands, or None where there is none."""
    row = archive.row(_FACTS, (page_id,))
    if row is None:
        return None
    return PageFacts(**{**dict(row), "tags": tuple(map(str, json.loads(row["tags"])))})


def newest_spans(archive: Archive, page_id: int, *, most: int) -> list[ToldSpan]:
    """The page's spans, the newest first, at most so many."""
    return [ToldSpan(**dict(row)) for row in archive.rows(_SPANS, (page_id, most))]


def text_of_version(archive: Archive, version_id: int) -> str | None:
    """The words of a version; None for a document."""
    row = archive.row(
        "SELECT t.text FROM versions v JOIN texts t ON t.id = v.text_id WHERE v.id = ?",
        (version_id,),
    )
    return None if row is None else str(row["text"])


def words_in_history(archive: Archive, page_id: int) -> int:
    """How many words stand in all the texts that a page showed, one after another."""
    return archive.number(
        "SELECT sum(t.words) FROM spans n JOIN versions v ON v.id = n.version_id"
        " JOIN texts t ON t.id = v.text_id WHERE n.page_id = ?",
        (page_id,),
    )


def newest_changes(archive: Archive, page_id: int, *, most: int) -> tuple[list[int], int]:
    """The numbers of the page's changes that stand, the newest first, and how many there are."""
    which = "FROM changes WHERE page_id = ? AND superseded_at IS NULL"
    rows = archive.rows(
        f"SELECT id {which} ORDER BY not_after DESC, id DESC LIMIT ?", (page_id, most)
    )
    return [row["id"] for row in rows], archive.number(f"SELECT count(*) {which}", (page_id,))


def checks_up_to(archive: Archive, page_id: int, *, most: int) -> int:
    """How many checks of the page have a row of their own, counted up to ``most``."""
    return archive.number(
        "SELECT count(*) FROM (SELECT 1 FROM fetches WHERE page_id = ? LIMIT ?)", (page_id, most)
    )


def span_counts(archive: Archive, page_id: int) -> tuple[int, int, int]:
    """How many spans a page has, how many checks are in them, and how many versions it has."""
    row = archive.row(
        "SELECT count(*) AS spans, coalesce(sum(checks), 0) AS checks,"
        " (SELECT count(*) FROM versions WHERE page_id = :page AND retracted_at IS NULL) AS versions"
        " FROM spans WHERE page_id = :page",
        {"page": page_id},
    )
    assert row is not None
    return int(row["spans"]), int(row["checks"]), int(row["versions"])


def other_addresses(archive: Archive, page_id: int, *, most: int) -> list[OtherAddress]:
    """The addresses that are known to be the page, the oldest first, at most so many."""
    rows = archive.rows(
        "SELECT url, first_seen_at FROM page_aliases WHERE page_id = ? ORDER BY first_seen_at LIMIT ?",
        (page_id, most),
    )
    return [OtherAddress(**dict(row)) for row in rows]


def obstacles(archive: Archive, page: PageFacts, *, most: int) -> list[Obstacle]:
    """What stood in the way of the page, and what stands in the way of its host now."""
    rows = archive.rows(
        "SELECT kind, opened_at, closed_at, occurrences, detail, page_id IS NOT NULL AS is_of_page"
        " FROM incidents WHERE page_id = ? OR (page_id IS NULL AND host = ? AND closed_at IS NULL)"
        " ORDER BY closed_at IS NOT NULL, opened_at DESC LIMIT ?",
        (page.id, page.host, most),
    )
    return [Obstacle(**{**dict(row), "is_of_page": bool(row["is_of_page"])}) for row in rows]
