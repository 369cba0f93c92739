"""The deadline of a whole fetch: it runs while the network is awaited, and rests while we wait.

httpx's timeouts are per read and never fire on a drip; this one is for everything together.
Pacing and holds are our own waiting: neither the deadline nor ``elapsed_ms`` includes them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from archive_watch.fetch.failures import Refused
from archive_watch.model.capture import Failure


class Stopwatch:
    """Measures, in monotonic time, what the network took; ends it at the deadline."""

    def __init__(self, deadline_seconds: float) -> None:
        self._deadline_seconds = deadline_seconds
        self._spent_seconds = 0.0

    @property
    def elapsed_ms(self) -> int:
        """Whole milliseconds spent on the network so far."""
        return round(self._spent_seconds * 1000)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None, None]:
        """What is awaited inside counts.  Raises Refused (timeout) at the deadline."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self._deadline_seconds - self._spent_seconds)):
                yield
        except TimeoutError as error:
            detail = f"no whole answer within {self._deadline_seconds:g} s"
            raise Refused(Failure.TIMEOUT, detail) from error
        finally:
            self._spent_seconds += time.monotonic() - began
