"""Watch more pages: all that are named, or none when one of them cannot be watched.

Every address that cannot be is told at once, with the place that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from archive_watch.errors import CallerError
from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import checked_url, host_of
from archive_watch.services.watch import Watch
from archive_watch.storage.configured import take_over
from archive_watch.storage.pages import add_page

_LEFT_TO_WHO_ADDS_SECONDS = 3600.0


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

    New pages are due at once, or within the hour where ``due`` is false: who adds them so reads them
    now, and no other process shall come first, unless the adder did not live to read them.  A page
    of the configuration that is added by hand (and not only read once) is no longer its alone.
    """
    checked = watchable(("", url) for url in urls)
    now = watch.now()
    every = every_seconds or watch.settings.schedule.every_seconds
    later = timedelta(seconds=min(every, _LEFT_TO_WHO_ADDS_SECONDS))
    due_at = now if due else utc_text(watch.clock() + later)
    by_hand = added_by == "command" and due
    with watch.archive.writing():
        added = []
        for url in checked:
            page, is_new = add_page(
                watch.archive,
                url,
                at=now,
                added_by=added_by,
                due_at=due_at,
                every_seconds=every_seconds,
                tags=tags,
            )
            added.append(Added(url=url, page=page, is_new=is_new))
        known = [one.page.id for one in added if not one.is_new]
        if by_hand and known:
            take_over(watch.archive, known)
        return added


def watchable(named: Iterable[tuple[str, str]]) -> list[str]:
    """The addresses of (place, address) pairs, without the white space around them.

    Raises CallerError with every one that cannot be watched; the place says where it was read.
    """
    checked, faults = [], []
    for place, url in named:
        try:
            checked.append(_checked(url))
        except CallerError as error:
            faults.append((place, error))
    if not faults:
        return checked
    told = [f"{place}: {error.message}" if place else error.message for place, error in faults]
    if len(told) == 1:
        raise CallerError(told[0], remedy=faults[0][1].remedy)
    lines = "".join(f"\n  - {fault}" for fault in told)
    raise CallerError(
        f"{len(told):,} addresses cannot be watched, so that nothing was added:{lines}",
        remedy=faults[0][1].remedy,
    )


def _checked(url: str) -> str:
    try:
        url.encode()
    except UnicodeEncodeError:
        raise CallerError(f"cannot watch {url[:200]!r}: it is not UTF-8 text") from None
    try:
        return checked_url(url)
    except CallerError as error:
        whole = f"https://{url.strip()}"
        if "://" in url or not _is_host_with_a_dot(whole):
            raise
        raise CallerError(
            f"cannot watch {url.strip()!r}: it does not begin with https:// or http://",
            remedy=f"did you mean {whole} ?",
        ) from error


def _is_host_with_a_dot(url: str) -> bool:
    try:
        return "." in host_of(checked_url(url))
    except CallerError:
        return False
