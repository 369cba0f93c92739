"""Ticks come whatever else is going on, and leave without a word."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from archive_watch.daemon.ticks import ticking


def test_a_tick_comes_also_while_every_thread_of_the_loop_is_taken() -> None:
    async def ticked() -> bool:
        is_over = threading.Event()
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        hanging = loop.run_in_executor(None, is_over.wait)
        try:
            async with ticking(0.05, "pages") as ticks:
                assert await ticks.next("pages", at_most_seconds=5), "the one that is there at once"
                return await ticks.next("pages", at_most_seconds=5)
        finally:
            is_over.set()
            await hanging

    assert asyncio.run(ticked())


@pytest.mark.parametrize("turns", range(4))
def test_a_tick_that_is_under_way_when_they_end_is_no_error(
    turns: int, caplog: pytest.LogCaptureFixture
) -> None:
    async def ended() -> None:
        async with ticking(0.01, "pages"):
            time.sleep(0.02)  # noqa: ASYNC251  a tick is due, and the loop has not come to it
            for _ in range(turns):
                await asyncio.sleep(0)

    with caplog.at_level(logging.WARNING):
        asyncio.run(ended())
    assert caplog.messages == []
