"""Fold in a thread of its own, with a connection of its own: the loop goes on meanwhile.

A log of millions of checks is gone through page by page, and a page of a thousand checks takes some
80 ms of work.  In the loop that would look like a dead web, and starve the watchdog.  What others
wait for is one page's transaction at the most.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import datetime

from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive


async def fold_aside(watch: Watch, *, before: str, fewest: int) -> None:
    """Fold what was checked before ``before`` (UTC text), ``fewest`` checks at least into one row.

    Cancelled, it ends with the page that it is at: what was folded until then stands.
    """
    is_over = threading.Event()
    folding = asyncio.ensure_future(
        asyncio.to_thread(_fold, watch, before, fewest, watch.clock(), is_over)
    )
    try:
        await asyncio.shield(folding)
    except asyncio.CancelledError:
        is_over.set()
        await folding
        raise


def _fold(
    watch: Watch, before: str, fewest: int, moment: datetime, is_over: threading.Event
) -> None:
    with open_archive(watch.archive.path) as archive:
        own = replace(watch, archive=archive, clock=lambda: moment)
        for _folded in fold_checks(own, before=before, fewest=fewest):
            if is_over.is_set():
                return
