"""When words appeared on a page, vanished from it and came back: in its headline or its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from archive_watch.diff.said import as_said, times_said
from archive_watch.errors import CallerError
from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.worded import Sight, change_into, sights_of


class Happened(StrEnum):
    """What became of words between two sights of a page."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    RETURNED = "returned"
    MORE = "more often"
    FEWER = "less often"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What became of the words at one step; the change is None where nobody looked before."""

    happened: Happened
    sight: Sight
    times: int
    change_id: int | None

    def as_json(self) -> dict[str, Any]:
        """The event as an object."""
        return {
            "event": self.happened.value,
            "version": self.sight.version,
            "not_before": self.sight.not_before,
            "not_after": self.sight.not_after,
            "times": self.times,
            "change_id": self.change_id,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenSaid:
    """What became of some words on a page, and how often it says them now (at its last sight)."""

    page: WatchedPage
    words: str
    times_now: int
    last_seen_at: str | None
    events: tuple[Event, ...]

    def as_json(self) -> dict[str, Any]:
        """The whole as one document."""
        return {
            "url": self.page.url,
            "words": self.words,
            "times_now": self.times_now,
            "last_seen_at": self.last_seen_at,
            "events": [event.as_json() for event in self.events],
        }


def tell_when(archive: Archive, page: WatchedPage, words: str) -> WhenSaid:
    """When the page said ``words``, one behind the other.  Raises CallerError without a word."""
    wanted = as_said(words)
    if not wanted:
        raise CallerError("there is no word to look for", remedy="archive-watch when URL 'words'")
    sights = sights_of(archive, page.id)
    times = times_of(sights, [wanted])
    return WhenSaid(
        page=page,
        words=words,
        times_now=times[-1] if times else 0,
        last_seen_at=sights[-1].last_seen_at if sights else None,
        events=tuple(_events(sights, times, change_into(archive, page.id))),
    )


def times_of(sights: Sequence[Sight], phrases: Sequence[str]) -> list[int]:
    """How often each sight says the rarest of the phrases (as ``as_said`` gives them)."""
    known: dict[int | None, int] = {None: 0}
    times = []
    for sight in sights:
        if sight.version_id not in known:
            said = as_said(f"{sight.title or ''}\n\n{sight.text or ''}")
            known[sight.version_id] = min(times_said(said, phrase) for phrase in phrases)
        times.append(known[sight.version_id])
    return times


def _events(
    sights: Sequence[Sight], times: Sequence[int], changes: dict[tuple[int | None, str], int]
) -> Iterator[Event]:
    before, ever = 0, False
    for sight, now in zip(sights, times, strict=True):
        happened = _happened(before, now, ever=ever)
        if happened is not None:
            yield Event(
                happened=happened,
                sight=sight,
                times=now,
                change_id=changes.get((sight.version_id, sight.not_after)),
            )
        before, ever = now, ever or now > 0


def _happened(before: int, now: int, *, ever: bool) -> Happened | None:
    if before == now:
        return None
    if not before:
        return Happened.RETURNED if ever else Happened.APPEARED
    if not now:
        return Happened.VANISHED
    return Happened.MORE if now > before else Happened.FEWER
