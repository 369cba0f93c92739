"""Keep what a source names: new pages are watched, known ones are noted, and what left it too.

In transactions of some hundred pages each; that the source was read stands in the last of them, so
that one that was cut short is simply read again.  A dry run judges in the same way and writes
nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from archive_watch.discover.scope import Beyond, Scope
from archive_watch.discover.source import Named, Reading, SourceKind
from archive_watch.model.clock import utc_text
from archive_watch.model.url import page_key
from archive_watch.services.discovering.ask_source import Asked
from archive_watch.services.discovering.discovered import (
    PageFound,
    SourceTold,
    StartingPoint,
    StartTold,
)
from archive_watch.services.discovering.note_lastmod import note_lastmod
from archive_watch.services.watch import Watch
from archive_watch.storage import discovery

_AT_ONCE = 500  # pages in one transaction: about 50 ms, so that nobody waits long at the write gate
_SHARE = 2  # new pages that a daemon finds are due no faster than every second turn of their host
_OLDEST = ""

Keyed = tuple[str, Named]
"""What a page is known by, and what a source says of it."""


@dataclass(slots=True, kw_only=True)
class Rules:
    """How a discovery keeps what it finds.

    ``limit``: the most new pages that it may still add; None: as many as there are.  ``spread``:
    new pages are due one after the other at the pace of their host, not all at once.
    """

    dry_run: bool = False
    limit: int | None = None
    spread: bool = False
    added: int = 0
    would_add: set[str] = field(default_factory=set)

    @property
    def room(self) -> int | None:
        """How many more pages may be added."""
        return None if self.limit is None else max(0, self.limit - self.added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a reading belongs: the start, its scope, the source that is told and kept.

    ``allowed`` says whether robots.txt lets an address be read.
    ``source_url`` is the address that the source is kept under: that of a listing's first page.
    """

    told: StartTold
    source: SourceTold
    scope: Scope
    scope_sha256: str
    allowed: Callable[[str], bool]
    source_url: str
    is_first: bool = True
    parent_id: int | None = None
    lastmod: str | None = None

    @property
    def start(self) -> StartingPoint:
        """The starting point."""
        return self.told.start


async def keep_source(watch: Watch, rules: Rules, place: Place, asked: Asked) -> int | None:
    """Keep what was read, and tell it in the place's records; the source's id (None: dry run)."""
    reading = asked.reading
    assert reading is not None
    belongs = await _in_scope(place, reading.named)
    _tell(place.source, reading, len(belongs))
    still: set[int] = set()
    source_id = None if rules.dry_run else _asked(watch, place)
    for at in range(0, len(belongs), _AT_ONCE):
        still |= _keep_some(watch, rules, place, source_id, belongs[at : at + _AT_ONCE])
        await asyncio.sleep(0)
    if source_id is not None and place.is_first:
        _keep_read(watch, place, source_id, asked, reading, still, len(belongs))
    return source_id


async def _in_scope(place: Place, named: Sequence[Named]) -> list[Keyed]:
    """Those that belong, each page once, the latest modified first."""
    by_key: dict[str, Named] = {}
    for count, one in enumerate(named):
        why = place.scope.beyond(one.url)
        if why is None and not place.allowed(one.url):
            why = Beyond.ROBOTS
        if why is None:
            by_key.setdefault(page_key(one.url), one)
        else:
            place.source.note_beyond(why, one.url)
        if count % _AT_ONCE == _AT_ONCE - 1:
            await asyncio.sleep(0)
    return sorted(by_key.items(), key=lambda one: one[1].lastmod or _OLDEST, reverse=True)


def _tell(source: SourceTold, reading: Reading, in_scope: int) -> None:
    source.kind = source.kind or reading.kind.value
    source.pages_read += 1
    source.named += len(reading.named) or len(reading.further)
    source.in_scope += in_scope
    source.notes += [fault for fault in reading.faults if fault not in source.notes]


def _asked(watch: Watch, place: Place) -> int:
    with watch.archive.writing():
        return discovery.note_asked(
            watch.archive,
            place.start.key,
            place.source_url,
            at=watch.now(),
            parent_id=place.parent_id,
        )


def _keep_some(
    watch: Watch, rules: Rules, place: Place, source_id: int | None, some: Sequence[Keyed]
) -> set[int]:
    """Keep some of the pages that a source names; the ids of those that are watched then."""
    archive, now = watch.archive, watch.now()
    if source_id is None:
        known = discovery.pages_known(archive, [key for key, _ in some])
        _note_new(rules, place, [one for one in some if one[0] not in known])
        return set()
    with archive.writing():
        known = discovery.pages_known(archive, [key for key, _ in some])
        new = _note_new(rules, place, [one for one in some if one[0] not in known])
        discovery.insert_pages(
            archive,
            _due(watch, rules, new),
            at=now,
            every_seconds=place.start.every_seconds,
            tags=place.start.tags,
        )
        known |= discovery.pages_known(archive, [key for key, _ in new])
        named = {known[key]: one.lastmod for key, one in some if key in known}
        for page_id, lastmod in discovery.keep_named(archive, source_id, named, at=now).items():
            note_lastmod(archive, page_id, lastmod, at=now)
        return set(named)


def _note_new(rules: Rules, place: Place, new: Sequence[Keyed]) -> list[Keyed]:
    """Those of the unknown pages that are added, or would be; counted and told."""
    fresh = [one for one in new if one[0] not in rules.would_add]
    taken = fresh if rules.room is None else fresh[: rules.room]
    rules.added += len(taken)
    if rules.dry_run:
        rules.would_add |= {key for key, _ in taken}
    place.source.new += len(taken)
    place.source.left_out += len(fresh) - len(taken)
    place.told.pages += [
        PageFound(url=one.url, source=place.source_url, lastmod=one.lastmod) for _, one in taken
    ]
    return taken


def _due(watch: Watch, rules: Rules, new: Sequence[Keyed]) -> list[discovery.NewPage]:
    """When each is to be read first: now, or one after the other, so that they are no herd."""
    apart = _SHARE * watch.settings.fetch.min_delay_seconds if rules.spread else 0.0
    first, now = rules.added - len(new), watch.clock()
    return [
        discovery.NewPage(
            url=one.url,
            key=key,
            due_at=utc_text(now + timedelta(seconds=apart * (first + number))),
        )
        for number, (key, one) in enumerate(new)
    ]


def _keep_read(
    watch: Watch,
    place: Place,
    source_id: int,
    asked: Asked,
    reading: Reading,
    still: set[int],
    in_scope: int,
) -> None:
    with watch.archive.writing():
        discovery.note_read(
            watch.archive,
            source_id,
            kind=reading.kind.value,
            validators=asked.validators,
            scope_sha256=place.scope_sha256,
            lastmod=place.lastmod,
            named=len(reading.named) or len(reading.further),
            in_scope=in_scope,
            at=watch.now(),
        )
        if reading.kind is SourceKind.SITEMAP and reading.is_whole and not place.source.left_out:
            place.source.missing += discovery.note_missing(
                watch.archive, source_id, still, at=watch.now()
            )
        if reading.kind is SourceKind.INDEX and reading.is_whole:
            place.source.missing += _forget_children(watch, source_id, reading)


def _forget_children(watch: Watch, source_id: int, reading: Reading) -> int:
    """Sitemaps that their index no longer names name no pages any more."""
    named = {one.url for one in reading.further}
    children = discovery.children_of(watch.archive, source_id)
    return sum(
        discovery.note_missing(watch.archive, child.id, (), at=watch.now())
        for child in children
        if child.url not in named
    )
