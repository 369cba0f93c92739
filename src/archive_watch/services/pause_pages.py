"""Stop watching pages, and watch them again: all that are named, or none where one is unknown.

Nothing is deleted.  A paused page is never due; named by hand it is checked once, and stays paused.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.page import WatchedPage
from archive_watch.services.checking.keep_standing import restand
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import known_page
from archive_watch.storage.pausing import pause_page, unpause_page


def pause_pages(
    watch: Watch, urls: Sequence[str], *, by: str | None = None
) -> list[tuple[WatchedPage, bool]]:
    """Each page, and whether it was watched till now; ``by`` says who wants it.  Raises UnknownPage."""
    with watch.archive.writing():
        pages = [known_page(watch.archive, url) for url in urls]
        now = watch.now()
        return [(page, pause_page(watch.archive, page.id, at=now, by=by)) for page in pages]


def resume_pages(watch: Watch, urls: Sequence[str]) -> list[tuple[WatchedPage, bool]]:
    """Each page, and whether it was paused till now: its state is what its checks say of it."""
    resumed = []
    with watch.archive.writing():
        for page in [known_page(watch.archive, url) for url in urls]:
            was_paused = unpause_page(watch.archive, page.id, at=watch.now())
            if was_paused:
                restand(watch, page.id)
            resumed.append((page, was_paused))
    return resumed
