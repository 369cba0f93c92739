"""Bytes of a source made ready to be read: unpacked within a bound, and without what precedes it.

A sitemap may come as a gzip file with no Content-Encoding to say so, and 50 KB of gzip may hold
50 GB: unpacking ends at the bound, in small steps, whatever is in it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from archive_watch.discover.source import MAX_BYTES

_GZIP_MAGIC = b"\x1f\x8b"
_GZIP = zlib.MAX_WBITS | 16
_STEP_BYTES = 1024 * 1024
_MOST_MEMBERS = 10_000
_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """The bytes to be read; ``fault`` says why they are not all, None where they are."""

    body: bytes
    fault: str | None = None


def unpacked(body: bytes, *, most_bytes: int = MAX_BYTES) -> Unpacked:
    """``body`` as it is, or what its gzip holds, up to ``most_bytes``."""
    if not body.startswith(_GZIP_MAGIC):
        return _within(body, most_bytes)
    whole = bytearray()
    rest = body
    for _ in range(_MOST_MEMBERS):
        stream = zlib.decompressobj(_GZIP)
        try:
            while rest and not stream.eof:
                whole += stream.decompress(rest, _STEP_BYTES)
                if len(whole) > most_bytes:
                    return _within(bytes(whole), most_bytes)
                rest = stream.unconsumed_tail
        except zlib.error as error:
            return Unpacked(body=bytes(whole), fault=f"its gzip is damaged: {error}")
        if not stream.eof:
            return Unpacked(body=bytes(whole), fault="its gzip ends early")
        rest = stream.unused_data
        if not rest.startswith(_GZIP_MAGIC):
            break
    return _within(bytes(whole), most_bytes)


def begun(body: bytes) -> bytes:
    """``body`` without the byte order mark and the white space before its first sign."""
    return body.removeprefix(_UTF8_MARK).lstrip()


def _within(body: bytes, most_bytes: int) -> Unpacked:
    if len(body) <= most_bytes:
        return Unpacked(body=body)
    fault = f"it is longer than {most_bytes:,} bytes; the rest was not read"
    return Unpacked(body=body[:most_bytes], fault=fault)
