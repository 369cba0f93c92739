"""The reading room: one archive, opened for one question, in a thread of its own, for a bounded time.

Datasette's event loop answers everyone, so nothing that reads or compares runs in it.  The file is
opened as it is, never brought up to date: a server that only reads must not write.  Opening takes
about a millisecond; a file that was replaced (a restored copy) is met as the new one.

However many ask for what takes long, whoever asks is answered: a question that had no thread in time is
not begun any more, and writing, which may wait for the daemon, has a thread of its own.  So have the files
of whole lists, which are read a part at a time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from archive_watch.errors import NoDatabase, TooLong
from archive_watch.storage.beside import open_as_it_is
from archive_watch.storage.database import Archive, open_archive

_Told = TypeVar("_Told")
_MOST_SECONDS = 10.0
_MOST_WAITING_SECONDS = 10.0
_MOST_BETWEEN_SECONDS = 600.0  # two parts of a file, where many are sent
READERS = 4
"""How many questions are answered at once."""
_READERS = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="archive-reader")
_SENDERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="archive-sender")
_WRITER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive-writer")


async def read_archive(
    database: Any,
    ask: Callable[[Archive], _Told],
    *,
    waiting_seconds: float = _MOST_WAITING_SECONDS,
    threads: ThreadPoolExecutor = _READERS,
) -> _Told:
    """What ``ask`` finds in the archive that Datasette knows as ``database``, asked in one of ``threads``.

    Everything it reads is of one moment.  Raises what ``open_as_it_is`` raises, and TooLong, also
    where all threads were taken for ``waiting_seconds``.
    """
    path, immutable = Path(database.path), not database.is_mutable
    latest = time.monotonic() + waiting_seconds

    def asked() -> _Told:
        if time.monotonic() > latest:
            raise TooLong("too much is asked of this archive at once", remedy="ask in a minute")
        opened = open_as_it_is(path, immutable=immutable, seconds=_MOST_SECONDS)
        with opened as archive, archive.snapshot():
            return ask(archive)

    return await asyncio.get_running_loop().run_in_executor(threads, asked)


def read_on(database: Any) -> Callable[[Callable[[Archive], _Told]], Awaitable[_Told]]:
    """What reads the parts of a file from the archive that is there now, and from no other.

    They have threads of their own: however many files are sent, pages are answered.  Raises as
    ``read_archive`` does, and NoDatabase where another archive took its place meanwhile.
    """
    path = Path(database.path)
    begun = _which(path)

    async def read(ask: Callable[[Archive], _Told]) -> _Told:
        def asked(archive: Archive) -> _Told:
            if _which(path) != begun:  # now that it is open: before, it might yet be replaced
                raise NoDatabase("another archive took its place", remedy="ask anew")
            return ask(archive)

        return await read_archive(
            database, asked, waiting_seconds=_MOST_BETWEEN_SECONDS, threads=_SENDERS
        )

    return read


def _which(path: Path) -> tuple[int, int] | None:
    """Which file is there; None where there is none."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_dev, told.st_ino


async def write_archive(database: Any, act: Callable[[Archive], _Told]) -> _Told:
    """What ``act`` does to the archive, through the gate that all its writers share.

    Never through a connection of Datasette's.  A server changes no archive that is not as this
    program knows it: raises what ``open_as_it_is`` raises, and CallerError where it cannot be written.
    """
    path = Path(database.path)

    def acted() -> _Told:
        with open_as_it_is(path, seconds=_MOST_SECONDS):
            pass
        with open_archive(path) as archive:
            return act(archive)

    return await asyncio.get_running_loop().run_in_executor(_WRITER, acted)
