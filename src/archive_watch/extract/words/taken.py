"""What is no word of a page, and why: decided as values first, taken out after.

Each stage of the reading says which blocks, or which lines of them, it takes out and by what; the
reading goes on with what is left.  So the explanation of a page is told by the very values that its
text was made by, and cannot drift from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive_watch.extract.blocks.blocks import Block


class Why(StrEnum):
    """Why a block is what it is: words of the page, or none."""

    KEPT = "kept"
    OUTSIDE = "outside"
    UNREAD = "unread"
    SILENT = "silent"
    DROPPED = "dropped"
    RELATED = "related"
    KNOWN_FURNITURE = "known_furniture"
    LEARNT = "learnt"
    FURNITURE = "furniture"
    POPUP = "popup"
    TITLE_AGAIN = "title_again"
    HEAD_LINE = "head_line"
    END_MARK = "end_mark"
    AFTER_THE_END = "after_the_end"
    TAIL = "tail"
    WAY_ON = "way_on"


@dataclass(frozen=True, slots=True)
class Taken:
    """Lines of one block that are no words of the page; None: the whole block.

    ``by`` is the selector or the pattern that took them, where there is one.
    """

    block: int
    why: Why
    by: str = ""
    lines: tuple[int, ...] | None = None


def less(blocks: Sequence[Block], taken: Sequence[Taken]) -> list[Block]:
    """The blocks without what is taken out of them."""
    if not taken:
        return list(blocks)
    return [
        blocks[index] if len(lines) == len(blocks[index].lines) else blocks[index].only(lines)
        for index, lines in left_of([len(block.lines) for block in blocks], taken)
    ]


def left_of(counts: Sequence[int], taken: Sequence[Taken]) -> Iterator[tuple[int, Sequence[int]]]:
    """Which of the blocks, that have so many lines each, are left, and which of their lines."""
    whole = {one.block for one in taken if one.lines is None}
    gone = {(one.block, line) for one in taken for line in one.lines or ()}
    touched = {block for block, _ in gone}
    for index, count in enumerate(counts):
        if index not in touched:
            lines: Sequence[int] = range(count)
        else:
            lines = [line for line in range(count) if (index, line) not in gone]
        if index not in whole and (lines or index not in touched):
            yield index, lines
