"""Which watched page is meant by an address: its own, another that led to it, or an id it states.

Only readers find a page by its ids.  What is added or asked is what was named, never another page
that calls itself by that name.
"""

from __future__ import annotations

from archive_watch.errors import UnknownPage
from archive_watch.extract.cutting.identity import htm_number_of, post_id_of
from archive_watch.model.memento import unwritten
from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.page_ids import pages_known_by
from archive_watch.storage.pages import find_page, page_by_id

_MOST_TOLD = 5


def page_to_read(archive: Archive, url: str) -> WatchedPage | None:
    """The page that ``url`` stands for, by its address, else by an id that one page alone bears.

    None where there is none.  Raises UnknownPage where several pages bear the id, and names them;
    ValueError where ``url`` is no address.
    """
    address = unwritten(url)
    page = find_page(archive, url) or find_page(archive, address)
    if page is not None:
        return page
    known = pages_known_by(
        archive, address, post_id=post_id_of(address), file_number=htm_number_of(address)
    )
    if len(known) > 1:
        told = [page_by_id(archive, page_id).url for page_id in known[:_MOST_TOLD]]
        raise UnknownPage(
            f"{url} is not watched, and {len(known)} pages bear its id: {', '.join(told)}",
            remedy="name one of them",
        )
    return page_by_id(archive, known[0]) if known else None
