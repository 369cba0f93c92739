"""The stable ids of pages: kept as they are first seen, and asked where an address is not known.

They find a page for a reader.  No page is added, asked or made one with another by them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from archive_watch.model.stable_id import IdKind, StableId
from archive_watch.model.url import host_of, page_key
from archive_watch.storage.database import Archive, Row

_ADDRESSES = (IdKind.SHORTLINK, IdKind.CANONICAL, IdKind.OG_URL, IdKind.ORIGINAL)
POST_IDS = (IdKind.POST_ID, IdKind.SHORTLINK)
FILE_NUMBERS = (IdKind.HTM_NUMBER, IdKind.ITEM_ID)


def keep_ids(archive: Archive, page_id: int, ids: Iterable[StableId], *, at: str) -> None:
    """Remember what the page stated of itself at ``at``; whatever came in first, since the earliest."""
    archive.conn.executemany(
        "INSERT INTO page_ids (page_id, kind, value, url, first_seen_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET first_seen_at = excluded.first_seen_at, url = excluded.url"
        " WHERE (excluded.first_seen_at, coalesce(excluded.url, ''))"
        " < (first_seen_at, coalesce(url, ''))",
        [(page_id, one.kind, one.value, one.url, at) for one in ids],
    )


def ids_of_pages(archive: Archive, page_id: int | None = None) -> dict[int, list[dict[str, Any]]]:
    """The ids of every page, or of one, as the public contract shows them; by the page's id."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    only = "" if page_id is None else " WHERE page_id = :page"
    for row in archive.rows(
        f"SELECT * FROM page_ids{only} ORDER BY page_id, kind, value", {"page": page_id}
    ):
        answer = dict(row)
        found[answer.pop("page_id")].append(answer)
    return found


def with_their_ids(
    archive: Archive, pages: Iterable[Row]
) -> Iterator[tuple[Row, list[dict[str, Any]]]]:
    """Pages in the order of ``page_id``, each with its ids as the public contract shows them.

    Both are read one by one, so that a large archive is never whole in memory.
    """
    rows = archive.each("SELECT * FROM page_ids ORDER BY page_id, kind, value")
    groups = groupby(rows, key=lambda row: int(row["page_id"]))
    page_id, group = next(groups, (None, iter(())))
    for page in pages:
        while page_id is not None and page_id < page["page_id"]:
            page_id, group = next(groups, (None, iter(())))
        own = [dict(row) for row in group] if page_id == page["page_id"] else []
        yield page, [{name: one[name] for name in one if name != "page_id"} for one in own]


def pages_known_by(
    archive: Archive, url: str, *, post_id: str | None, file_number: str | None
) -> list[int]:
    """The ids of the pages that ``url`` may stand for by an id of theirs.

    Pages of its host, and copies of pages of its host that a web archive serves.  Where there is
    none, pages of a sister host that state this very address: an archive's pages go on to call
    themselves by the address that they had on the live site.
    ``post_id`` and ``file_number`` are the numbers that the address holds.
    """
    wanted = [(kind, page_key(url)) for kind in _ADDRESSES]
    wanted += [(kind, post_id) for kind in POST_IDS if post_id is not None]
    wanted += [(kind, file_number) for kind in FILE_NUMBERS if file_number is not None]
    marks = ", ".join(f"(:k{n}, :v{n})" for n in range(len(wanted)))
    host = host_of(url)
    rows = archive.rows(
        "SELECT DISTINCT i.page_id, s.host, instr(lower(i.url), :prefix) > 0 AS is_stated,"
        "   s.host = :host OR EXISTS (SELECT 1 FROM page_ids o WHERE o.page_id = i.page_id"
        "   AND o.kind = 'original' AND substr(o.value, 1, length(:prefix)) = :prefix) AS is_own"
        " FROM page_ids i JOIN pages p ON p.id = i.page_id JOIN sites s ON s.id = p.site_id"
        f" WHERE (i.kind, i.value) IN (VALUES {marks}) ORDER BY i.page_id",
        {
            "host": host,
            "prefix": f"//{host}/",
            **{f"k{n}": kind for n, (kind, _) in enumerate(wanted)},
            **{f"v{n}": value for n, (_, value) in enumerate(wanted)},
        },
    )
    own = [row["page_id"] for row in rows if row["is_own"]]
    sisters = [
        row["page_id"] for row in rows if row["is_stated"] and _are_sisters(row["host"], host)
    ]
    return list(dict.fromkeys(own or sisters))


def _are_sisters(host: str, other: str) -> bool:
    """Whether both are of one domain: ``www.state.gov`` and ``2017-2021.state.gov``."""
    domain = host.partition(".")[2]
    return "." in domain and domain == other.partition(".")[2]
