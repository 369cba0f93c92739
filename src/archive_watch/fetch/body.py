"""Reading one body: within its caps, decoded as it comes, and told from half a body.

A body that nobody wants (a type that the operator excludes) is refused before it is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import httpx

from archive_watch.fetch.coding import Decoder, decoder_for
from archive_watch.fetch.failures import Refused
from archive_watch.fetch.held import HeldBody
from archive_watch.fetch.wire import Meter
from archive_watch.model.capture import Failure

_FRAMING_BYTES = 64 * 1024
_ERROR_BYTES = 1024 * 1024
_CHUNKS = 16_384  # beyond these, chunks have to hold a few bytes each
_LEAST_BYTES = 8
_CHUNKS_IN_A_ROW = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLimits:
    """More than ``max_bytes``, coded or decoded, is refused; ``enough_bytes`` end the reading.

    Good answers of the ``excluded_types`` (wildcards: * and ?) are refused unread.  ``optional``:
    where the body is in a coding that was not asked for, the answer without it will do.
    """

    max_bytes: int
    enough_bytes: int | None = None
    excluded_types: tuple[str, ...] = ()
    optional: bool = False


async def read_body(response: httpx.Response, limits: BodyLimits, meter: Meter) -> bytes:
    """The decoded body.  Raises Refused (too_large, truncated, content_type).

    Of an error what can be had of its first megabyte is enough: that it is one is all that is to
    be known.
    """
    _must_be_wanted(response, limits)
    decoder = _decoder(response, limits)
    if decoder is None:
        return b""
    if not response.is_success:
        decoder = _Forgiving(decoder)
        most = min(limits.max_bytes, _ERROR_BYTES)
        limits = replace(limits, enough_bytes=limits.enough_bytes or most)
    if limits.enough_bytes is None and _announced_bytes(response) > limits.max_bytes:
        raise Refused(Failure.TOO_LARGE, f"{_announced_bytes(response)} bytes are announced")
    meter.allow(2 * limits.max_bytes + _FRAMING_BYTES, "body")
    try:
        async with aclosing(_chunks(response)) as chunks:
            return await _joined(chunks, decoder, limits)
    except httpx.RemoteProtocolError as error:
        if meter.ended:
            raise Refused(Failure.TRUNCATED, "the body ends before its length") from error
        raise


class _Forgiving:
    """Undoes a coding as far as it can be undone."""

    is_whole = True

    def __init__(self, inner: Decoder) -> None:
        self._inner: Decoder | None = inner

    def pieces(self, some: bytes) -> Iterator[bytes]:
        try:
            if self._inner is not None:
                yield from self._inner.pieces(some)
        except Refused:
            self._inner = None


def _must_be_wanted(response: httpx.Response, limits: BodyLimits) -> None:
    named = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    excluded = any(fnmatchcase(named, pattern.lower()) for pattern in limits.excluded_types)
    if excluded and response.is_success:
        raise Refused(Failure.CONTENT_TYPE, f"{named} is excluded by the configuration")


def _decoder(response: httpx.Response, limits: BodyLimits) -> Decoder | None:
    """The decoder of the body; None where it cannot be decoded and need not be (of an error)."""
    try:
        return decoder_for(response.headers.get_list("content-encoding"))
    except Refused:
        if limits.optional or not response.is_success:
            return None
        raise


async def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    async with aclosing(response.aiter_raw()) as raw:  # type: ignore[type-var]  # a generator
        async for chunk in raw:
            yield chunk


async def _joined(
    chunks: AsyncGenerator[bytes, None], decoder: Decoder, limits: BodyLimits
) -> bytes:
    wire_bytes = count = 0
    with HeldBody() as body:
        async for chunk in chunks:
            wire_bytes += len(chunk)
            count += 1
            await _must_be_few(count, wire_bytes)
            for piece in decoder.pieces(chunk):
                body.add(piece)
                if limits.enough_bytes is not None and body.size >= limits.enough_bytes:
                    return body.whole(limits.enough_bytes)
                if max(wire_bytes, body.size) > limits.max_bytes:
                    raise Refused(Failure.TOO_LARGE, f"more than {limits.max_bytes} bytes")
        if not decoder.is_whole:
            raise Refused(Failure.TRUNCATED, "the compressed body ends early")
        return body.whole()


async def _must_be_few(count: int, wire_bytes: int) -> None:
    """Each chunk costs CPU however small it is; those that lie in one buffer are read without a
    pause, in which the other hosts, and the deadline, have to wait."""
    if count > _CHUNKS + wire_bytes // _LEAST_BYTES:
        raise Refused(Failure.TOO_LARGE, f"{count} chunks for {wire_bytes} bytes")
    if count % _CHUNKS_IN_A_ROW == 0:
        await asyncio.sleep(0)


def _announced_bytes(response: httpx.Response) -> int:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0
