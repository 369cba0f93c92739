"""Work histories out anew in a thread of its own, with a connection of its own: the watch goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from archive_watch.services.checking.rework_histories import are_in_line, rework_histories
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive


async def rework_aside(watch: Watch, *, should_stop: Callable[[], bool]) -> None:
    """Bring the histories in line with the settings, where they are not.

    Cancelled, it ends with the pages that it is at: what was worked out until then stands.
    """
    if are_in_line(watch):
        return
    is_over = threading.Event()
    working = asyncio.ensure_future(
        asyncio.to_thread(_rework, watch, watch.clock(), lambda: is_over.is_set() or should_stop())
    )
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        is_over.set()
        await working
        raise


def _rework(watch: Watch, moment: datetime, should_stop: Callable[[], bool]) -> None:
    with open_archive(watch.archive.path) as archive:
        own = replace(watch, archive=archive, clock=lambda: moment)
        rework_histories(own, should_stop=should_stop)
