"""Where a walk goes on from a source that was read: an index's sitemaps, a listing's next page.

A listing is read to its end once, in as many goes as its bound makes of it; from then on only as
far as it names new pages.  A list that names nothing new twice in a row is a trap (a calendar
without an end), or over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive_watch.discover.scope import Beyond, Scope
from archive_watch.discover.source import Reading, SourceKind
from archive_watch.model.url import host_of
from archive_watch.services.discovering.discovered import SourceTold

DEEPEST = 5
"""Indexes that lead to indexes are followed so far; so are lists under lists."""

_MOST_BARREN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A source to be read: where, what it should be, and how the walk came to it.

    ``head`` is the first page of the listing that this one goes on with, whose source is
    ``parent_id`` then; ``until_known``: it is followed only as long as it names new pages; ``barren``
    pages before it named none.  ``is_guess``: nobody said that there is one.
    """

    url: str
    expected: SourceKind | None = None
    depth: int = 0
    parent_id: int | None = None
    lastmod: str | None = None
    head: SourceTold | None = None
    until_known: bool = False
    barren: int = 0
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is known of a listing when one page of it was read.

    ``resumed`` is where the last walk left it; ``has_room``: more pages may be read now.
    """

    step: Step
    told: SourceTold
    source_id: int | None
    has_new: bool
    barren: int
    has_room: bool
    is_first_time: bool
    resumed: str | None


def sitemaps_from(
    step: Step, told: SourceTold, reading: Reading, source_id: int | None, scope: Scope
) -> list[Step]:
    """The sitemaps of an index that may be asked: those on its own host or on one of the scope's."""
    if reading.further and step.depth >= DEEPEST:
        told.notes.append(f"its sitemaps were not read: they lie under more than {DEEPEST} indexes")
        return []
    own = scope.hosts | {host_of(step.url)}
    steps = []
    for one in reading.further:
        if host_of(one.url) in own:
            steps.append(
                Step(
                    url=one.url,
                    expected=SourceKind.SITEMAP,
                    depth=step.depth + 1,
                    parent_id=source_id,
                    lastmod=one.lastmod,
                )
            )
        else:
            told.note_beyond(Beyond.OTHER_HOST, one.url)
    return steps


def lists_from(
    way: Way, reading: Reading, scope: Scope, read_at: Mapping[str, str]
) -> tuple[list[Step], str | None]:
    """The next steps from a page of a listing, and where it goes on (None: nowhere any more).

    Of the lists under it those go first that were never read, then those that were read longest ago.
    """
    step = way.step
    below = [one.url for one in reading.further if scope.beyond(one.url) is None]
    steps = [
        Step(url=url, expected=SourceKind.LISTING, depth=step.depth + 1, parent_id=way.source_id)
        for url in sorted(below, key=lambda url: read_at.get(url, ""))
        if step.depth < DEEPEST
    ]
    until_known = step.until_known if step.head else not way.is_first_time
    is_over = way.barren >= _MOST_BARREN or (until_known and not way.has_new)
    onward = None if is_over else _onward(step, reading, scope)
    if onward is not None and way.has_room:
        steps.insert(0, _next(way, reading, onward, until_known=until_known))
    if way.resumed is not None and step.head is None:
        steps.append(_next(way, reading, way.resumed, until_known=False))
    return steps, onward


def _onward(step: Step, reading: Reading, scope: Scope) -> str | None:
    """Where the listing goes on, if it stays where it may be read."""
    onward = reading.next_page
    is_here = onward is not None and host_of(onward) in scope.hosts | {host_of(step.url)}
    return onward if is_here else None


def _next(way: Way, reading: Reading, url: str, *, until_known: bool) -> Step:
    return Step(
        url=url,
        expected=reading.kind,
        depth=way.step.depth,
        parent_id=way.source_id,
        head=way.told,
        until_known=until_known,
        barren=way.barren,
    )
