"""Stretches that need no parser: text, text with bold, links and line breaks, and rows of text.

Nine paragraphs in ten of a long report are text, and nearly all cells of a table; in transcripts a
speaker's name is bold.  Elements that say nothing of their words (``<i>``, ``<span>``) are passed
over.  Whatever else tells something is for BeautifulSoup to read, and a property test holds that
it would read these the same.
"""

from __future__ import annotations

import re

from archive_watch.extract.block import Block
from archive_watch.extract.kinds import MarkupKind
from archive_watch.extract.runs import Run, blocks_of_run
from archive_watch.extract.serialised import href_in, unescaped
from archive_watch.extract.stretches import Stretch
from archive_watch.extract.walk import BOLD, BREAK, SILENT, TELLING
from archive_watch.normalise.text import folded

_VOID_AND_SILENT = {"input", "embed"}
_TELLS = frozenset(
    f"{slash}{name}" for name in (TELLING | SILENT) - _VOID_AND_SILENT for slash in ("", "/")
)
_BEGINS = BOLD | {"a"}
_ENDS = {f"/{name}": name for name in _BEGINS}
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
    found = _row(stretch) if is_row else _inline(stretch)
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


def _inline(stretch: Stretch) -> Blocks | None:
    """The blocks of text with bold, links and line breaks; None where there is anything else.

    What ends here without having begun says nothing; what does not end ends with the stretch.
    """
    parts = _NAMED_TAG.split(stretch.markup)  # text, name, attributes, text ...
    run = Run(stretch.shape)
    text, bold, href = parts[0], False, None
    around: list[tuple[str, bool, str | None]] = []
    for name, attributes, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if name not in _TELLS or (name in _ENDS and not (around and _ENDS[name] == around[-1][0])):
            text += after
            continue
        if text:
            _add(run, text, bold, href)
        text = after
        if name in _ENDS:
            _, bold, href = around.pop()
        elif name == "br":
            run.add(BREAK, bold, href)
        elif name in _BEGINS:
            around.append((name, bold, href))
            if name != "a":
                bold = True
            elif (address := href_in(attributes)) is not None:
                href = address
                run.add("", bold, href)
        else:
            return None
    if text:
        _add(run, text, bold, href)
    return tuple(blocks_of_run(run))


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
