"""Content codings, undone in small steps: gzip and deflate, which is all that we ask for.

A step never gives more than 64 KiB, so that a cap is met long before memory is: one 65 KB gzip
became a single 64 MB chunk when httpx undid it.  A coding that was not asked for, or one upon
another, is refused (content_type), unless its name is a slip for "none"; a stream that ends early
or is damaged is truncated.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from archive_watch.fetch.failures import Refused
from archive_watch.model.capture import Failure

ACCEPTED = "gzip, deflate"

_STEP_BYTES = 64 * 1024
_ANY_HEADER = zlib.MAX_WBITS | 32
_GZIP = zlib.MAX_WBITS | 16
_RAW_DEFLATE = -zlib.MAX_WBITS
_HEADER_BYTES = 2  # what zlib looks at before it knows what it reads
_GZIP_MAGIC = b"\x1f\x8b"
_MEMBERS = 1_024  # empty ones cost CPU and never meet a cap
_NOT_CODED = frozenset(  # seen in the field, on bodies that are plain
    {"", "identity", "none", "binary", "8bit", "7bit", "utf-8", "utf8", "iso-8859-1", "us-ascii"}
)
_INFLATED = frozenset({"gzip", "x-gzip", "deflate"})


class Decoder(Protocol):
    """Undoes one content coding."""

    def pieces(self, some: bytes) -> Iterator[bytes]:
        """What ``some`` decodes to, in steps of at most 64 KiB (identity: as it came)."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether the coded stream has come to its own end (or never began)."""
        ...


def decoder_for(codings: list[str]) -> Decoder:
    """The decoder for the values of the Content-Encoding headers.  Raises Refused."""
    named = [part.strip().lower() for value in codings for part in value.split(",")]
    named = [part for part in named if part not in _NOT_CODED]
    if not named:
        return _Identity()
    if len(named) == 1 and named[0] in _INFLATED:
        return _Inflate(may_be_raw=named == ["deflate"])
    raise Refused(Failure.CONTENT_TYPE, f"content coding {', '.join(named)!r} was not asked for")


class _Identity:
    is_whole = True

    def pieces(self, some: bytes) -> Iterator[bytes]:
        yield some


class _Inflate:
    """gzip (also several members in a row), zlib, and the raw deflate that some servers send."""

    def __init__(self, *, may_be_raw: bool) -> None:
        self._stream = zlib.decompressobj(_ANY_HEADER)
        self._may_be_raw = may_be_raw
        self._head = b""
        self._members = 1

    @property
    def is_whole(self) -> bool:
        return self._stream.eof or not self._head

    def pieces(self, some: bytes) -> Iterator[bytes]:
        while some:
            piece = self._step(some)
            if piece:
                yield piece
            some = self._left()

    def _step(self, some: bytes) -> bytes:
        seen, self._head = self._head, (self._head + some)[:_HEADER_BYTES]
        try:
            return self._stream.decompress(some, _STEP_BYTES)
        except zlib.error as error:
            if not self._may_be_raw or len(seen) >= _HEADER_BYTES:
                raise Refused(Failure.TRUNCATED, f"damaged: {error}") from error
        self._stream, self._may_be_raw = zlib.decompressobj(_RAW_DEFLATE), False
        return self._step(seen + some)

    def _left(self) -> bytes:
        """What is still to be decoded; a further gzip member begins afresh, a rest is junk."""
        if not self._stream.eof:
            return self._stream.unconsumed_tail
        rest = self._stream.unused_data
        if not rest.startswith(_GZIP_MAGIC):
            return b""
        self._members += 1
        if self._members > _MEMBERS:
            raise Refused(Failure.TOO_LARGE, f"more than {_MEMBERS} members of gzip")
        self._stream = zlib.decompressobj(_GZIP)
        return rest
