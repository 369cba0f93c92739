"""A WARC file as what it is made of: gzip members, or one plain stretch of bytes.

A member is read forward and may go back.  What is damaged is said at the member where it is; the
next one that begins a record is found by looking for it.  Nothing is ever whole in memory.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Protocol

GZIP_MAGIC = b"\x1f\x8b\x08"
RECORD_MAGIC = b"WARC/"
_BLOCK_BYTES = 1 << 10
_SCAN_BYTES = 1 << 20
_LINE_BYTES = 1 << 16
_MOST_HEADER_BYTES = 1 << 20
_PADDING = b"\r\n\t \0"


class DamagedMember(Exception):
    """The bytes of a member cannot be had: cut off, or not what its checksum says."""


class _Source(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


class _Unpacking(io.RawIOBase):
    """One gzip member unpacked as it is read, never more of it than is asked for."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self._unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._packed = b""
        self._read_to = offset

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self._unpack.eof:
            packed = self._packed or self._next_block()
            try:
                plain = self._unpack.decompress(packed, len(buffer))
            except zlib.error as error:
                raise DamagedMember(f"the compressed data are damaged ({error})") from error
            self._packed = self._unpack.unconsumed_tail
            if plain:
                buffer[: len(plain)] = plain
                return len(plain)
            if not packed and not self._unpack.eof:
                raise DamagedMember("the compressed data end early")
        return 0

    def _next_block(self) -> bytes:
        """A little at a time: what was unpacked before damaged data in one block is lost."""
        self._file.seek(self._read_to)
        block = self._file.read(_BLOCK_BYTES)
        self._read_to += len(block)
        return block

    @property
    def end(self) -> int | None:
        """Where the member ends in the file; None while its end was not reached."""
        return self._read_to - len(self._unpack.unused_data) if self._unpack.eof else None


class Member:
    """One member (or the whole of a plain file), read record by record.

    ``offset`` is where it begins in the file; ``position``, where reading stands, and
    ``record_at``, where the record at hand begins, count what it unpacks to.  Every method that
    reads may raise DamagedMember.
    """

    def __init__(self, file: IO[bytes], offset: int, *, is_gzip: bool) -> None:
        self.offset = offset
        self.is_gzip = is_gzip
        self.record_at = 0
        self._file = file
        self._begin()

    def _begin(self) -> None:
        self.position = 0
        self._ahead = b""
        self._header_bytes: int | None = None
        self._raw = _Unpacking(self._file, self.offset) if self.is_gzip else None
        self._source: _Source = io.BufferedReader(self._raw) if self._raw else self._file
        if self._raw is None:
            self._file.seek(self.offset)

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; empty at the end."""
        ahead, self._ahead = self._ahead[:size], self._ahead[size:]
        block = ahead or self._source.read(size)
        self.position += len(block)
        return block

    def readline(self, size: int | None = None) -> bytes:
        """A line with its end, or its first ``size`` bytes; empty at the end.

        Raises ValueError when the headers that are being read are longer than any real ones.
        """
        most = _LINE_BYTES if size is None else min(size, _LINE_BYTES)
        line, self._ahead = self._ahead, b""
        if not line:
            line = self._source.readline(most)
        self.position += len(line)
        if self._header_bytes is not None:
            self._header_bytes += len(line)
            if self._header_bytes > _MOST_HEADER_BYTES:
                raise ValueError("its headers are endless")
        return line

    def begin_headers(self) -> None:
        """From here to ``end_headers`` at most a megabyte of lines is read."""
        self._header_bytes = 0

    def end_headers(self) -> None:
        """What follows is a record's body, however long."""
        self._header_bytes = None

    def can_hold(self, length: int) -> bool:
        """Whether ``length`` more bytes can be there: known at once where nothing is packed."""
        if self.is_gzip:
            return True
        return self.offset + self.position + length <= os.fstat(self._file.fileno()).st_size

    def go_back(self, position: int) -> None:
        """Stand at ``position`` again."""
        if self._raw is None:
            self._begin()
            self._file.seek(self.offset + position)
            self.position = position
            return
        self._begin()
        while self.position < position and self.read(min(_SCAN_BYTES, position - self.position)):
            pass

    def is_parted(self) -> bool:
        """Whether a record ends where reading stands: blank lines, a record, or the end follow."""
        for _ in range(2):
            line = self.readline()
            if not line:
                return True
            if line.strip(b"\r\n"):
                self._unread(line)
                return line.startswith(RECORD_MAGIC)
        return True

    def seek_record(self) -> tuple[int | None, int | None]:
        """Where the next record begins, and where other bytes before it do; None for neither.

        Reading stands at the record's first line afterwards.
        """
        others_at: int | None = None
        begins_line = True
        self.record_at = self.position
        while line := self.readline():
            if begins_line and line.startswith(RECORD_MAGIC):
                self._unread(line)
                self.record_at = self.position
                return self.position, others_at
            if others_at is None and line.strip(_PADDING):
                others_at = self.position - len(line)
            begins_line = line.endswith(b"\n")
        return None, others_at

    def _unread(self, line: bytes) -> None:
        self._ahead = line
        self.position -= len(line)

    @property
    def end(self) -> int | None:
        """Where the member ends in the file; None while its end was not reached."""
        return None if self._raw is None else self._raw.end


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes between two members that are none: where they begin in the file."""

    offset: int


def members_of(file: IO[bytes]) -> Iterator[Member | Gap]:
    """The members of a file in turn; after a damaged one the next that begins a record.

    The caller reads each to its end, or to its damage, before it asks for the next.
    """
    file.seek(0)
    if file.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
        yield Member(file, 0, is_gzip=False)
        return
    offset: int | None = 0
    while offset is not None:
        member = Member(file, offset, is_gzip=True)
        yield member
        end = member.end
        following = _next_member(file, offset + 1 if end is None else end)
        if end is not None and following != end and _holds_bytes(file, end):
            yield Gap(end)
        offset = following


def _next_member(file: IO[bytes], start: int) -> int | None:
    """The member that begins at ``start``, or else the first after it that begins a record."""
    file.seek(start)
    if file.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
        return start
    return next(
        (place for place in _places_of(GZIP_MAGIC, file, start) if _begins_record(file, place)),
        None,
    )


def _holds_bytes(file: IO[bytes], start: int) -> bool:
    """Whether there is more from ``start`` on than padding."""
    file.seek(start)
    return bool(file.read(_SCAN_BYTES).strip(_PADDING))


def _places_of(magic: bytes, file: IO[bytes], start: int) -> Iterator[int]:
    position, tail = start, b""
    while True:
        file.seek(position)
        block = file.read(_SCAN_BYTES)
        if not block:
            return
        window = tail + block
        found = window.find(magic)
        while found >= 0:
            yield position - len(tail) + found
            found = window.find(magic, found + 1)
        position += len(block)
        tail = window[-(len(magic) - 1) :]


def _begins_record(file: IO[bytes], offset: int) -> bool:
    file.seek(offset)
    with suppress(OSError, EOFError, ValueError, zlib.error):
        return gzip.GzipFile(fileobj=file).read(len(RECORD_MAGIC)) == RECORD_MAGIC
    return False
