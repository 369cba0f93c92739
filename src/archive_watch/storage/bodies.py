"""How the bytes of a body are kept: compressed, and proved to come back before they are kept.

The first capture of a page is compressed with its site's dictionary (the site's first body: pages
of a site share their chrome); a later capture is a patch against the page's first, never a chain,
so that reading any body takes at most two steps.  What does not gain is stored plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import zstandard

from archive_watch.errors import ArchiveDamaged

_LEVEL = 9
_PATCH_WORTH_KEEPING = 1 / 8  # of the body's own size; a worse patch means a new anchor
_DICTIONARY_BYTES = 112 * 1024
_LARGEST_PREFIX_BYTES = 8 * 1024 * 1024

CODECS = frozenset({"identity", "zstd", "zstd-dictionary", "zstd-patch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A body as stored: the codec's name and its bytes."""

    codec: str
    data: bytes


def sha256_hex(body: bytes) -> str:
    """The SHA-256 of ``body``, in hex: the name by which a capture is cited."""
    return sha256(body).hexdigest()


def dictionary_from(body: bytes) -> bytes:
    """What later bodies of the site are compressed with: the beginning of its first one."""
    return body[:_DICTIONARY_BYTES]


class SitePrefix:
    """A site's dictionary, prepared once and used for every first capture of its pages."""

    def __init__(self, data: bytes) -> None:
        self._prefix = _raw(data)
        self._prefix.precompute_compress(level=_LEVEL)
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=self._prefix)

    def compress(self, body: bytes) -> Encoded:
        """``body`` compressed with the dictionary."""
        return Encoded(codec="zstd-dictionary", data=self._compressor.compress(body))


def compress(body: bytes) -> Encoded:
    """``body`` on its own: zstd, or as it is where that gains nothing."""
    data = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
    if len(data) >= len(body):
        return Encoded(codec="identity", data=body)
    return Encoded(codec="zstd", data=data)


def patch(body: bytes, base: bytes) -> Encoded | None:
    """``body`` as a patch against ``base``; None when that is not worth it."""
    if not base or len(base) > _LARGEST_PREFIX_BYTES:
        return None
    data = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_raw(base)).compress(body)
    if len(data) > _PATCH_WORTH_KEEPING * len(body):
        return None
    return Encoded(codec="zstd-patch", data=data)


def decoded(codec: str, data: bytes, *, prefix: bytes | None, size: int) -> bytes:
    """The body that was stored.  Raises ArchiveDamaged when the bytes do not decode to ``size``."""
    if codec not in CODECS:
        raise ArchiveDamaged(f"a stored body is in no codec that is known: {codec!r}")
    body = data if codec == "identity" else _unpacked(data, prefix, size)
    if len(body) != size:
        raise ArchiveDamaged(f"a stored body has {len(body):,} bytes, not {size:,}")
    return body


def _unpacked(data: bytes, prefix: bytes | None, size: int) -> bytes:
    dictionary = None if prefix is None else _raw(prefix)
    try:
        if zstandard.frame_content_size(data) != size:  # before as much is asked of the memory
            raise ArchiveDamaged(f"a stored body is not of {size:,} bytes")
        return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(data)
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(f"a stored body does not decode: {error}") from error


def _raw(data: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
