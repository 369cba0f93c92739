"""Connections of asyncio, as httpcore wants them.

httpcore's own go through anyio, which costs a third of the CPU of a small request; here a read is
a read of asyncio's stream.  Nothing is timed: a fetch has one deadline for all of it.  The other
side's end is an empty read; what breaks off is httpcore's ReadError, WriteError or ConnectError.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpcore

_BUFFER_BYTES = 64 * 1024


class Connection(httpcore.AsyncNetworkStream):
    """One connection, in the clear or under TLS."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109  (httpcore calls it so)
        """What came in, at most ``max_bytes``; nothing at the end."""
        try:
            return await self._reader.read(max_bytes)
        except (OSError, ssl.SSLError) as error:
            raise httpcore.ReadError(str(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109
        """Sends ``buffer``."""
        try:
            self._writer.write(buffer)
            await self._writer.drain()
        except (OSError, ssl.SSLError) as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        """Closes the connection, at once: nobody waits for a goodbye under TLS."""
        self._writer.transport.abort()
        await asyncio.sleep(0)  # in which asyncio lets go of the socket

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """The same connection under TLS.  Raises ssl.SSLError, ConnectError."""
        try:
            await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except ssl.SSLError:
            await self.aclose()
            raise
        except OSError as error:
            await self.aclose()
            raise httpcore.ConnectError(str(error)) from error
        return self

    def get_extra_info(self, info: str) -> Any:
        """``socket`` and ``ssl_object``, as asyncio knows them; None for what it does not."""
        return self._writer.get_extra_info(info)


async def connected(address: str, port: int) -> Connection:
    """A connection to a literal address.  Raises ConnectError."""
    try:
        reader, writer = await asyncio.open_connection(address, port, limit=_BUFFER_BYTES)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return Connection(reader, writer)
