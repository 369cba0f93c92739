"""The codings of an HTTP message inside a WARC record, taken off: chunks, gzip, deflate, zstd.

Crawlers often keep the header of a coding that they have already taken off, so a body that does
not begin as its coding would is taken as it is.  A body that begins well and ends early is no
body: it is refused, so that half a page never stands for the page.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import zstandard

_HEX = frozenset(b"0123456789abcdefABCDEF")
_SIZE_LINE_BYTES = 64
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_GZIP_MAGIC = b"\x1f\x8b"
_MARKUP_BEGINS = (b"<", b"\xef\xbb\xbf<")


def without_codings(body: bytes, headers: Sequence[tuple[str, str]], *, max_bytes: int) -> bytes:
    """``body`` free of transfer and content codings.

    At most ``max_bytes`` + 1 bytes come back: more than ``max_bytes`` means too large.  Raises
    ValueError when the body ends early, is damaged, or is in a coding that we cannot read.
    """
    bare = body
    if any("chunked" in value.lower() for value in _values(headers, "transfer-encoding")):
        bare = dechunked(bare)
    codings = ",".join(_values(headers, "content-encoding")).lower().split(",")
    for coding in reversed(codings):
        bare = _decoded(bare, coding.strip(), max_bytes)
    return bare


def dechunked(body: bytes) -> bytes:
    """The bytes inside the chunks of ``body``; ``body`` itself where it is not in chunks."""
    parts: list[bytes] = []
    position = 0
    while True:
        size, start = _chunk_at(body, position)
        if size is None:
            if position == 0:
                return body
            raise ValueError("its chunked body ends early")
        if size == 0:
            return b"".join(parts)
        end = start + size
        if end > len(body):
            raise ValueError("its chunked body ends early")
        parts.append(body[start:end])
        position = end + (2 if body[end : end + 2] == b"\r\n" else 1)


def _chunk_at(body: bytes, position: int) -> tuple[int | None, int]:
    """The size of the chunk that begins here (None: no chunk does) and where its bytes begin."""
    end = body.find(b"\n", position, position + _SIZE_LINE_BYTES)
    digits = body[position:end].partition(b";")[0].strip() if end >= 0 else b""
    if not digits or not _HEX.issuperset(digits):
        return None, position
    return int(digits, 16), end + 1


def _values(headers: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in headers if name == wanted]


def _decoded(body: bytes, coding: str, max_bytes: int) -> bytes:
    match coding:
        case "gzip" | "x-gzip":
            return _gunzipped(body, max_bytes) if body.startswith(_GZIP_MAGIC) else body
        case "deflate":
            return _inflated(body, max_bytes)
        case "zstd":
            return _unpacked_zstd(body, max_bytes) if body.startswith(_ZSTD_MAGIC) else body
        case "br" | "compress" | "x-compress" if not body.lstrip().startswith(_MARKUP_BEGINS):
            raise ValueError(f"its body is in the content coding {coding!r}, which we cannot read")
        case _:
            return body


def _gunzipped(body: bytes, max_bytes: int) -> bytes:
    """Every gzip member of ``body``; what follows the last one is left out, as browsers do."""
    whole, rest = b"", body
    while rest.startswith(_GZIP_MAGIC) and len(whole) <= max_bytes:
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
        whole += _unpacked(unpack, rest, max_bytes - len(whole))
        rest = unpack.unused_data
    return whole


def _inflated(body: bytes, max_bytes: int) -> bytes:
    """Servers mean two things by "deflate": with zlib's frame, and without it."""
    if not body:
        return body
    for window_bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _unpacked(zlib.decompressobj(window_bits), body, max_bytes)
        except ValueError:
            if body[0] & 0x0F == 8 and window_bits > 0:  # it has zlib's frame
                raise
    return body


def _unpacked(unpack: zlib._Decompress, body: bytes, max_bytes: int) -> bytes:
    try:
        whole = unpack.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise ValueError(f"its body does not decompress: {error}") from error
    if not unpack.eof and len(whole) <= max_bytes:
        raise ValueError("its compressed body ends early")
    return whole


def _unpacked_zstd(body: bytes, max_bytes: int) -> bytes:
    try:
        with zstandard.ZstdDecompressor().stream_reader(body) as stream:
            return stream.read(max_bytes + 1)
    except zstandard.ZstdError as error:
        raise ValueError(f"its body does not decompress: {error}") from error
