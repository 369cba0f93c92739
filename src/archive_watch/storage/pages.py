"""Watched pages: adding them, and finding them by any of their addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive_watch.errors import UnknownPage
from archive_watch.model.capture import Validators
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import host_of, page_key
from archive_watch.model.visit import PageState
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.folding import unfold

_COLUMNS = (
    "p.id, p.site_id, s.host, p.url, p.key, p.state, p.every_seconds, p.etag, p.last_modified,"
    " p.checks_since_full, p.answer_sha256, p.failures, p.last_checked_at, p.moved_to, p.attempt,"
    " p.lease_owner"
)
_SELECT = f"SELECT {_COLUMNS} FROM pages p JOIN sites s ON s.id = p.site_id"


def add_page(
    archive: Archive,
    url: str,
    *,
    at: str,
    added_by: str,
    due_at: str | None,
    every_seconds: int | None = None,
    tags: Sequence[str] = (),
) -> tuple[WatchedPage, bool]:
    """The page at ``url``, and whether it was added now.  A known page gets the new tags and pace."""
    known = find_page(archive, url)
    if known is not None:
        _renew(archive, known.id, every_seconds, tags, due_at)
        return known, False
    archive.conn.execute(
        "INSERT INTO pages (site_id, url, key, state_since, added_at, added_by, every_seconds,"
        " tags, next_fetch_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            site_id_of(archive, host_of(url), at=at),
            url,
            page_key(url),
            at,
            at,
            added_by,
            every_seconds,
            json.dumps(list(tags)),
            due_at,
        ),
    )
    return known_page(archive, url), True


def site_id_of(archive: Archive, host: str, *, at: str) -> int:
    """The id of the site that answers for ``host``, made when it is new."""
    archive.conn.execute(
        "INSERT INTO sites (host, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (host, at)
    )
    return archive.number("SELECT id FROM sites WHERE host = ?", (host,))


def find_page(archive: Archive, url: str) -> WatchedPage | None:
    """The page that ``url``, or any alias of it, stands for."""
    key = page_key(url)
    row = archive.row(f"{_SELECT} WHERE p.key = ?", (key,))
    if row is None:
        row = archive.row(
            f"{_SELECT} WHERE p.id = (SELECT page_id FROM page_aliases WHERE key = ?)", (key,)
        )
    return None if row is None else _page(row)


def known_page(archive: Archive, url: str) -> WatchedPage:
    """Like ``find_page``, but raises UnknownPage where there is none."""
    page = find_page(archive, url)
    if page is None:
        raise UnknownPage(
            f"{url} is not watched",
            remedy="`archive-watch pages` lists what is; `archive-watch add URL` adds it",
        )
    return page


def page_by_id(archive: Archive, page_id: int) -> WatchedPage:
    """The page with that id.  Raises UnknownPage."""
    row = archive.row(f"{_SELECT} WHERE p.id = ?", (page_id,))
    if row is None:
        raise UnknownPage(f"there is no page {page_id}")
    return _page(row)


def pages_by_id(archive: Archive, page_ids: Sequence[int]) -> list[WatchedPage]:
    """The pages with those ids, in no order."""
    marks = ", ".join("?" * len(page_ids))
    return [_page(row) for row in archive.rows(f"{_SELECT} WHERE p.id IN ({marks})", page_ids)]


def address_of(archive: Archive, key: str) -> str | None:
    """The address that has this key, of a page or another one of a page; None: it is not known."""
    row = archive.row(
        "SELECT url FROM page_aliases WHERE key = :key UNION ALL"
        " SELECT url FROM pages WHERE key = :key LIMIT 1",
        {"key": key},
    )
    return None if row is None else str(row["url"])


def state_of(archive: Archive, page_id: int) -> PageState:
    """Where the page stands in its life."""
    row = archive.row("SELECT state FROM pages WHERE id = ?", (page_id,))
    assert row is not None
    return PageState(row["state"])


def is_any_well(archive: Archive, site_id: int) -> bool:
    """Whether any page of a host was read the last time that it was asked."""
    sql = "SELECT 1 FROM pages WHERE site_id = ? AND failures = 0 AND state IN ('live', 'moved') LIMIT 1"
    return archive.row(sql, (site_id,)) is not None


def asked_pages(archive: Archive, site_id: int, *, most: int) -> int:
    """How many pages of a host are looked at again and again, counted up to ``most``."""
    return archive.number(
        "SELECT count(*) FROM (SELECT 1 FROM pages WHERE site_id = ?"
        " AND state NOT IN ('paused', 'removed') LIMIT ?)",
        (site_id, most),
    )


def unreachable_urls(archive: Archive, site_id: int, *, most: int) -> list[str]:
    """Pages of a host that cannot be read, check after check: those for which it is so longest."""
    rows = archive.rows(
        "SELECT url FROM pages WHERE site_id = ? AND state = 'unreachable'"
        " ORDER BY state_since, id LIMIT ?",
        (site_id, most),
    )
    return [row["url"] for row in rows]


def every_page(archive: Archive) -> list[WatchedPage]:
    """All pages that are not paused, in the order they were added."""
    return [
        _page(row) for row in archive.rows(f"{_SELECT} WHERE p.state <> 'paused' ORDER BY p.id")
    ]


def add_alias(archive: Archive, page_id: int, url: str, *, at: str) -> None:
    """Remember that ``url`` is another address of the page, unless it is a page of its own."""
    key = page_key(url)
    if archive.row("SELECT 1 FROM pages WHERE key = ?", (key,)) is None:
        archive.conn.execute(
            "INSERT INTO page_aliases (key, page_id, url, first_seen_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (key, page_id, url, at),
        )


def take_address(archive: Archive, page_id: int, url: str, *, at: str) -> None:
    """Let an imported page be known by the address of its earliest capture, made ``at``, in
    whatever order its captures come."""
    page = archive.row("SELECT url FROM pages WHERE id = ? AND added_by = 'import'", (page_id,))
    if page is None or page["url"] == url:
        return
    first = archive.row("SELECT min(observed_at) AS at FROM fetches WHERE page_id = ?", (page_id,))
    if first is None or first["at"] is None or (at, url) >= (first["at"], page["url"]):
        return
    unfold(archive, page_id)
    archive.conn.execute("UPDATE pages SET url = ? WHERE id = ?", (url, page_id))
    archive.conn.execute(
        "UPDATE fetches SET final_url = nullif(coalesce(final_url, ?), ?) WHERE page_id = ?",
        (page["url"], url, page_id),
    )


def _renew(
    archive: Archive,
    page_id: int,
    every_seconds: int | None,
    tags: Sequence[str],
    due_at: str | None,
) -> None:
    row = archive.row("SELECT tags FROM pages WHERE id = ?", (page_id,))
    kept = json.loads(row["tags"]) if row is not None else []
    merged = kept + [tag for tag in tags if tag not in kept]
    archive.conn.execute(
        "UPDATE pages SET tags = ?, every_seconds = coalesce(?, every_seconds),"
        " next_fetch_at = coalesce(next_fetch_at, ?) WHERE id = ?",
        (json.dumps(merged), every_seconds, due_at, page_id),
    )


def _page(row: Row) -> WatchedPage:
    return WatchedPage(
        id=row["id"],
        site_id=row["site_id"],
        host=row["host"],
        url=row["url"],
        key=row["key"],
        state=PageState(row["state"]),
        every_seconds=row["every_seconds"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        checks_since_full=row["checks_since_full"],
        answer_sha256=row["answer_sha256"],
        failures=row["failures"],
        last_checked_at=row["last_checked_at"],
        moved_to=row["moved_to"],
        attempt=row["attempt"],
        lease_owner=row["lease_owner"],
    )
