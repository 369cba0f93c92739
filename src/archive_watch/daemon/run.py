"""``run``: tick, drain what is due, check due links, until told to stop.

APScheduler only ticks: each tick sets an event and nothing else, so a slow fetch can never make it
skip or pile up.  The first SIGTERM or SIGINT lets what is under way finish; the second stops now.
One daemon an archive, by a lock that the system drops when the process dies.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from archive_watch.errors import ArchiveWatchError, CallerError
from archive_watch.model.visit import Visit
from archive_watch.services.check_links import check_links
from archive_watch.services.network import open_network
from archive_watch.services.run_due import RoundTally, run_due, watch_configured_pages
from archive_watch.services.tell_status import tell_status
from archive_watch.services.watch import Watch
from archive_watch.storage.links import due_links
from archive_watch.storage.runs import abandon_open_runs

_log = structlog.get_logger()


async def run_once(watch: Watch) -> int:
    """Check what is due, once; the exit code: 3 when nothing that was due could be read."""
    with _single(watch.archive.path):
        _begin(watch)
        tally = await _round(watch, asyncio.Event())
    _log.info("done", checked=tally.checked, changed=tally.changed, unread=tally.unread)
    return 3 if tally.checked and tally.unread == tally.checked else 0


async def run_until_stopped(watch: Watch) -> int:
    """Keep checking until a signal says to stop."""
    with _single(watch.archive.path):
        _begin(watch)
        stop, tick = asyncio.Event(), asyncio.Event()
        _listen(stop, tick)
        scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        scheduler.add_job(
            tick.set, "interval", seconds=watch.settings.schedule.tick_seconds, id="tick"
        )
        scheduler.start()
        _log.info("watching", archive=str(watch.archive.path), every=watch.settings.schedule.every)
        tick.set()
        try:
            while not stop.is_set():
                await tick.wait()
                tick.clear()
                if not stop.is_set():
                    await _guarded_round(watch, stop)
        finally:
            scheduler.shutdown(wait=False)
    _log.info("stopped")
    return 0


async def _guarded_round(watch: Watch, stop: asyncio.Event) -> None:
    """One round; what goes wrong in it is logged and the next round tries again."""
    try:
        await _round(watch, stop)
    except CallerError:
        raise
    except ArchiveWatchError as error:
        _log.error("the round was cut short", error=str(error))


async def _round(watch: Watch, stop: asyncio.Event) -> RoundTally:
    async with open_network(watch) as network:
        tally = await run_due(watch, network, owner=_owner(), should_stop=stop.is_set, done=_told)
    if tally.checked:
        _tell_progress(watch)
    if watch.settings.links.enabled and not stop.is_set():
        await _check_due_links(watch)
    return tally


async def _check_due_links(watch: Watch) -> None:
    settings = watch.settings.links
    due = due_links(watch.archive, now=watch.now(), areas=settings.areas, every=False)
    if not due:
        return
    async with open_network(
        watch,
        floor_seconds=settings.min_delay_seconds,
        deadline_seconds=settings.deadline_seconds,
    ) as network:
        tally = await check_links(watch, network, due, trigger="schedule")
    _log.info("links checked", **{state.value: count for state, count in tally.items()})


def _begin(watch: Watch) -> None:
    abandoned = abandon_open_runs(watch.archive, at=watch.now())
    if abandoned:
        _log.warning("runs were cut short before", runs=abandoned)
    added = watch_configured_pages(watch)
    if added:
        _log.info("pages added from the configuration", pages=added)


def _told(visit: Visit) -> None:
    _log.info(
        "checked",
        url=visit.url,
        outcome=visit.outcome.value,
        reason=visit.reason,
        change=visit.change_id,
        elapsed_ms=visit.elapsed_ms,
    )


def _tell_progress(watch: Watch) -> None:
    status = tell_status(watch)
    first_round = status.first_round()
    if first_round is not None:
        _log.info(first_round)


def _listen(stop: asyncio.Event, tick: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def asked_to_stop() -> None:
        if stop.is_set():
            os._exit(130)  # the second signal: now; SQLite's log makes that safe
        _log.info("stopping: what is under way is finished first")
        stop.set()
        tick.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop)


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def _single(database: Path) -> Generator[None, None, None]:
    """Hold the right to be this archive's one daemon."""
    path = database.with_name(database.name + ".daemon")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CallerError(
            f"another `archive-watch run` is watching {database}",
            remedy="`archive-watch fetch` works beside it; or stop the other one first",
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)
