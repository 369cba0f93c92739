"""Where pages are named: each sitemap, feed and listing as it was last read, and what it names.

A source belongs to the starting point that led to it.  Nothing is deleted: a page that a whole
sitemap no longer names is noted as missing from it, and comes back when it is named again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive_watch.model.capture import Validators
from archive_watch.model.url import host_of
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.pages import site_id_of

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSource:
    """A source as the archive knows it; times are UTC text."""

    id: int
    kind: str | None
    lastmod: str | None
    validators: Validators = field(default_factory=Validators)
    scope_sha256: str | None = None
    last_read_at: str | None = None
    error: str | None = None
    error_since: str | None = None
    named: int = 0
    in_scope: int = 0
    next_page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A page to be watched from now on; ``key`` is what its aliases have in common."""

    url: str
    key: str
    due_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSource:
    """A source that another one names; ``lastmod`` as that one says."""

    id: int
    url: str
    lastmod: str | None


def load_source(archive: Archive, start: str, url: str) -> StoredSource | None:
    """The source at ``url`` as ``start`` led to it; None where it was never asked."""
    row = archive.row("SELECT * FROM discovery_sources WHERE start = ? AND url = ?", (start, url))
    if row is None:
        return None
    return StoredSource(
        id=row["id"],
        kind=row["kind"],
        lastmod=row["lastmod"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        scope_sha256=row["scope_sha256"],
        last_read_at=row["last_read_at"],
        error=row["error"],
        error_since=row["error_since"],
        named=row["named"],
        in_scope=row["in_scope"],
        next_page=row["next_page"],
    )


def note_asked(
    archive: Archive, start: str, url: str, *, at: str, parent_id: int | None = None
) -> int:
    """The id of the source, which was asked at ``at`` and said nothing against what is known."""
    archive.conn.execute(
        "INSERT INTO discovery_sources (start, url, parent_id, first_asked_at, last_asked_at)"
        " VALUES (:start, :url, :parent, :at, :at) ON CONFLICT (start, url) DO UPDATE"
        " SET last_asked_at = :at, parent_id = coalesce(:parent, parent_id), error = NULL,"
        " error_since = NULL",
        {"start": start, "url": url, "at": at, "parent": parent_id},
    )
    return archive.number(
        "SELECT id FROM discovery_sources WHERE start = ? AND url = ?", (start, url)
    )


def note_fault(archive: Archive, source_id: int, error: str, *, since: str) -> None:
    """Keep why the source could not be read, and since when."""
    archive.conn.execute(
        "UPDATE discovery_sources SET error = ?, error_since = ? WHERE id = ?",
        (error, since, source_id),
    )


def note_read(
    archive: Archive,
    source_id: int,
    *,
    kind: str,
    validators: Validators,
    scope_sha256: str,
    lastmod: str | None,
    named: int,
    in_scope: int,
    at: str,
) -> None:
    """Keep what a full reading of the source came to."""
    archive.conn.execute(
        "UPDATE discovery_sources SET kind = ?, etag = ?, last_modified = ?, scope_sha256 = ?,"
        " lastmod = ?, named = ?, in_scope = ?, last_read_at = ? WHERE id = ?",
        (kind, validators.etag, validators.last_modified, scope_sha256, lastmod, named, in_scope,
         at, source_id),
    )  # fmt: skip


def note_way_on(archive: Archive, source_id: int, next_page: str | None) -> None:
    """Keep where a listing is to be read on the next time; None: it was read to its end."""
    archive.conn.execute(
        "UPDATE discovery_sources SET next_page = ? WHERE id = ?", (next_page, source_id)
    )


def children_of(archive: Archive, source_id: int) -> list[ChildSource]:
    """The sources that this one was seen to name, in the order in which they were first asked."""
    rows = archive.rows(
        "SELECT id, url, lastmod FROM discovery_sources WHERE parent_id = ? ORDER BY id",
        (source_id,),
    )
    return [ChildSource(id=row["id"], url=row["url"], lastmod=row["lastmod"]) for row in rows]


def read_times(archive: Archive, start: str) -> dict[str, str]:
    """When each source that ``start`` leads to was last read whole, by its address."""
    rows = archive.rows(
        "SELECT url, last_read_at FROM discovery_sources"
        " WHERE start = ? AND last_read_at IS NOT NULL",
        (start,),
    )
    return {row["url"]: row["last_read_at"] for row in rows}


def sources_in_trouble(archive: Archive, starts: Sequence[str]) -> list[dict[str, str]]:
    """The sources of ``starts`` that could not be read the last time, the longest in trouble first.

    Each with url, start, error and error_since.
    """
    rows = archive.rows(
        "SELECT url, start, error, error_since FROM discovery_sources WHERE error IS NOT NULL"
        " AND start IN (SELECT value FROM json_each(?)) ORDER BY error_since, url",
        (json.dumps(list(starts)),),
    )
    return [dict(row) for row in rows]


def pages_known(archive: Archive, keys: Sequence[str]) -> dict[str, int]:
    """The ids of the pages that are watched, by those of ``keys`` that stand for one."""
    found: dict[str, int] = {}
    for table, column in (("page_aliases", "page_id"), ("pages", "id")):
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT key, {column} AS id FROM {table} WHERE key IN ({marks})"
            found.update((row["key"], row["id"]) for row in archive.rows(sql, some))
    return found


def insert_pages(
    archive: Archive,
    pages: Sequence[NewPage],
    *,
    at: str,
    every_seconds: int | None,
    tags: Sequence[str],
) -> None:
    """Watch ``pages``, of which none is watched; all in the caller's transaction."""
    hosts = [host_of(page.url) for page in pages]
    sites = {host: site_id_of(archive, host, at=at) for host in set(hosts)}
    said = json.dumps(list(tags))
    archive.conn.executemany(
        "INSERT INTO pages (site_id, url, key, state_since, added_at, added_by, every_seconds,"
        " tags, next_fetch_at) VALUES (?, ?, ?, ?, ?, 'discovery', ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (sites[host], page.url, page.key, at, at, every_seconds, said, page.due_at)
            for host, page in zip(hosts, pages, strict=True)
        ],
    )


