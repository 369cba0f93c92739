"""Stopping when told to: the first signal politely, the second at once.

A check is one transaction without an await inside, so work that is cancelled while it waits for
the network loses nothing: its page is simply due again.  It is given a moment to finish all the
same, because the host has been asked already.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

_GRACE_SECONDS = 1.0
_log = structlog.get_logger()
_Result = TypeVar("_Result")


def stop_on_signals() -> asyncio.Event:
    """An event that is set by the first SIGTERM or SIGINT; the second ends the process."""
    stop = asyncio.Event()

    def asked_to_stop() -> None:
        if stop.is_set():
            os._exit(130)  # now; SQLite's log makes that safe
        _log.info("stopping")
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop)
    return stop


async def until_stopped(work: Coroutine[Any, Any, _Result], stop: asyncio.Event) -> _Result | None:
    """What ``work`` comes to; None when ``stop`` was set and it did not finish in a moment."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await asyncio.wait({working}, timeout=_GRACE_SECONDS)
    finally:
        stopping.cancel()
        working.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
    return None if working.cancelled() else working.result()
