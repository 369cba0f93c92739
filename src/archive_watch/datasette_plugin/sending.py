"""Sending a file part by part: the next part is read when the reader has taken the one before.

Whoever goes away ends it.  A part that cannot be read breaks the connection off: a file that is not
whole must not look whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from datasette import Response

from archive_watch.datasette_plugin.question import Part
from archive_watch.errors import ArchiveWatchError
from archive_watch.storage.database import Archive

ReadsOn = Callable[[Callable[[Archive], Part]], Awaitable[Part]]
"""What makes the next part of how it is read."""


class Sending(Response):  # type: ignore[misc]  # Datasette ships no types
    """An answer whose body comes part by part, ``first`` and what ``read`` makes of each rest."""

    def __init__(self, request: Any, first: Part, read: ReadsOn, **head: Any) -> None:
        super().__init__(b"", **head)
        self._request, self._first, self._read = request, first, read

    async def asgi_send(self, send: Callable[[Any], Awaitable[None]]) -> None:
        """Send the head as Datasette does, then every part; no more once the reader has gone."""

        async def send_head(message: Any) -> None:
            if message["type"] == "http.response.start":
                await send(message)

        await super().asgi_send(send_head)
        gone = asyncio.ensure_future(_gone(self._request.receive))
        try:
            await self._send_parts(send, gone)
        except ArchiveWatchError as fault:
            structlog.get_logger().warning(
                "a file was not sent whole", path=self._request.path, fault=fault.message
            )
        finally:
            gone.cancel()

    async def _send_parts(
        self, send: Callable[[Any], Awaitable[None]], gone: asyncio.Future[None]
    ) -> None:
        part = self._first
        while True:
            is_last = part.rest is None
            await send({"type": "http.response.body", "body": part.body, "more_body": not is_last})
            if part.rest is None or gone.done():
                return
            part = await self._read(part.rest)


async def _gone(receive: Callable[[], Awaitable[Any]]) -> None:
    """Returns when the reader has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass
