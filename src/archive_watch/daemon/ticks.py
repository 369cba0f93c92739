"""Ticks: APScheduler sets events every few seconds, and nothing else.

Nothing is done in a job itself, so a slow fetch can neither make it skip nor pile ticks up; the
loops that wait for the events are ours.  The job is a coroutine: APScheduler would run a plain
function in a thread of the loop's pool, where a tick waits for whatever holds all threads (a resolver
that hangs), and an event that is set by another thread wakes no loop.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_TURNS_OF_A_TICK = 2  # of the loop: the job, and the scheduler's word that it is done


class Ticks:
    """One event a loop, by name."""

    def __init__(self, *names: str) -> None:
        self._events = {name: asyncio.Event() for name in names}

    def wake(self) -> None:
        """Let every loop come round now."""
        for event in self._events.values():
            event.set()

    async def tick(self) -> None:
        """``wake`` as APScheduler's job: on the loop itself."""
        self.wake()

    async def next(self, name: str, *, at_most_seconds: float) -> bool:
        """Wait for a loop's next tick; whether it came within ``at_most_seconds``."""
        event = self._events[name]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(at_most_seconds):
                await event.wait()
        came = event.is_set()
        event.clear()
        return came


@asynccontextmanager
async def ticking(seconds: float, *names: str) -> AsyncGenerator[Ticks, None]:
    """Ticks for the loops ``names``: now, and again every ``seconds``."""
    ticks = Ticks(*names)
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    scheduler.add_job(ticks.tick, "interval", seconds=seconds, id="tick")
    ticks.wake()
    scheduler.start()
    try:
        yield ticks
    finally:
        scheduler.pause()
        for _ in range(_TURNS_OF_A_TICK):  # one that is cut off is told as an error
            await asyncio.sleep(0)
        scheduler.shutdown(wait=False)
