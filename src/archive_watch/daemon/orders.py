"""What the operator orders by signals: stop (SIGTERM, SIGINT), stop now (twice), reread (SIGHUP)."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

import structlog

_INTERRUPTED = 130
_log = structlog.get_logger()


class Orders:
    """``stop`` and ``reread`` are set by signals; ``given`` waits for either."""

    def __init__(self, *, stopping: Callable[[], None] = lambda: None) -> None:
        self.stop = asyncio.Event()
        self.reread = asyncio.Event()
        self._either = asyncio.Event()
        self._stopping = stopping

    def obey_signals(self, *, rereads: bool) -> None:
        """Listen to the signals from now on; without ``rereads`` SIGHUP ends the process as usual."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._asked_to_stop)
        if rereads:
            loop.add_signal_handler(signal.SIGHUP, self._asked_to_reread)

    async def given(self) -> None:
        """Wait until something is ordered."""
        await self._either.wait()

    def take_up_reread(self) -> None:
        """The order to reread is carried out from now; the next signal is another order."""
        self.reread.clear()
        if not self.stop.is_set():
            self._either.clear()

    def _asked_to_stop(self) -> None:
        if self.stop.is_set():
            os._exit(_INTERRUPTED)  # now; SQLite's log makes that safe
        _log.info("stopping")
        self._stopping()
        self.stop.set()
        self._either.set()

    def _asked_to_reread(self) -> None:
        self.reread.set()
        self._either.set()
