"""Letting work end: what was begun is given a while, because its host has been asked already.

A check is one transaction without an await inside, so work that is cancelled while it waits for
the network loses nothing: its page is simply due again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_Result = TypeVar("_Result")


async def until_stopped(
    work: Coroutine[Any, Any, _Result], stop: asyncio.Event, *, grace_seconds: float
) -> _Result | None:
    """What ``work`` comes to; None when ``stop`` was set and it did not end within the grace."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await let_end(working, grace_seconds=grace_seconds)
    finally:
        stopping.cancel()
        await asyncio.gather(stopping, return_exceptions=True)
    return None if working.cancelled() else working.result()


async def let_end(working: asyncio.Task[Any], *, grace_seconds: float) -> None:
    """Wait until ``working`` has ended by itself, or was cancelled after ``grace_seconds``."""
    try:
        if not working.done():
            await asyncio.wait({working}, timeout=grace_seconds)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
