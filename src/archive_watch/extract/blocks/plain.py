"""Stretches read without a tree: all but tables with markup in their cells, and preformatted text.

Nine paragraphs in ten of a long report are text, and nearly all cells of a table; in transcripts a
speaker's name is bold.  ``walk`` needs no tree for these: lexbor closes what it opens, so the tags
can be told one by one as they stand.  Elements that say nothing of their words (``<i>``, ``<span>``)
are passed over.  What is left is for BeautifulSoup to read, and a property test holds that it would
read these the same.
"""

from __future__ import annotations

import re

from archive_watch.extract.blocks.block import Block
from archive_watch.extract.blocks.kinds import MarkupKind, Shape, shape_after, shape_in
from archive_watch.extract.blocks.runs import Run, blocks_of_run
from archive_watch.extract.blocks.serialised import href_in, unescaped
from archive_watch.extract.blocks.stretches import Stretch
from archive_watch.extract.blocks.walk import (
    BLOCKS,
    BOLD,
    BREAK,
    CELLS,
    PREFORMATTED,
    SILENT,
    TELLING,
)
from archive_watch.normalise.text import folded

_SILENT = SILENT - {"input", "embed"}  # in which nothing stands
_TELLS = frozenset(f"{slash}{name}" for name in TELLING | _SILENT for slash in ("", "/"))
_UNREAD = CELLS | PREFORMATTED
_ANY_TAG = re.compile(r"<[^<>]*>")
_NAMED_TAG = re.compile(r"<([^\s<>]+)([^<>]*)>")
_WHITE = " \t\n\f\r"  # of which BeautifulSoup keeps no more than one
_IN_CELL = r"(?:\s*<(?:p|div)(?: [^<>]*)?>([^<]*)</(?:p|div)>\s*|([^<]*))"
_CELL = re.compile(rf"<t([dh])(?: [^<>]*)?>{_IN_CELL}</t[dh]>([^<]*)")

Blocks = tuple[Block, ...]


def plain_blocks(stretch: Stretch) -> Blocks | None:
    """The blocks of a stretch of text with bold, links and line breaks, or of a row of text.

    None of any other.
    """
    markup, shape, _ = stretch
    if "<" not in markup:
        return _text(markup, stretch)
    is_row = shape.kind is MarkupKind.TABLE_ROW and "<t" in markup
    found = _row(stretch) if is_row else _walked(stretch)
    if found is None and "<a " not in markup and not _ANY_TAG.sub("", markup).strip():
        return ()  # not even a link
    return found


def _text(markup: str, stretch: Stretch) -> Blocks:
    """The block of a stretch of text; ``markup`` is the text, still escaped."""
    line = folded(unescaped(markup))
    if not line:
        return ()
    shape = stretch.shape
    cells = (0,) if shape.kind is MarkupKind.TABLE_ROW else ()
    return (Block(lines=(line,), kind=shape.kind, level=shape.level, cells=cells, spaced=(line,)),)


def _walked(stretch: Stretch) -> Blocks | None:
    """The blocks of anything but cells and preformatted text: ``walk``, tag by tag without a tree.

    What ends here without having begun says nothing; what does not end ends with the stretch.
    """
    parts = _NAMED_TAG.split(stretch.markup)  # text, name, attributes, text ...
    walked = _Walked(stretch)
    text = parts[0]
    silent, depth = "", 0
    for name, attributes, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if depth:
            depth += (name == silent) - (name[1:] == silent)
            text += "" if depth else after
        elif name in _SILENT:
            silent, depth = name, 1
        elif name not in _TELLS or (name[0] == "/" and not walked.is_inside(name[1:])):
            text += after
        elif name in _UNREAD:
            return None
        else:
            if text:
                _add(walked.run, text, walked.bold, walked.href)
            text = after
            if name[0] == "/":
                walked.end()
            else:
                walked.begin(name, attributes)
    if text:
        _add(walked.run, text, walked.bold, walked.href)
    return (*walked.blocks, *blocks_of_run(walked.run))


class _Walked:
    """What was walked so far: the blocks, the run that goes on, its style, and what is open."""

    __slots__ = ("_around", "_shape", "blocks", "bold", "href", "run")

    def __init__(self, stretch: Stretch) -> None:
        self.blocks: list[Block] = []
        self.run, self._shape = Run(stretch.shape), stretch.around
        self.bold = False
        self.href: str | None = None
        self._around: list[tuple[str, bool, str | None, Shape]] = []

    def is_inside(self, name: str) -> bool:
        """Whether the innermost element that is open has this name."""
        return bool(self._around) and self._around[-1][0] == name

    def begin(self, name: str, attributes: str) -> None:
        """An element begins, or a line break stands here."""
        if name == "br":
            self.run.add(BREAK, self.bold, self.href)
            return
        if name == "hr":
            self._part(shape_after(self._shape))
            return
        self._around.append((name, self.bold, self.href, self._shape))
        if name in BOLD:
            self.bold = True
        elif name in BLOCKS:
            # The element that holds all of the content begins no stretch: it is parted at.
            self._shape = shape_in(name, self._shape, is_whole=False)
            self._part(self._shape)
        elif (address := href_in(attributes)) is not None:
            self.href = address
            self.run.add("", self.bold, address)

    def end(self) -> None:
        """The innermost element ends."""
        name, self.bold, self.href, self._shape = self._around.pop()
        if name in BLOCKS:
            self._part(shape_after(self._shape))

    def _part(self, shape: Shape) -> None:
        if self.run.pieces:
            self.blocks += blocks_of_run(self.run)
        self.run = Run(shape)


def _row(stretch: Stretch) -> Blocks | None:
    """The blocks of a row; None where a cell holds more than text, or than one block of text."""
    markup, shape, _ = stretch
    run = Run(shape)
    at = markup.find("<")
    if at:
        _add(run, markup[:at], False)
    while at < len(markup):
        cell = _CELL.match(markup, at)
        if cell is None:
            return None
        run.cells.append(len(run.pieces))
        run.add(" ", False, None)
        if said := cell[2] or cell[3]:
            _add(run, said, cell[1] == "h")
        run.add(" ", False, None)
        if between := cell[4]:
            _add(run, between, False)
        at = cell.end()
    return tuple(blocks_of_run(run))


def _add(run: Run, markup: str, bold: bool, href: str | None = None) -> None:
    run.add(unescaped(markup) if markup.strip(_WHITE) else " ", bold, href)
