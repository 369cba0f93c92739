"""``run``: watch by one configuration after another, until told to stop.

A stretch of watching ends when a signal says so: what is under way is given its grace, what was
claimed is given back.  SIGHUP then begins the next stretch by the configuration as it is now, if
that is sound: no check is ever made by half of each.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import structlog

from archive_watch.daemon.chores import CHORES
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.daemon.health_page import HealthPage
from archive_watch.daemon.link_rounds import check_due_links
from archive_watch.daemon.listening import keep_listening
from archive_watch.daemon.orders import Orders
from archive_watch.daemon.pulse import Pulse
from archive_watch.daemon.rereading import Reread, Rereading, note_configuration
from archive_watch.daemon.signs_of_life import SignsOfLife
from archive_watch.daemon.single import only_daemon
from archive_watch.daemon.steady_clock import SteadyClock
from archive_watch.daemon.stopping import let_end, until_stopped
from archive_watch.daemon.systemd import Systemd
from archive_watch.daemon.telling import Telling
from archive_watch.daemon.ticks import ticking
from archive_watch.daemon.vitals import Vitals
from archive_watch.daemon.watching import LOOPS, Watching
from archive_watch.errors import ArchiveError, NotWritable
from archive_watch.model.clock import parse_utc
from archive_watch.services.asking.ask_politely import Timer
from archive_watch.services.asking.network import Network, open_network
from archive_watch.services.checking.rework_aside import rework_aside
from archive_watch.services.checking.run_due import RoundTally, run_due, watch_configured_pages
from archive_watch.services.copying.regular_copies import copies_folder
from archive_watch.services.watch import Watch
from archive_watch.storage import heartbeat
from archive_watch.storage.claimants import DAEMON, take_up_unread
from archive_watch.storage.frontier import release
from archive_watch.storage.placing import remove_abandoned
from archive_watch.storage.runs import abandon_open_runs
from archive_watch.storage.upkeep import checkpoint, wait_no_longer

_OWNER = DAEMON  # one an archive, by its lock: what it finds leased is its dead predecessor's
_BUG = 70
_WAIT_SECONDS = 8.0  # for writers that pass by the gate: SQLite waits without a sign of life
_NOTHING_READ = 3
_log = structlog.get_logger()


async def run_once(watch: Watch) -> int:
    """Check what is due, once.

    The exit code: 3 when nothing that was due could be read, 70 when a check met a bug.
    """
    with only_daemon(watch.archive.path):
        orders = Orders()
        orders.obey_signals(rereads=False)
        heartbeat.begin_heartbeat(watch.archive, pid=os.getpid(), at=watch.now())
        tally = None if orders.stop.is_set() else await _all_at_once(watch, orders.stop)
        _tried(lambda: heartbeat.end_heartbeat(watch.archive, at=watch.now()))
    if tally is None:
        _log.info("stopped")
        return 0
    _log.info("done", checked=tally.checked, changed=tally.changed, unread=tally.unread)
    if tally.bugs:
        return _BUG
    return _NOTHING_READ if tally.checked and tally.unread == tally.checked else 0


async def _all_at_once(watch: Watch, stop: asyncio.Event) -> RoundTally | None:
    _begin(watch)
    async with open_network(watch) as network:
        work = _once(watch, network, stop)
        return await until_stopped(work, stop, grace_seconds=watch.settings.daemon.grace_seconds)


async def _once(watch: Watch, network: Network, stop: asyncio.Event) -> RoundTally:
    await rework_aside(watch, should_stop=stop.is_set)
    telling = Telling(watch)
    telling.progress()
    tally = await run_due(
        watch,
        network,
        owner=_OWNER,
        should_stop=stop.is_set,
        beat=SignsOfLife(watch).show,
        begun=telling.run,
        done=telling.visit,
        failed=telling.bug,
    )
    if watch.settings.links.enabled and not stop.is_set():
        await check_due_links(watch, network, should_stop=stop.is_set)
    if not tally.bugs:
        SignsOfLife(watch).progressed()
    await do_due_chores(watch, network, CHORES, should_stop=stop.is_set)
    return tally


async def run_until_stopped(watch: Watch, *, reread: Reread | None = None) -> int:
    """Keep checking until a signal says to stop; SIGHUP takes up what ``reread`` brings."""
    with only_daemon(watch.archive.path):
        clock = _steady_clock(watch)
        watch = replace(watch, clock=clock, keeps_watching=True)
        manager = Systemd(os.environ)
        vitals = Vitals(started_at=watch.now())
        orders = Orders(stopping=manager.stopping)
        orders.obey_signals(rereads=reread is not None)
        wait_no_longer(watch.archive, seconds=_WAIT_SECONDS)
        pulse = Pulse(watch, clock=clock, manager=manager, vitals=vitals, owner=_OWNER)
        page = HealthPage(watch, vitals)
        listening = _listening(watch, page)
        rereading = None if reread is None else Rereading(reread)
        note_configuration(watch, None)
        following: Watch | None = watch
        try:
            while following is not None and not orders.stop.is_set():
                watch = page.watch = following
                following = await _one_stretch(watch, orders, pulse, manager, rereading)
            _tried(lambda: heartbeat.end_heartbeat(watch.archive, at=watch.now()))
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            _tried(lambda: checkpoint(watch.archive))
    _log.info("stopped")
    return 0


async def _one_stretch(
    watch: Watch, orders: Orders, pulse: Pulse, manager: Systemd, rereading: Rereading | None
) -> Watch | None:
    """Watch by one configuration; the one to go on with, or None when told to stop."""
    _log.info("watching", archive=str(watch.archive.path), every=watch.settings.schedule.every)
    timer = Timer(seconds=lambda: watch.clock().timestamp())
    async with (
        open_network(watch, timer=timer) as network,
        ticking(watch.settings.schedule.tick_seconds, *LOOPS) as ticks,
    ):
        begin = partial(_begin, watch)
        watching = Watching(watch, network, pulse=pulse, ticks=ticks, owner=_OWNER, begin=begin)
        working = asyncio.create_task(watching.run())
        try:
            following = await _until_ordered(
                working, watch, orders, manager, rereading, pulse.has_ticked
            )
        finally:
            pulse.vitals.stopping = orders.stop.is_set()
            watching.wind_down()
            await let_end(working, grace_seconds=watch.settings.daemon.grace_seconds)
    if not working.cancelled():
        working.result()
    return None if orders.stop.is_set() else following


async def _until_ordered(
    working: asyncio.Task[None],
    watch: Watch,
    orders: Orders,
    manager: Systemd,
    rereading: Rereading | None,
    has_ticked: Callable[[], bool],
) -> Watch | None:
    while True:
        given = asyncio.create_task(orders.given())
        await asyncio.wait({working, given}, return_when=asyncio.FIRST_COMPLETED)
        given.cancel()
        await asyncio.gather(given, return_exceptions=True)
        if working.done() or orders.stop.is_set() or rereading is None:
            return None
        orders.take_up_reread()
        manager.reloading()
        taking_up = rereading.take_up(watch)
        following = await until_stopped(taking_up, orders.stop, grace_seconds=0)
        manager.has_reread()
        manager.caveat = rereading.refused and f"by an earlier configuration: {rereading.refused}"
        if following is not None or orders.stop.is_set():
            return following
        if has_ticked():  # else the first tick tells
            manager.ready()


def _listening(watch: Watch, page: HealthPage) -> asyncio.Task[None]:
    """Answer /healthz for as long as the task is not cancelled, if the operator wants it."""
    listen = watch.settings.daemon.listen
    return asyncio.create_task(keep_listening(listen, page) if listen else asyncio.sleep(0))


def _steady_clock(watch: Watch) -> SteadyClock:
    """A clock that does not begin before the last sign of life of an earlier daemon."""
    before = heartbeat.last_heartbeat(watch.archive)
    not_before = None if before is None else parse_utc(before.seen_at)
    return SteadyClock(wall=watch.clock, not_before=not_before)


def _begin(watch: Watch) -> None:
    release(watch.archive, owner=_OWNER)
    take_up_unread(watch.archive, at=watch.now())
    abandoned = abandon_open_runs(watch.archive, at=watch.now())
    if abandoned:
        _log.warning("runs were cut short before", runs=abandoned)
    added = watch_configured_pages(watch)
    if added:
        _log.info("pages added from the configuration", pages=added)
    folder = copies_folder(watch)
    if folder is not None:
        remove_abandoned(folder)  # what was cut short is copied anew, but perhaps not soon


def _tried(last_words: Callable[[], None]) -> None:
    """A full disk, or an archive that is gone, is no reason not to leave in peace."""
    try:
        last_words()
    except (ArchiveError, NotWritable) as error:
        _log.error("the archive could not be tidied up", error=error.message)
