"""The reading room when it is full: nobody waits without end, and what needs no reader is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest

from archive_watch.datasette_plugin.room import READERS, read_archive, write_archive
from archive_watch.errors import TooLong
from archive_watch.storage.database import Archive, open_archive
from datasette_plugin.asked import serving


def _pages(archive: Archive) -> int:
    return archive.number("SELECT count(*) FROM pages")


@asynccontextmanager
async def _full(database: Any, leave: Event) -> AsyncGenerator[list[asyncio.Task[bool]], None]:
    """Every reader's thread is taken until ``leave`` is set."""
    taken = Semaphore(0)

    def stay(_: Archive) -> bool:
        taken.release()
        return leave.wait(60)

    staying = [asyncio.create_task(read_archive(database, stay)) for _ in range(READERS)]
    for _ in staying:
        await asyncio.to_thread(taken.acquire)
    try:
        yield staying
    finally:
        leave.set()
        assert all(await asyncio.gather(*staying))


async def test_a_question_that_had_no_thread_in_time_is_not_begun(demo_archive: Path) -> None:
    database, leave = (await serving(demo_archive)).get_database("archive"), Event()
    async with _full(database, leave):
        late = asyncio.create_task(read_archive(database, _pages, waiting_seconds=0))
        patient = asyncio.create_task(read_archive(database, _pages, waiting_seconds=60))
        await asyncio.sleep(0)
        leave.set()
        with pytest.raises(TooLong, match="at once"):
            await late
        assert await patient > 0


async def test_what_needs_no_reader_is_answered_while_all_of_them_are_busy(
    demo_archive: Path, tmp_path: Path
) -> None:
    open_archive(tmp_path / "own.db", create=True).close()
    served = await serving(demo_archive)
    own = (await serving(tmp_path / "own.db")).get_database("archive")
    async with _full(served.get_database("archive"), Event()):
        assert (await served.client.get("/archive/pages_now.json")).status_code == 200
        assert await write_archive(own, _pages) == 0
