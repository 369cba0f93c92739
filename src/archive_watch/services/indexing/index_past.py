"""Put the past versions that wait into the search index, a piece at a time.

Few ever wait: checks put them in, some at once.  But an archive of an earlier program
may have a million, and half a millisecond each is minutes: so it is done beside the watch, in pieces
that others can write between, and a search reads what still waits.  Stopped at any moment, it goes on
from there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.past_words import index_some_past

_PAUSE_SECONDS = 0.05  # about as long as a piece takes: half of the time is the watch's


def index_past(archive: Archive) -> Iterator[int]:
    """Index what waits, piece by piece; how many versions of each."""
    while done := index_some_past(archive):
        yield done


async def index_aside(path: Path) -> None:
    """The same in a thread of its own, with a connection of its own: the loop goes on meanwhile.

    Cancelled, it ends with the piece that it is at.
    """
    is_over = threading.Event()
    indexing = asyncio.ensure_future(asyncio.to_thread(_index, path, is_over))
    try:
        await asyncio.shield(indexing)
    except asyncio.CancelledError:
        is_over.set()
        await indexing
        raise


def _index(path: Path, is_over: threading.Event) -> None:
    with open_archive(path) as archive:
        for _done in index_past(archive):
            if is_over.wait(_PAUSE_SECONDS):
                return