def keep_named(
    archive: Archive, source_id: int, named: Mapping[int, str | None], *, at: str
) -> dict[int, str]:
    """Keep that the source names these pages (id → lastmod); the lastmods that are new to it."""
    before = _named_before(archive, source_id, list(named))
    fresh = [
        (source_id, page_id, at, lastmod)
        for page_id, lastmod in named.items()
        if page_id not in before
        or before[page_id]["first_missing_at"] is not None
        or lastmod not in {None, before[page_id]["lastmod"]}
    ]
    archive.conn.executemany(
        "INSERT INTO discovered_pages (source_id, page_id, first_seen_at, lastmod)"
        " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " lastmod = coalesce(excluded.lastmod, lastmod), first_missing_at = NULL",
        fresh,
    )
    return {page_id: lastmod for _, page_id, _, lastmod in fresh if lastmod is not None}


def _named_before(archive: Archive, source_id: int, page_ids: Sequence[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for start in range(0, len(page_ids), _AT_ONCE):
        some = page_ids[start : start + _AT_ONCE]
        rows = archive.rows(
            "SELECT page_id, lastmod, first_missing_at FROM discovered_pages WHERE source_id = ?"
            f" AND page_id IN ({', '.join('?' * len(some))})",
            (source_id, *some),
        )
        found.update((row["page_id"], row) for row in rows)
    return found


def note_missing(archive: Archive, source_id: int, still_named: Iterable[int], *, at: str) -> int:
    """Note that the source, read whole, names none but these pages any more; how many left it now."""
    still = set(still_named)
    rows = archive.rows(
        "SELECT page_id FROM discovered_pages WHERE source_id = ? AND first_missing_at IS NULL",
        (source_id,),
    )
    gone = [(at, source_id, row["page_id"]) for row in rows if row["page_id"] not in still]
    archive.conn.executemany(
        "UPDATE discovered_pages SET first_missing_at = ? WHERE source_id = ? AND page_id = ?", gone
    )
    return len(gone)
