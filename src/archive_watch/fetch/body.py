"""Reading one body: within its caps, decoded as it comes, and told from half a body.

A body that nobody wants (a type that the operator excludes) is refused before it is read.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from fnmatch import fnmatchcase

import httpx

from archive_watch.fetch.coding import Decoder, decoder_for
from archive_watch.fetch.failures import Refused
from archive_watch.fetch.wire import Meter
from archive_watch.model.capture import Failure

_FRAMING_BYTES = 64 * 1024


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
    """The decoded body.  Raises Refused (too_large, truncated, content_type)."""
    _must_be_wanted(response, limits)
    decoder = _decoder(response, limits)
    if decoder is None:
        return b""
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


def _must_be_wanted(response: httpx.Response, limits: BodyLimits) -> None:
    named = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    excluded = any(fnmatchcase(named, pattern.lower()) for pattern in limits.excluded_types)
    if excluded and response.is_success:
        raise Refused(Failure.CONTENT_TYPE, f"{named} is excluded by the configuration")


def _decoder(response: httpx.Response, limits: BodyLimits) -> Decoder | None:
    """The decoder of the body; None where it cannot be decoded and need not be.

    The body of an error need not: that it is one is all that is to be known.
    """
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
    body, wire_bytes = bytearray(), 0
    async for chunk in chunks:
        wire_bytes += len(chunk)
        for piece in decoder.pieces(chunk):
            body += piece
            if limits.enough_bytes is not None and len(body) >= limits.enough_bytes:
                return bytes(body[: limits.enough_bytes])
            if max(wire_bytes, len(body)) > limits.max_bytes:
                raise Refused(Failure.TOO_LARGE, f"more than {limits.max_bytes} bytes")
    if not decoder.is_whole:
        raise Refused(Failure.TRUNCATED, "the compressed body ends early")
    return bytes(body)


def _announced_bytes(response: httpx.Response) -> int:
    text = response.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0
