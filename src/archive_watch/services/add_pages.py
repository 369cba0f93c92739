"""Watch more pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_watch.model.page import WatchedPage
from archive_watch.model.url import checked_url
from archive_watch.services.watch import Watch
from archive_watch.storage.pages import add_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """One address that was asked to be watched, its page, and whether that is new."""

    url: str
    page: WatchedPage
    is_new: bool


def add_pages(
    watch: Watch,
    urls: Iterable[str],
    *,
    added_by: str = "command",
    every_seconds: int | None = None,
    tags: Sequence[str] = (),
    due: bool = True,
) -> list[Added]:
    """Add all of ``urls``, or none when one of them cannot be watched (CallerError).

    New pages are due at once unless ``due`` is false.
    """
    checked = [checked_url(url) for url in urls]
    now = watch.now()
    with watch.archive.writing():
        return [
            Added(url=url, page=page, is_new=is_new)
            for url in checked
            for page, is_new in [
                add_page(
                    watch.archive,
                    url,
                    at=now,
                    added_by=added_by,
                    due_at=now if due else None,
                    every_seconds=every_seconds,
                    tags=tags,
                )
            ]
        ]
