"""Discover the pages of sites: from where a site names them to the watch.

A host is asked for what it names itself: the sitemaps of its robots.txt, else those that stand
where sitemaps are wont to, else the links and the feeds of its home page.  Hosts are asked side by
side, each one source at a time, at its pace and by its robots.txt.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from archive_watch.discover.sitemap import address_in
from archive_watch.discover.source import SourceKind
from archive_watch.model.capture import NO_HTTPS, Failure
from archive_watch.model.url import host_of
from archive_watch.services.asking.ask_politely import Timer
from archive_watch.services.asking.network import Network, open_network
from archive_watch.services.discovering.discovered import SourceTold, StartingPoint, StartTold
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.discovering.scope_of_start import stored_rules
from archive_watch.services.discovering.walk_sources import Walk
from archive_watch.services.discovering.ways_on import Step
from archive_watch.services.watch import Watch

_WELL_KNOWN = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
_MOST_OF_ROBOTS = 100
_MOST_FEEDS = 3
_KINDS = {
    "sitemap": SourceKind.SITEMAP,
    "feed": SourceKind.FEED,
    "listing": SourceKind.LISTING,
}

Done = Callable[[SourceTold], None]


async def discover_by_hand(
    watch: Watch,
    starts: Sequence[StartingPoint],
    rules: Rules,
    *,
    done: Done = lambda _: None,
    timer: Timer | None = None,
) -> list[StartTold]:
    """What each of ``starts`` came to; every source is read anew.

    A host that was named without a scheme and has no https is asked by http.  Raises CallerError
    when no contact is set.
    """
    async with open_network(watch, timer=timer) as network:
        told = await discover(watch, network, starts, rules, done=done)
    plain = {
        at: replace(one.start, url="http" + one.start.url.removeprefix("https"))
        for at, one in enumerate(told)
        if one.start.is_scheme_guessed and one.failure in NO_HTTPS
    }
    if plain:
        async with open_network(watch, timer=timer) as network:
            again = await discover(watch, network, list(plain.values()), rules, done=done)
        for at, one in zip(plain, again, strict=True):
            told[at] = one if one.was_read or one.failure not in NO_HTTPS else told[at]
    return told


async def discover(
    watch: Watch,
    network: Network,
    starts: Sequence[StartingPoint],
    rules: Rules,
    *,
    conditional: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
    done: Done = lambda _: None,
) -> list[StartTold]:
    """What each of ``starts`` came to, in their order.

    ``conditional``: sources that say that they were not modified are believed for a week.
    """
    told: dict[int, StartTold] = {}
    by_host: defaultdict[str, list[int]] = defaultdict(list)
    for at, start in enumerate(starts):
        by_host[host_of(start.url)].append(at)
    workers = asyncio.Semaphore(max(1, watch.settings.schedule.workers))

    async def ask_host(numbers: Sequence[int]) -> None:
        for at in numbers:
            walk = Walk(watch, network, starts[at], rules, conditional=conditional, done=done)
            told[at] = walk.told
            if not should_stop():
                async with workers:
                    await _walked(watch, walk)

    async with asyncio.TaskGroup() as group:
        for numbers in by_host.values():
            group.create_task(ask_host(numbers))
    return [told[at] for at in range(len(starts))]


async def _walked(watch: Watch, walk: Walk) -> None:
    start = walk.told.start
    try:
        if start.is_host:
            await _through_host(watch, walk)
        else:
            await walk.through([Step(url=start.url, expected=_KINDS.get(start.kind))])
    finally:
        walk.end()


async def _through_host(watch: Watch, walk: Walk) -> None:
    home = urlsplit(walk.told.start.url)._replace(path="/", query="", fragment="").geturl()
    was_read, named = False, _of_robots(watch, home)
    if not named:  # robots.txt is read, or read anew, on the way to whatever is asked first
        was_read = await walk.through([_guessed(home, _WELL_KNOWN[0])])
        if _is_shut(walk):
            return
        named = _of_robots(watch, home)
    steps = [Step(url=url, expected=SourceKind.SITEMAP) for url in named]
    was_read = await walk.through(steps) or was_read
    for path in _WELL_KNOWN:
        if was_read or _is_shut(walk):
            break
        was_read = await walk.through([_guessed(home, path)])
    if not was_read and not _is_shut(walk):
        await _through_home(walk, home)


async def _through_home(walk: Walk, home: str) -> None:
    """A host without a sitemap: the links of its home page, and the feeds that it names."""
    if await walk.through([Step(url=home, expected=SourceKind.LISTING)]) and walk.feeds:
        await walk.through(
            [Step(url=url, expected=SourceKind.FEED) for url in walk.feeds[:_MOST_FEEDS]]
        )


def _guessed(home: str, path: str) -> Step:
    return Step(url=home.rstrip("/") + path, expected=SourceKind.SITEMAP, is_guess=True)


def _is_shut(walk: Walk) -> bool:
    """Whether the host gives no answer at all, or will not be asked: there is no use in going on."""
    last = walk.last
    return last is not None and (
        last.is_blocked or (last.failure is not None and last.failure is not Failure.ROBOTS)
    )


def _of_robots(watch: Watch, home: str) -> tuple[str, ...]:
    """The sitemaps that the host's robots.txt named when it was last read."""
    rules = stored_rules(watch, home)
    named = rules.sitemaps[:_MOST_OF_ROBOTS] if rules is not None else ()
    found = (address_in(text, home) for text in named)
    return tuple(dict.fromkeys(url for url in found if url is not None))
