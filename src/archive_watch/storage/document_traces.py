"""What the archive knows of a document that a link was for: as a page of its own, as words of links,
and by pages that may be it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from archive_watch.model.url import host_of
from archive_watch.repair.dated import day_of
from archive_watch.repair.own_pages import HowOwn, OwnPage
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.page_ids import FILE_NUMBERS, pages_known_by
from archive_watch.storage.pages import find_page

_MOST_PLACES = 20
_MOST_PAGES = 20
_THERE = (
    "SELECT p.id, p.url, v.title, v.published_on FROM pages p"
    " LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1 WHERE p.state = 'live'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """The page that was once read at an address: its last good version."""

    titles: tuple[str, ...]
    text: str
    published_on: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a link stands: its words, those around them, and the page with its day."""

    text: str
    context: str
    page_url: str
    page_day: str


def read_at(archive: Archive, url: str) -> ReadPage | None:
    """What was read at ``url`` when it was a page of ours; None where it never was, or was not read."""
    page = find_page(archive, url)
    row = (
        None
        if page is None
        else archive.row(
            "SELECT v.title, v.html_title, v.published_on, t.text FROM versions v"
            " LEFT JOIN texts t ON t.id = v.text_id WHERE v.page_id = ? AND v.is_current = 1",
            (page.id,),
        )
    )
    if row is None:
        return None
    titles = [title for title in (row["title"], row["html_title"]) if title]
    return ReadPage(
        titles=tuple(dict.fromkeys(titles)),
        text=row["text"] or "",
        published_on=row["published_on"],
    )


def places_of(archive: Archive, link_id: int) -> list[Place]:
    """Where a link stands on current pages, some of many; a page without a date has its first sight's."""
    rows = archive.rows(
        "SELECT k.text, k.context, p.url,"
        " coalesce(v.published_on, substr(v.first_seen_at, 1, 10)) AS day FROM page_links k"
        " JOIN versions v ON v.id = k.version_id AND v.is_current = 1"
        " JOIN pages p ON p.id = v.page_id WHERE k.link_id = ? ORDER BY v.id LIMIT ?",
        (link_id, _MOST_PLACES),
    )
    return [
        Place(text=row["text"], context=row["context"], page_url=row["url"], page_day=row["day"])
        for row in rows
    ]


def own_pages(
    archive: Archive, url: str, *, number: str | None, days: tuple[date, date] | None
) -> list[OwnPage]:
    """The pages of the archive that are there now and may be the document at ``url``.

    By where a page went that was at ``url``; by who calls himself by it; by the ``number`` in it, on
    hosts of the same domain; by the day, between ``days``.
    """
    page = find_page(archive, url)
    found = [] if page is None else _followed(archive, page.id)
    stated = pages_known_by(archive, url, post_id=None, file_number=None)
    found += _there(archive, HowOwn.STATED, f"p.id IN ({_marks(stated)})", stated)
    if number is not None:
        domain = host_of(url).partition(".")[2]
        found += _there(
            archive,
            HowOwn.NUMBERED,
            "p.id IN (SELECT i.page_id FROM page_ids i JOIN pages q ON q.id = i.page_id"
            " JOIN sites s ON s.id = q.site_id WHERE i.value = ?"
            f" AND i.kind IN ({_marks(FILE_NUMBERS)}) AND s.host LIKE '%.' || ?)",
            [number, *FILE_NUMBERS, domain],
        )
    if days is not None:
        found += _there(
            archive,
            HowOwn.DATED,
            "v.published_on BETWEEN ? AND ?",
            [days[0].isoformat(), days[1].isoformat()],
            most=500,
        )
    own = {page.id} if page is not None else set()
    return [one for row_id, one in found if row_id not in own]


def _followed(archive: Archive, page_id: int) -> list[tuple[int, OwnPage]]:
    row = archive.row(
        "SELECT moved_to FROM pages WHERE id = ? AND state = 'moved' AND moved_to IS NOT NULL",
        (page_id,),
    )
    return [] if row is None else [(0, OwnPage(url=row["moved_to"], how=HowOwn.FOLLOWED))]


def _there(
    archive: Archive, how: HowOwn, clause: str, values: Sequence[object], most: int = _MOST_PAGES
) -> list[tuple[int, OwnPage]]:
    rows = archive.rows(f"{_THERE} AND {clause} ORDER BY p.id LIMIT ?", [*values, most])
    return [(row["id"], _own(row, how)) for row in rows]


def _own(row: Row, how: HowOwn) -> OwnPage:
    return OwnPage(
        url=row["url"],
        how=how,
        title=row["title"],
        published_on=day_of(row["published_on"]),
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values) or "NULL"
