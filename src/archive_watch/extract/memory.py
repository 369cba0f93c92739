"""What was read, remembered: the blocks of a stretch of markup by its digest, within bounds.

A page that comes back with a few paragraphs changed is read where it changed.  What is remembered is
the value of a pure function under a digest of all that it depends on, so a reading is the same with
a memory and without one, in any order and in any archive.  What was needed longest ago is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock

from archive_watch.extract.block import Block
from archive_watch.extract.stretches import Stretch

_MOST_BYTES = 32 * 1024 * 1024
_BYTES_OF_A_BLOCK = (
    700  # and of each link in it, about; a character of markup is kept some four times
)
_BYTES_OF_A_CHARACTER = 4

Blocks = tuple[Block, ...]


class Memory:
    """The blocks of stretches that were read, up to about ``most_bytes`` of them.

    ``known`` and ``read`` count the stretches that were asked for: those that were here, and those
    that had to be read.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.known = self.read = 0
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: dict[bytes, tuple[int, Blocks]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def recalled(self, keys: Sequence[bytes]) -> dict[bytes, Blocks]:
        """The blocks of those of the stretches that are remembered."""
        found: dict[bytes, Blocks] = {}
        with self._lock:
            for key in keys:
                one = self._kept.pop(key, None)
                if one is not None:
                    self._kept[key] = one  # the last needed is the last forgotten
                    found[key] = one[1]
            self.known += len(found)
            self.read += len(set(keys)) - len(found)
        return found

    def keep(self, key: bytes, stretch: Stretch, blocks: Blocks) -> None:
        """Remember the blocks of a stretch, and forget others where it gets too many."""
        parts = len(blocks) + sum(len(block.anchors) for block in blocks)
        cost = _BYTES_OF_A_CHARACTER * len(stretch.markup) + _BYTES_OF_A_BLOCK * (1 + parts)
        with self._lock:
            if key in self._kept or cost > self._most_bytes:
                return
            self._kept[key] = (cost, blocks)
            self._bytes += cost
            while self._bytes > self._most_bytes:
                self._bytes -= self._kept.pop(next(iter(self._kept)))[0]


def key_of(stretch: Stretch) -> bytes:
    """The digest of all that the reading of a stretch depends on."""
    markup, (kind, level, lists), around = stretch
    whole = f"{kind} {level} {lists} {around.kind} {around.level} {markup}"
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()


MEMORY = Memory()
"""The process's own memory: a memo of a pure function, which no answer depends on."""
