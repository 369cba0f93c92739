"""A body is whole again whatever its size and its pieces, and large ones cost little memory."""

from __future__ import annotations

import tempfile
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.fetch.held import HeldBody

MEBIBYTE = 1024 * 1024


@given(st.lists(st.integers(0, 700_000), max_size=6), st.integers(0, 3_000_000))
def test_what_was_added_comes_back_in_its_order(sizes: list[int], most: int) -> None:
    pieces = [bytes([number]) * size for number, size in enumerate(sizes)]
    with HeldBody() as body:
        for piece in pieces:
            body.add(piece)
        assert body.size == sum(sizes)
        assert body.whole() == b"".join(pieces)
        assert body.whole(most) == b"".join(pieces)[:most]


def test_thirty_megabytes_that_nobody_wants_cost_little_memory() -> None:
    tracemalloc.start()
    try:
        with HeldBody() as body:
            for _ in range(480):
                body.add(bytes(65_536))
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 3 * MEBIBYTE


class FullDisk:
    """A file on a disk with room for so many bytes."""

    def __init__(self, room: int) -> None:
        self.kept = bytearray()
        self._room = room

    def write(self, some: bytearray) -> int:
        taken = some[: min(300_000, self._room - len(self.kept))]
        if not taken:
            raise OSError(28, "No space left on device")
        self.kept += taken
        return len(taken)

    def seek(self, place: int) -> None:
        assert place == 0

    def read(self, most: int) -> bytes:
        return bytes(self.kept[:most])

    def close(self) -> None:
        self.kept.clear()


@pytest.mark.parametrize("room", [0, 1, 1_500_000, 2 * MEBIBYTE])
def test_a_full_disk_costs_memory_and_not_the_body(
    monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    def make(**_: Any) -> FullDisk:
        return FullDisk(room)

    monkeypatch.setattr(tempfile, "TemporaryFile", make)
    pieces = [bytes([number]) * 500_000 for number in range(9)]
    with HeldBody() as body:
        for piece in pieces:
            body.add(piece)
        assert body.whole() == b"".join(pieces)
        assert body.whole(2_600_000) == b"".join(pieces)[:2_600_000]
