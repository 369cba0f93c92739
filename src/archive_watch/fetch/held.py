"""A body while it is read: a little of it in memory, the rest in a file that has no name.

Most of what is read beyond the first megabyte is read only to be refused at the cap, by several
hosts at once at the worst: none of it should cost memory.  Where no file can be written (a full
disk, no folder for one) memory has to do: a body is not lost for that.
"""

from __future__ import annotations

import tempfile
from types import TracebackType
from typing import IO, Self

_IN_MEMORY_BYTES = 1024 * 1024


class HeldBody:
    """Bytes that are added piece by piece; a context manager, after which they are gone."""

    def __init__(self) -> None:
        self.size = 0
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self._in_file = 0
        self._may_write = True

    def add(self, piece: bytes) -> None:
        """Adds ``piece`` at the end."""
        self._memory += piece
        self.size += len(piece)
        if len(self._memory) >= _IN_MEMORY_BYTES and self._may_write:
            self._write()

    def whole(self, most_bytes: int | None = None) -> bytes:
        """What was added, of which at most the first ``most_bytes``."""
        most = self.size if most_bytes is None else min(most_bytes, self.size)
        if self._file is None:
            del self._memory[most:]
            return bytes(self._memory)
        self._file.seek(0)
        first = self._file.read(min(most, self._in_file))
        return first + bytes(self._memory[: most - len(first)])

    def _write(self) -> None:
        """Move what is in memory to the file, as far as that can be had."""
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 closed by __exit__
            while self._memory:
                written = self._file.write(self._memory)
                self._in_file += written
                del self._memory[:written]
        except OSError:
            self._may_write = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
