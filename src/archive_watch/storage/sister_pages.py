"""Pages that may be copies of a page: on other archives, at other addresses, with the same words.

Each is told with how it is known.  Nothing is made one with another by it: a reader compares them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive_watch.model.stable_id import IdKind
from archive_watch.storage.database import Archive
from archive_watch.storage.told_page import PageFacts

_ADDRESSES = (IdKind.CANONICAL, IdKind.OG_URL, IdKind.SHORTLINK, IdKind.ORIGINAL)
_NUMBERS = (IdKind.POST_ID, IdKind.ITEM_ID, IdKind.HTM_NUMBER)
_LEAST_WORDS = 20  # of a text that is no coincidence


class HowSister(StrEnum):
    """How a page is known to be a copy, the surest first."""

    SAME_WORDS = "says the same, word for word"
    STATED = "one of them states the other's address"
    SAME_PATH = "the same path on a sister archive"
    SAME_NUMBER = "the same number and headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sister:
    """A page that may be a copy; ``version_id`` is its current version, None where it was not read."""

    page_id: int
    url: str
    title: str | None
    state: str
    version_id: int | None
    how: HowSister


def sisters_of(archive: Archive, page: PageFacts, *, most: int) -> list[Sister]:
    """The pages that may be copies of the page, the surest first, at most so many."""
    found: dict[int, HowSister] = {}
    for how, ids in (
        (HowSister.SAME_WORDS, _same_words(archive, page, most)),
        (HowSister.STATED, _stated(archive, page, most)),
        (HowSister.SAME_PATH, _same_path(archive, page)),
        (HowSister.SAME_NUMBER, _same_number(archive, page, most)),
    ):
        for one in ids:
            if one != page.id:
                found.setdefault(one, how)
    return _told(archive, dict(list(found.items())[:most]))


def _same_words(archive: Archive, page: PageFacts, most: int) -> list[int]:
    if page.text_id is None:
        return []
    return _ids(
        archive,
        "SELECT v.page_id FROM versions v JOIN texts t ON t.id = v.text_id WHERE v.text_id = ?"
        " AND v.is_current = 1 AND t.words >= ? LIMIT ?",
        (page.text_id, _LEAST_WORDS, most + 1),
    )


def _stated(archive: Archive, page: PageFacts, most: int) -> list[int]:
    """Who states this page's address, or an address that it states too; who is at one it states."""
    kinds = json.dumps(_ADDRESSES)
    own = _values(archive, page.id, _ADDRESSES)
    return _ids(
        archive,
        "SELECT page_id FROM page_ids WHERE value IN (SELECT value FROM json_each(:wanted))"
        " AND kind IN (SELECT value FROM json_each(:kinds)) LIMIT :most",
        {"wanted": json.dumps([page.key, *own]), "kinds": kinds, "most": most + 1},
    ) + _with_keys(archive, own)


def _same_path(archive: Archive, page: PageFacts) -> list[int]:
    """Who is at the same path of another host of the map, where this page's host is of it."""
    host, slash, path = page.key.removeprefix("//").partition("/")
    hosts = [row["host"] for row in archive.rows("SELECT host FROM known_hosts ORDER BY host")]
    if host not in hosts or not path:
        return []
    return _with_keys(archive, [f"//{one}{slash}{path}" for one in hosts if one != host])


def _same_number(archive: Archive, page: PageFacts, most: int) -> list[int]:
    numbers = _values(archive, page.id, _NUMBERS)
    if not numbers or page.title is None:
        return []
    return _ids(
        archive,
        "SELECT i.page_id FROM page_ids i JOIN versions v ON v.page_id = i.page_id"
        " AND v.is_current = 1 WHERE i.value IN (SELECT value FROM json_each(:wanted))"
        " AND i.kind IN (SELECT value FROM json_each(:kinds)) AND v.title = :title LIMIT :most",
        {
            "wanted": json.dumps(numbers),
            "kinds": json.dumps(_NUMBERS),
            "title": page.title,
            "most": most + 1,
        },
    )


def _values(archive: Archive, page_id: int, kinds: Sequence[IdKind]) -> list[str]:
    rows = archive.rows(
        "SELECT DISTINCT value FROM page_ids WHERE page_id = ?"
        " AND kind IN (SELECT value FROM json_each(?)) ORDER BY value LIMIT 50",
        (page_id, json.dumps(kinds)),
    )
    return [row["value"] for row in rows]


def _with_keys(archive: Archive, keys: Sequence[str]) -> list[int]:
    wanted = "IN (SELECT value FROM json_each(:keys))"
    return _ids(
        archive,
        f"SELECT id FROM pages WHERE key {wanted}"
        f" UNION SELECT page_id FROM page_aliases WHERE key {wanted} ORDER BY 1",
        {"keys": json.dumps(keys)},
    )


def _ids(archive: Archive, sql: str, values: Sequence[object] | dict[str, object]) -> list[int]:
    return [int(row[0]) for row in archive.rows(sql, values)]


def _told(archive: Archive, found: dict[int, HowSister]) -> list[Sister]:
    rows = archive.rows(
        "SELECT p.id AS page_id, p.url, v.title, p.state, v.id AS version_id FROM pages p"
        " LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1"
        " WHERE p.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(found)),),
    )
    known = {row["page_id"]: row for row in rows}
    return [Sister(**dict(known[one]), how=how) for one, how in found.items()]
