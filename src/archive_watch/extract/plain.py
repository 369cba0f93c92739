"""Stretches without any markup that tells something: text is text without any parser.

Nine paragraphs in ten of a long report are such, and nearly all cells of a table.  Elements that say
nothing of their words (``<i>``, ``<span>``) are passed over.  Bold, links, line breaks and whatever
else tells something is for BeautifulSoup to read.
"""

from __future__ import annotations

import re

from archive_watch.extract.block import Block
from archive_watch.extract.kinds import MarkupKind
from archive_watch.extract.runs import Run, blocks_of_run
from archive_watch.extract.serialised import unescaped
from archive_watch.extract.stretches import Stretch
from archive_watch.extract.walk import SILENT, TELLING, on_one_line
from archive_watch.normalise.text import folded

_TELLS = re.compile(rf"</?(?:{'|'.join(sorted((TELLING | SILENT) - {'input', 'embed'}))})[ >]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_IN_CELL = r"(?:\s*<(?:p|div)(?: [^<>]*)?>([^<]*)</(?:p|div)>\s*|([^<]*))"
_CELL = re.compile(rf"<t([dh])(?: [^<>]*)?>{_IN_CELL}</t[dh]>([^<]*)")


def plain_blocks(stretch: Stretch) -> tuple[Block, ...] | None:
    """The blocks of a stretch of text, or of a row whose cells hold text.

    None of any other.
    """
    markup, shape, _ = stretch
    if "<" in markup:
        if _TELLS.search(markup) is not None:
            if "<a " not in markup and not _ANY_TAG.sub("", markup).strip():
                return ()  # not even a link
            return _row(stretch) if shape.kind is MarkupKind.TABLE_ROW else None
        markup = _ANY_TAG.sub("", markup)
    line = folded(unescaped(markup))
    if not line:
        return ()
    cells = (0,) if shape.kind is MarkupKind.TABLE_ROW else ()
    return (Block(lines=(line,), kind=shape.kind, level=shape.level, cells=cells, spaced=(line,)),)


def _row(stretch: Stretch) -> tuple[Block, ...] | None:
    """The blocks of a row; None where a cell holds more than text, or than one block of text."""
    markup, shape, _ = stretch
    run = Run(shape)
    at = markup.find("<")
    _add(run, markup[:at])
    while at < len(markup):
        cell = _CELL.match(markup, at)
        if cell is None:
            return None
        run.cells.append(len(run.pieces))
        run.add(" ", False, None)
        _add(run, cell[2] or cell[3] or "", is_bold=cell[1] == "h")
        run.add(" ", False, None)
        _add(run, cell[4])
        at = cell.end()
    return tuple(blocks_of_run(run))


def _add(run: Run, markup: str, *, is_bold: bool = False) -> None:
    if markup:
        run.add(on_one_line(unescaped(markup)), is_bold, None)
