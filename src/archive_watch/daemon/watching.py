"""The daemon's loops under one configuration: pages, links and each chore, side by side, until wound
down.  A chore has a loop of its own: a first discovery may take a day, and neither the copy of the
night nor the dead man's ping waits for it.

One network for all of them: a round of pages may take days, and no host is asked twice at once.
The loop of the pages is the one whose pulse is watched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from archive_watch.daemon.chores import CHORES, Chore
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.daemon.link_rounds import LinkRounds
from archive_watch.daemon.pulse import Pulse
from archive_watch.daemon.telling import Telling
from archive_watch.daemon.ticks import Ticks
from archive_watch.errors import ArchiveDamaged, ArchiveError, ArchiveMoved, NotWritable
from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.rework_aside import rework_aside
from archive_watch.services.checking.run_due import run_due
from archive_watch.services.watch import Watch
from archive_watch.storage.frontier import release

LOOPS = ("pages", "links", "histories", *(chore.name for chore in CHORES))
_BEAT_SECONDS = 5.0


class Watching:
    """One stretch of watching: ``run`` it, and ``wind_down`` to let what is under way end.

    ``begin`` is done before anything else, and tried again where the archive cannot be written.
    """

    def __init__(
        self,
        watch: Watch,
        network: Network,
        *,
        pulse: Pulse,
        ticks: Ticks,
        owner: str,
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        self._watch = watch
        self._network = network
        self._pulse = pulse
        self._ticks = ticks
        self._owner = owner
        self._telling = Telling(watch)
        self._links = LinkRounds(watch, network, should_stop=self._should_stop)
        self._begin = begin
        self._has_begun = False
        self._winding_down = False
        self._leases_were_left = False
        pulse.take_up(watch, wake=ticks.wake)

    async def run(self) -> None:
        """Keep watching.  Raises ArchiveDamaged, ArchiveMoved and bugs, in a group."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._watch_pages())
            for chore in CHORES:
                group.create_task(self._each_tick(chore.name, partial(self._chore, chore)))
            if self._watch.settings.links.enabled:
                group.create_task(self._each_tick("links", self._links.round))
            group.create_task(self._each_tick("histories", self._histories))

    def wind_down(self) -> None:
        """Begin nothing more: ``run`` ends when what is under way has."""
        self._winding_down = True
        self._ticks.wake()

    def _should_stop(self) -> bool:
        return self._winding_down or not self._pulse.is_well

    async def _watch_pages(self) -> None:
        waiting = False
        while not self._winding_down:
            ticked = await self._ticks.next("pages", at_most_seconds=_BEAT_SECONDS)
            self._beat()
            waiting = waiting or ticked or not self._pulse.is_well
            if waiting and not self._winding_down and self._pulse.may_ask():
                waiting = False
                await self._tried(self._pages)

    async def _each_tick(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while not self._winding_down:
            ticked = await self._ticks.next(name, at_most_seconds=_BEAT_SECONDS)
            if ticked and self._has_begun and not self._should_stop():
                await self._tried(work)

    async def _tried(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work``; when the archive is locked or its disk full, that is tried again later."""
        try:
            await work()
        except (ArchiveDamaged, ArchiveMoved):
            raise
        except (ArchiveError, NotWritable) as error:
            self._leases_were_left = True
            self._pulse.met(error)

    async def _pages(self) -> None:
        if not self._has_begun:
            self._begin()
            self._has_begun = True
            self._ticks.wake()
        if self._leases_were_left:
            release(self._watch.archive, owner=self._owner)
            self._leases_were_left = False
        self._telling.progress()
        tally = await run_due(
            self._watch,
            self._network,
            owner=self._owner,
            should_stop=self._should_stop,
            beat=self._beat,
            begun=self._telling.run,
            done=self._visited,
            failed=self._telling.bug,
        )
        self._telling.run(None)
        self._beat()
        if not tally.bugs and not self._winding_down:
            self._pulse.progressed()

    def _beat(self) -> None:
        """The loop has come round; what this machine's own troubles are is known here."""
        self._pulse.vitals.loop_lag_seconds = self._network.local.take_worst_lag_seconds()
        self._pulse.troubles.no_network = self._network.local.trouble()
        self._pulse.beat()

    def _visited(self, visit: Visit) -> None:
        self._telling.visit(visit)
        self._pulse.vitals.checks[visit.outcome.value] += 1
        if visit.outcome is not Outcome.DEFERRED:
            self._pulse.progressed()

    async def _histories(self) -> None:
        await rework_aside(self._watch, should_stop=self._should_stop)

    async def _chore(self, chore: Chore) -> None:
        await do_due_chores(self._watch, self._network, (chore,), should_stop=self._should_stop)
