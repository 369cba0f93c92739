"""The content slice as blocks: paragraphs, headings, list items and table rows, in order.

BeautifulSoup reads only the slice, which a browser's parser has already nested properly, so an
unclosed or nested ``<p>`` cannot double a paragraph; and of the slice only what has to be read: not
what was read before (``memory``), nor text without any markup in it (``plain``).  All that is left
of a slice is read at one go, because making a BeautifulSoup costs as much as reading a paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from archive_watch.extract.block import Anchor, Block
from archive_watch.extract.kinds import PLAIN
from archive_watch.extract.memory import MEMORY, Blocks, Memory, key_of
from archive_watch.extract.plain import plain_blocks
from archive_watch.extract.runs import blocks_in
from archive_watch.extract.soup import soup_of, soups_of
from archive_watch.extract.stretches import Stretch, stretches_of
from archive_watch.extract.walk import walk

__all__ = ["Anchor", "Block", "blocks_of", "blocks_read_whole"]


def blocks_of(markup: str, memory: Memory = MEMORY) -> tuple[Block, ...]:
    """The blocks of a slice of markup; each has words, or links at least."""
    stretches = stretches_of(markup)
    if stretches is None:
        return blocks_read_whole(markup)
    found: list[Blocks | bytes] = []
    waiting: dict[bytes, Stretch] = {}
    for stretch in stretches:
        blocks = plain_blocks(stretch)
        if blocks is None:
            key = key_of(stretch)
            waiting[key] = stretch
            found.append(key)
        else:
            found.append(blocks)
    read = _read(waiting, memory) if waiting else {}
    return tuple(chain.from_iterable(read[one] if isinstance(one, bytes) else one for one in found))


def blocks_read_whole(markup: str) -> tuple[Block, ...]:
    """The blocks of a slice of markup, all of it read by BeautifulSoup as it stands."""
    return tuple(blocks_in(walk(soup_of(markup)), PLAIN))


def _read(stretches: Mapping[bytes, Stretch], memory: Memory) -> dict[bytes, Blocks]:
    """The blocks of the stretches, remembered or read."""
    read = memory.recalled(list(stretches))
    unread = [(key, stretch) for key, stretch in stretches.items() if key not in read]
    for (key, stretch), tag in zip(
        unread, soups_of([one.markup for _, one in unread]), strict=True
    ):
        read[key] = tuple(blocks_in(walk(tag, stretch.around), stretch.shape))
        memory.keep(key, stretch, read[key])
    return read
