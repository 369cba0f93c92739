"""What the operator orders by signals: stop (SIGTERM, SIGINT), stop now (twice), reread (SIGHUP).

The second order to stop is obeyed by the signal's own handler: also while the event loop waits for
something else, an archive that another process has locked for instance.  What was ordered while
the program still started is obeyed first.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from types import FrameType

import structlog

from archive_watch.daemon.first_orders import FIRST_ORDERS, INTERRUPTED

_log = structlog.get_logger()


class Orders:
    """``stop`` and ``reread`` are set by signals; ``given`` waits for either."""

    def __init__(self, *, stopping: Callable[[], None] = lambda: None) -> None:
        self.stop = asyncio.Event()
        self.reread = asyncio.Event()
        self._either = asyncio.Event()
        self._stopping = stopping
        self._loop: asyncio.AbstractEventLoop | None = None
        self._was_told = False

    def obey_signals(self, *, rereads: bool) -> None:
        """Listen to the signals from now on; without ``rereads`` SIGHUP ends the process as usual."""
        loop = asyncio.get_running_loop()
        self._loop = loop
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._heard)
        if rereads:
            loop.add_signal_handler(signal.SIGHUP, self._asked_to_reread)
        else:
            FIRST_ORDERS.leave_hangups()
        stop, reread = FIRST_ORDERS.over()
        if stop:
            self._was_told = True
            self._asked_to_stop()
        if reread and rereads:
            self._asked_to_reread()

    async def given(self) -> None:
        """Wait until something is ordered."""
        await self._either.wait()

    def take_up_reread(self) -> None:
        """The order to reread is carried out from now; the next signal is another order."""
        self.reread.clear()
        if not self.stop.is_set():
            self._either.clear()

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        assert self._loop is not None
        if self._was_told or self._loop.is_closed():
            os._exit(INTERRUPTED)  # now; SQLite's log makes that safe
        self._was_told = True
        self._loop.call_soon_threadsafe(self._asked_to_stop)

    def _asked_to_stop(self) -> None:
        _log.info("stopping")
        self._stopping()
        self.stop.set()
        self._either.set()

    def _asked_to_reread(self) -> None:
        self.reread.set()
        self._either.set()
