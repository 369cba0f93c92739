"""What became of each line of the content: a paragraph of the text, or taken out, and by what.

The stages of the reading count lines as they found them; here what they took out is traced back to
the blocks that the content began with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.extract.blocks.blocks import Block
from archive_watch.extract.words.sift import Sifted, paragraphs_of
from archive_watch.extract.words.taken import Taken, Why, left_of


@dataclass(frozen=True, slots=True)
class Fate:
    """Words of one block, and what became of them; kept words are one paragraph of the text."""

    text: str
    why: Why
    by: str = ""


def fates_of(blocks: Sequence[Block], words: Sifted) -> list[list[Fate]]:
    """For each block that the content began with, its words in their order."""
    taken, left = _traced(blocks, words.steps)
    paragraphs = {
        index: [Fate(one.text, Why.KEPT) for one in paragraphs_of(block)]
        for (index, _), block in zip(left, words.blocks, strict=True)
    }
    kept = dict(left)
    return [
        [
            *_taken_out(block, taken[index], 0, first),
            *paragraphs.get(index, ()),
            *_taken_out(block, taken[index], first, len(block.lines)),
        ]
        for index, block in enumerate(blocks)
        for first in [min(kept.get(index, ()), default=len(block.lines))]
    ]


def _taken_out(block: Block, taken: dict[int, Taken], start: int, end: int) -> list[Fate]:
    """The lines from ``start`` to ``end`` that were taken out."""
    return [
        Fate(block.lines[line], taken[line].why, taken[line].by)
        for line in range(start, end)
        if line in taken
    ]


def _traced(
    blocks: Sequence[Block], steps: Sequence[Sequence[Taken]]
) -> tuple[list[dict[int, Taken]], list[tuple[int, list[int]]]]:
    """What took out each line of each block, and which lines of which blocks are left."""
    taken: list[dict[int, Taken]] = [{} for _ in blocks]
    now = [(index, list(range(len(block.lines)))) for index, block in enumerate(blocks)]
    for step in steps:
        for one in step:
            index, lines = now[one.block]
            gone = lines if one.lines is None else [lines[line] for line in one.lines]
            taken[index].update(dict.fromkeys(gone, one))
        counts = [len(lines) for _, lines in now]
        now = [
            (now[place][0], [now[place][1][line] for line in kept])
            for place, kept in left_of(counts, step)
        ]
    return taken, now
