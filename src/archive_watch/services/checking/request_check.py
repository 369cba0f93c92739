"""Ask that a page be checked as soon as its host's turn comes: who asks here fetches nothing.

The page is moved to the head of its host's queue; the daemon takes it from there with the same
politeness, the same budget and the same respect for a host that is left alone as any other.  So a
page stands in the queue once, however often it is asked for, and one that was just checked is not
asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import PageState
from archive_watch.storage.check_requests import note_request
from archive_watch.storage.claimants import is_under_a_daemon
from archive_watch.storage.database import Archive
from archive_watch.storage.frontier import first_of_its_host, go_first, is_under_way
from archive_watch.storage.pages import known_page, page_by_id

_JUST = timedelta(minutes=5)


class Asked(StrEnum):
    """What became of a request."""

    QUEUED = "queued"
    WAITING = "waiting"  # it is the next of its host already
    UNDER_WAY = "under way"
    JUST_CHECKED = "just checked"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedCheck:
    """A page that was asked for, what became of that, and whether a daemon is there to do it."""

    page: WatchedPage
    asked: Asked
    is_watched: bool


def request_check(
    archive: Archive, which: int | str, *, now: str, by: str | None = None
) -> RequestedCheck:
    """Let the page (its id, or any address of it) be checked next.  Raises UnknownPage.

    ``by`` is the id of who asks, kept where a check comes of it; None is nobody that is known.
    """
    with archive.writing():
        page = page_by_id(archive, which) if isinstance(which, int) else known_page(archive, which)
        asked = _standing(archive, page, now)
        if asked is Asked.QUEUED:
            go_first(archive, page, now=now)
        if by and asked in {Asked.QUEUED, Asked.WAITING}:
            note_request(archive, page.id, by=by, at=now)
    return RequestedCheck(page=page, asked=asked, is_watched=is_under_a_daemon(archive))


def _standing(archive: Archive, page: WatchedPage, now: str) -> Asked:
    if page.state is PageState.PAUSED:
        return Asked.PAUSED
    if is_under_way(archive, page.id, now=now):
        return Asked.UNDER_WAY
    if (page.last_checked_at or "") > utc_text(parse_utc(now) - _JUST):
        return Asked.JUST_CHECKED
    first = first_of_its_host(archive, page, now=now)
    return Asked.WAITING if first == page.id else Asked.QUEUED
