"""Work that blocks, beside the loop, with an end: what does not end in time is let go.

The thread is a daemon: one that hangs in a name that does not resolve keeps no process from stopping,
as a pool's threads would.  ``abort`` wakes what can be woken (a socket).
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from archive_watch.model.notice import Delivery


def _nothing() -> None:
    """There is nothing to wake."""


async def in_thread(
    work: Callable[[], Delivery], *, deadline_seconds: float, abort: Callable[[], None] = _nothing
) -> Delivery:
    """What ``work`` comes to, or that it did not end within ``deadline_seconds``."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[Delivery] = loop.create_future()

    def settle(delivery: Delivery | None, error: BaseException | None) -> None:
        if ended.done():
            return
        if error is not None:
            ended.set_exception(error)
        elif delivery is not None:
            ended.set_result(delivery)

    def run() -> None:
        delivery, failed = None, None
        try:
            delivery = work()
        except BaseException as error:  # noqa: BLE001  it is raised where it is awaited
            failed = error
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits
            loop.call_soon_threadsafe(settle, delivery, failed)

    threading.Thread(target=run, daemon=True, name="notify").start()
    try:
        async with asyncio.timeout(deadline_seconds):
            return await ended
    except TimeoutError:
        return Delivery(is_taken=False, detail=f"it did not end within {deadline_seconds:g} s")
    finally:
        abort()
