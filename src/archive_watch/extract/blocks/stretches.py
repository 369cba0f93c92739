"""Where markup may be parted, so that each part can be read by itself, and need be read only once.

A stretch is what stands between two neighbouring edges of blocks.  What it is read as depends on its
own markup, on the shape that the blocks around it give it, and on what is bold around it: that is
written before it again.  Nothing is parted inside a link, a cell of words or preformatted text.

Markup that lexbor did not write is not parted at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from archive_watch.extract.blocks.kinds import PLAIN, Shape, shape_after, shape_in, shape_in_cell
from archive_watch.extract.blocks.serialised import VOID, tags_of
from archive_watch.extract.blocks.walk import (
    BLOCKS,
    BOLD,
    CELLS,
    OPENED_IN_A_CELL,
    PREFORMATTED,
    SILENT,
    TELLING,
)

_LAID_OUT_BLOCKS = BLOCKS - PREFORMATTED
_PARTING_OR_SEALING = (TELLING | SILENT) - (VOID - {"hr"})


class Stretch(NamedTuple):
    """Markup that can be read by itself: the shape of its first words, and of the words ``around``.

    The two differ behind a block in a heading.
    """

    markup: str
    shape: Shape
    around: Shape


def stretches_of(markup: str) -> list[Stretch] | None:
    """The stretches of ``markup`` that hold anything, in their order.

    None where it has to be read as a whole.
    """
    tags = tags_of(markup)
    if tags is None:
        return None
    telling = [tag for tag in tags if tag[2] in _PARTING_OR_SEALING]
    parting = _Parting(markup, _laid_out(telling) if "<t" in markup else frozenset())
    for tag in telling:
        if not tag[1]:
            parting.open(tag)
        elif not parting.close(tag):
            return None
    return parting.ended()


_Opened = tuple[str, Shape]  # an open element, and the shape of what stands around it


class _Parting:
    """Markup as it is parted: what is found, what is open, and the stretch that has begun."""

    def __init__(self, markup: str, laid_out: frozenset[int]) -> None:
        self._markup, self._laid_out = markup, laid_out
        self._found: list[Stretch] = []
        self._opened: list[_Opened] = []
        self._bold: list[str] = []
        self._around = PLAIN  # the shape of words directly in the innermost open block
        self._sealed = 0  # how many are open where nothing may be parted; 0 where it may
        self._begin, self._before, self._shape, self._outer = 0, "", PLAIN, PLAIN

    def open(self, tag: re.Match[str]) -> None:
        """Go on behind a start tag."""
        name, (start, end) = tag[2], tag.span()
        if name == "hr":  # it never ends, and nothing stands in it
            if not self._sealed:
                self._part(start, end, shape_after(self._around))
            return
        self._opened.append((name, self._around))
        if self._sealed:
            return
        if name in _LAID_OUT_BLOCKS:
            self._around = shape_in(name, self._around, is_whole=start == 0)
            self._part(start, end, self._around)
        elif name in BOLD:
            self._bold.append(f"<{name}>")
        elif name in PREFORMATTED:
            self._part(start, start, self._around)
            self._sealed = len(self._opened)
        elif start in self._laid_out:
            self._around = shape_in_cell(self._around)
            self._bold += ["<b>"] if name == "th" else []
            self._part(start, end, self._around)
        elif name != "a" or " href=" in tag[3]:
            self._sealed = len(self._opened)

    def close(self, tag: re.Match[str]) -> bool:
        """Go on behind an end tag; False where it ends something else than what is open."""
        if not self._opened or self._opened[-1][0] != tag[2]:
            return False
        name, around = self._opened.pop()
        if self._sealed:
            if len(self._opened) < self._sealed:
                self._sealed = 0
                if name in PREFORMATTED:
                    self._part(tag.end(), tag.end(), shape_after(around))
        elif name in BOLD:
            self._bold.pop()
        elif name != "a":
            self._around = around
            if name == "th":
                self._bold.pop()
            self._part(*tag.span(), shape_after(around))
        return True

    def ended(self) -> list[Stretch] | None:
        """What was found; None where something is still open."""
        self._part(len(self._markup), len(self._markup), PLAIN)
        return None if self._opened else self._found

    def _part(self, end: int, begin: int, shape: Shape) -> None:
        """End a stretch, and begin another."""
        markup = self._markup[self._begin : end]
        if markup and not markup.isspace():
            self._found.append(Stretch(self._before + markup, self._shape, self._outer))
        self._begin, self._before = begin, "".join(self._bold) if self._bold else ""
        self._shape, self._outer = shape, self._around


def _laid_out(tags: Sequence[re.Match[str]]) -> frozenset[int]:
    """Where the cells begin that hold blocks, and so are laid out like one: the walk's own rule."""
    found: set[int] = set()
    cells: list[tuple[int, list[str]]] = []
    silent = 0  # what stands in such an element is no block
    for tag in tags:
        name = tag[2]
        if name in SILENT:
            silent += -1 if tag[1] else 1
        elif silent:
            continue
        elif name not in CELLS:
            if cells and not tag[1] and name in BLOCKS and len(cells[-1][1]) <= 1:
                cells[-1][1].append(name)
        elif not tag[1]:
            cells.append((tag.start(), []))
        elif cells:
            start, blocks = cells.pop()
            if len(blocks) > 1 or not OPENED_IN_A_CELL.issuperset(blocks):
                found.add(start)
            if cells:
                cells[-1][1].extend(blocks)
    return frozenset(found)
