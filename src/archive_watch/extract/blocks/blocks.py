"""The content slice as blocks: paragraphs, headings, list items and table rows, in order.

BeautifulSoup reads only the slice, which a browser's parser has already nested properly, so an
unclosed or nested ``<p>`` cannot double a paragraph; and of the slice only what needs a tree: not
what was read before (``memory``), nor text with bold and links in it (``plain``).  All that is left
of a slice is read at one go, because making a BeautifulSoup costs as much as reading a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from archive_watch.extract.blocks.block import Anchor, Block
from archive_watch.extract.blocks.kinds import PLAIN
from archive_watch.extract.blocks.memory import MEMORY, Blocks, Memory
from archive_watch.extract.blocks.plain import plain_blocks
from archive_watch.extract.blocks.runs import blocks_in
from archive_watch.extract.blocks.soup import soup_of, soups_of
from archive_watch.extract.blocks.stretches import Stretch, stretches_of
from archive_watch.extract.blocks.walk import walk

__all__ = ["Anchor", "Block", "blocks_of", "blocks_read_whole"]


def blocks_of(markup: str, memory: Memory = MEMORY) -> tuple[Block, ...]:
    """The blocks of a slice of markup; each has words, or links at least."""
    stretches = stretches_of(markup)
    if stretches is None:
        return blocks_read_whole(markup)
    found = memory.recalled(stretches)
    if unread := [one for one in dict.fromkeys(stretches) if one not in found]:
        read = _read(unread)
        memory.keep(read)
        found.update(read)
    return tuple(chain.from_iterable([found[stretch] for stretch in stretches]))


def blocks_read_whole(markup: str) -> tuple[Block, ...]:
    """The blocks of a slice of markup, all of it read by BeautifulSoup as it stands."""
    return tuple(blocks_in(walk(soup_of(markup)), PLAIN))


def _read(stretches: Sequence[Stretch]) -> dict[Stretch, Blocks]:
    """The blocks of the stretches, each as simply as it can be read."""
    read: dict[Stretch, Blocks] = {}
    waiting: list[Stretch] = []
    for stretch in stretches:
        blocks = plain_blocks(stretch)
        if blocks is None:
            waiting.append(stretch)
        else:
            read[stretch] = blocks
    tags = soups_of([stretch.markup for stretch in waiting])
    for stretch, tag in zip(waiting, tags, strict=True):
        read[stretch] = tuple(blocks_in(walk(tag, stretch.around), stretch.shape))
    return read
