"""What was read, remembered within bounds: above all the blocks of a stretch of markup.

A page that comes back with a few paragraphs changed is read where it changed.  What is remembered is
the value of a pure function under all that it depends on, so a reading is the same with
a memory and without one, in any order and in any archive.  What was needed longest ago is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Generic, TypeVar

from archive_watch.extract.blocks.block import Block
from archive_watch.extract.blocks.stretches import Stretch

_MOST_BYTES = 32 * 1024 * 1024
_BYTES_OF_A_BLOCK = 2_000  # and of each link in it, about, with what is told of it
_BYTES_OF_A_CHARACTER = 5  # it is kept in markup, in the block and in what that is compared by

Blocks = tuple[Block, ...]
K = TypeVar("K", bytes, str)
V = TypeVar("V")


class Memo(Generic[K, V]):
    """The values of a pure function (never None) by what it was asked, up to about ``most_bytes`` of them.

    ``bytes_each`` is what a value of a key takes beside the key, about.  Keys are kept in two
    generations: the older is forgotten when the younger has taken half the room.
    """

    def __init__(self, work: Callable[[K], V], most_bytes: int, bytes_each: int = 200) -> None:
        self._work: Callable[[K], V] = work
        self._most_bytes, self._bytes_each = most_bytes, bytes_each
        self._bytes = 0
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._young, self._old, self._bytes = {}, {}, 0

    def values(self, keys: Sequence[K]) -> list[V]:
        """The value of each of ``keys``."""
        known = map(self._young.get, keys)
        return [
            self.value(key) if value is None else value
            for key, value in zip(keys, known, strict=True)
        ]

    def value(self, key: K) -> V:
        """The value of ``key``."""
        with self._lock:
            for kept in (self._young, self._old):
                if key in kept:
                    value = kept[key]
                    break
            else:
                value = self._work(key)
            if key not in self._young:
                self._keep(key, value)
        return value

    def _keep(self, key: K, value: V) -> None:
        cost = _BYTES_OF_A_CHARACTER * len(key) + self._bytes_each
        if 2 * cost > self._most_bytes:
            return
        if 2 * (self._bytes + cost) > self._most_bytes:
            self._young, self._old, self._bytes = {}, self._young, 0
        self._young[key] = value
        self._bytes += cost


class Memory:
    """The blocks of stretches that were read, up to about ``most_bytes`` of them.

    ``known`` and ``read`` count the stretches that were asked for: those that were here, and those
    that had to be read.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.known = self.read = 0
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: dict[Stretch, tuple[int, Blocks]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def recalled(self, stretches: Iterable[Stretch]) -> dict[Stretch, Blocks]:
        """The blocks of those of the stretches that are remembered."""
        found: dict[Stretch, Blocks] = {}
        unread: set[Stretch] = set()
        with self._lock:
            for stretch in stretches:
                one = self._kept.pop(stretch, None)
                if one is None:
                    unread.add(stretch)
                else:
                    self._kept[stretch] = one  # the last needed is the last forgotten
                    found[stretch] = one[1]
            self.known += len(found)
            self.read += len(unread)
        return found

    def keep(self, read: Mapping[Stretch, Blocks]) -> None:
        """Remember the blocks of stretches, and forget others where it gets too many."""
        with self._lock:
            for stretch, blocks in read.items():
                cost = _cost(stretch, blocks)
                if stretch in self._kept or cost > self._most_bytes:
                    continue
                self._kept[stretch] = (cost, blocks)
                self._bytes += cost
                while self._bytes > self._most_bytes:
                    self._bytes -= self._kept.pop(next(iter(self._kept)))[0]


def _cost(stretch: Stretch, blocks: Blocks) -> int:
    """How many bytes it takes to remember a stretch, about."""
    parts = 1 + len(blocks) + sum([len(block.anchors) for block in blocks])
    return _BYTES_OF_A_CHARACTER * len(stretch.markup) + _BYTES_OF_A_BLOCK * parts


MEMORY = Memory()
"""The process's own memory: a memo of a pure function, which no answer depends on."""
