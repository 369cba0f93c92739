"""``run``: tick, drain what is due, check due links, until told to stop.

APScheduler only ticks: each tick sets two events and nothing else, so a slow fetch can never make
it skip or pile up.  Pages and links are asked side by side, by one network: a round of pages may
take days, and no host is asked twice at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from archive_watch.daemon.chores import CHORES
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.daemon.single import only_daemon
from archive_watch.daemon.stopping import stop_on_signals, until_stopped
from archive_watch.daemon.telling import Telling
from archive_watch.errors import ArchiveDamaged, ArchiveError, CallerError
from archive_watch.services.check_links import check_links
from archive_watch.services.network import Network, open_network
from archive_watch.services.run_due import RoundTally, run_due, watch_configured_pages
from archive_watch.services.watch import Watch
from archive_watch.storage.frontier import release
from archive_watch.storage.links import due_links
from archive_watch.storage.runs import abandon_open_runs

_LINKS_REST = timedelta(hours=1)
_OWNER = "daemon"  # one an archive, by its lock: what it finds leased is its dead predecessor's
_BUG = 70
_NOTHING_READ = 3
_log = structlog.get_logger()


async def run_once(watch: Watch) -> int:
    """Check what is due, once.

    The exit code: 3 when nothing that was due could be read, 70 when a check met a bug.
    """
    with only_daemon(watch.archive.path):
        stop = stop_on_signals()
        _begin(watch)
        async with open_network(watch) as network:
            tally = await until_stopped(_once(watch, network, stop), stop)
    if tally is None:
        _log.info("stopped")
        return 0
    _log.info("done", checked=tally.checked, changed=tally.changed, unread=tally.unread)
    if tally.bugs:
        return _BUG
    return _NOTHING_READ if tally.checked and tally.unread == tally.checked else 0


async def run_until_stopped(watch: Watch) -> int:
    """Keep checking until a signal says to stop."""
    with only_daemon(watch.archive.path):
        stop = stop_on_signals()
        _begin(watch)
        _log.info("watching", archive=str(watch.archive.path), every=watch.settings.schedule.every)
        async with open_network(watch) as network:
            await until_stopped(_watching(watch, network, stop), stop)
    _log.info("stopped")
    return 0


async def _once(watch: Watch, network: Network, stop: asyncio.Event) -> RoundTally:
    tally = await _check_pages(watch, network, stop, Telling(watch))
    if watch.settings.links.enabled and not stop.is_set():
        await _check_links(watch, network)
    await do_due_chores(watch, network, CHORES, should_stop=stop.is_set)
    return tally


async def _watching(watch: Watch, network: Network, stop: asyncio.Event) -> None:
    telling = Telling(watch)
    links = _LinkRounds(watch, network)
    async with _ticks(watch.settings.schedule.tick_seconds, count=3) as (
        pages_tick,
        links_tick,
        chores_tick,
    ):

        async def pages_round() -> None:
            await _check_pages(watch, network, stop, telling)

        async def chores_round() -> None:
            await do_due_chores(watch, network, CHORES, should_stop=stop.is_set)

        async with asyncio.TaskGroup() as group:
            group.create_task(_each_tick(pages_tick, stop, pages_round))
            group.create_task(_each_tick(chores_tick, stop, chores_round))
            if watch.settings.links.enabled:
                group.create_task(_each_tick(links_tick, stop, links.round))


@asynccontextmanager
async def _ticks(seconds: float, *, count: int) -> AsyncGenerator[list[asyncio.Event], None]:
    """``count`` events that are set now, and again every ``seconds``."""
    events = [asyncio.Event() for _ in range(count)]
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for number, event in enumerate(events):
        scheduler.add_job(event.set, "interval", seconds=seconds, id=f"tick-{number}")
        event.set()
    scheduler.start()
    try:
        yield events
    finally:
        scheduler.shutdown(wait=False)


async def _each_tick(
    tick: asyncio.Event, stop: asyncio.Event, work: Callable[[], Awaitable[None]]
) -> None:
    """Work at every tick; when the archive is locked or the disk full, the next one tries again."""
    while not stop.is_set():
        await tick.wait()
        tick.clear()
        try:
            await work()
        except ArchiveDamaged:
            raise
        except ArchiveError as error:
            _log.error("the round was cut short", error=str(error))


async def _check_pages(
    watch: Watch, network: Network, stop: asyncio.Event, telling: Telling
) -> RoundTally:
    telling.progress()
    return await run_due(
        watch,
        network,
        owner=_OWNER,
        should_stop=stop.is_set,
        done=telling.visit,
        failed=telling.bug,
    )


class _LinkRounds:
    """Checks due links at every tick; after a bug in one it rests, so that no host is hammered."""

    def __init__(self, watch: Watch, network: Network) -> None:
        self._watch = watch
        self._network = network
        self._rests_until: datetime | None = None

    async def round(self) -> None:
        """One round, unless it is resting."""
        if self._rests_until is not None and self._watch.clock() < self._rests_until:
            return
        try:
            await _check_links(self._watch, self._network)
        except ExceptionGroup as group:
            archive, bugs = group.split(ArchiveError)
            if bugs is None and archive is not None:
                raise _first_of(archive) from group
            self._rests_until = self._watch.clock() + _LINKS_REST
            _log.error("a bug in archive-watch; links are left alone for an hour", exc_info=group)


def _first_of(group: ExceptionGroup[ArchiveError]) -> ArchiveError:
    first: ArchiveError | ExceptionGroup[ArchiveError] = group
    while isinstance(first, ExceptionGroup):
        first = first.exceptions[0]
    return first


async def _check_links(watch: Watch, network: Network) -> None:
    areas = watch.settings.links.areas
    due = due_links(watch.archive, now=watch.now(), areas=areas, every=False)
    if not due:
        return
    try:
        tally = await check_links(
            watch, network.for_links(watch).heeding_holds(), due, trigger="schedule"
        )
    except CallerError as error:
        _log.warning("links were not checked", error=error.message)
        return
    _log.info("links checked", **{state.value: count for state, count in tally.items()})


def _begin(watch: Watch) -> None:
    release(watch.archive, owner=_OWNER)
    abandoned = abandon_open_runs(watch.archive, at=watch.now())
    if abandoned:
        _log.warning("runs were cut short before", runs=abandoned)
    added = watch_configured_pages(watch)
    if added:
        _log.info("pages added from the configuration", pages=added)
