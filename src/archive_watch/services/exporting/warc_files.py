"""WARC files of a gigabyte in a folder, one after the other, each placed once it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from archive_watch.storage.outlets import outlet, taken

_MOST_BYTES = 1 << 30  # as the standard recommends


class WarcFiles:
    """``FOLDER/NAME-00000.warc.gz`` and so on, written to as if it were one file.

    Raises CallerError where a file of that name is there already that is not to be written ``over``.
    """

    def __init__(
        self, folder: Path, name: str, *, over: bool, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._folder, self._name, self._over = folder, name, over
        self._most_bytes = most_bytes
        self._files = ExitStack()
        self._file: IO[bytes] | None = None
        self.count = 0
        standing = [] if over else list(self._standing())
        if standing:
            raise taken(standing[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._files.__exit__(kind, error, where)

    def write(self, block: bytes) -> None:
        """Write to the file at hand, the first of them where there is none."""
        if self._file is None:
            target = self._folder / f"{self._name}-{self.count:05}.warc.gz"
            self._file = self._files.enter_context(outlet(target, over=self._over))
            self.count += 1
        self._file.write(block)

    def is_full(self) -> bool:
        """Whether the file at hand is as large as one should be: it is placed, and another begins."""
        if self._file is None or self._file.tell() < self._most_bytes:
            return False
        self._files.close()
        self._file = None
        return True

    def stale(self) -> Iterator[Path]:
        """Files of that name from an earlier export, which this one did not write over."""
        return (path for path in self._standing() if _number(path) >= self.count)

    def _standing(self) -> Iterator[Path]:
        pattern = re.compile(rf"{re.escape(self._name)}-\d{{5}}\.warc\.gz")
        if self._folder.is_dir():
            yield from sorted(p for p in self._folder.iterdir() if pattern.fullmatch(p.name))


def _number(path: Path) -> int:
    return int(path.name.removesuffix(".warc.gz")[-5:])
