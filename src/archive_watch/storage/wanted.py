"""Which pages does a command check?  Their numbers, host by host, and nothing more of them.

A page is read from the archive when its turn comes.  So a command over all pages of a large archive
takes no more memory than one over a few: sixteen bytes a page.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import page_by_id

_LISTED = "SELECT p.id, s.host FROM pages p JOIN sites s ON s.id = p.site_id WHERE"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPages:
    """The ids of pages: ``in_order`` as they were wanted, and ``by_host``, there each page once."""

    in_order: array[int]
    by_host: Mapping[str, array[int]]

    def __len__(self) -> int:
        """How many pages there are, however often each was wanted."""
        return sum(map(len, self.by_host.values()))


def every_wanted_page(archive: Archive) -> WantedPages:
    """All pages that are not paused, in the order in which they were added."""
    rows = archive.each(f"{_LISTED} p.state <> 'paused' ORDER BY p.id")
    return _wanted((row["id"], row["host"]) for row in rows)


def due_pages(archive: Archive, now: str) -> WantedPages:
    """The pages that are due at ``now`` (UTC text), the longest due first."""
    rows = archive.each(
        f"{_LISTED} p.next_fetch_at <= ? AND p.state <> 'paused' ORDER BY p.next_fetch_at, p.id",
        (now,),
    )
    return _wanted((row["id"], row["host"]) for row in rows)


def these_pages(pages: Iterable[WatchedPage]) -> WantedPages:
    """``pages`` in their order, of which some may be the same."""
    wanted = [(page.id, page.host) for page in pages]
    once = _wanted(dict.fromkeys(wanted))
    return WantedPages(in_order=array("q", (number for number, _ in wanted)), by_host=once.by_host)


def an_address_of_each_host(archive: Archive, wanted: WantedPages) -> Iterator[str]:
    """The address of one of the pages of every host."""
    return (page_by_id(archive, ids[-1]).url for ids in wanted.by_host.values())


def _wanted(pages: Iterable[tuple[int, str]]) -> WantedPages:
    in_order = array("q")
    by_host: dict[str, array[int]] = {}
    for number, host in pages:
        in_order.append(number)
        by_host.setdefault(host, array("q")).append(number)
    return WantedPages(in_order=in_order, by_host=by_host)
