"""The content slice as blocks: paragraphs, headings, list items and table rows, in order.

BeautifulSoup reads only the slice, which a browser's parser has already nested properly, so an
unclosed or nested ``<p>`` cannot double a paragraph.  ``<br><br>`` parts paragraphs; a single
``<br>`` is a line break, kept for the reader of head lines and folded later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from bs4 import BeautifulSoup
from bs4.element import Tag

from archive_watch.extract.kinds import PLAIN, MarkupKind, Shape
from archive_watch.extract.walk import BREAK, Edge, walk
from archive_watch.normalise.text import folded

# BeautifulSoup keeps every void element that does not close itself in a list, and searches that
# list at every end tag: 20,000 <br> took half a minute.  lexbor escapes the > in attributes.
_VOID = re.compile(
    r"<((?:area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b[^>]*)>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link inside a block: its address as written, its words, and where they stand in the text."""

    href: str
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph: its lines, what it is by its markup, how many characters at its start are bold.

    ``level`` is 1-6 of a heading, the depth of a list item, and else 0; ``cells`` are where the
    cells of a table's row begin in the text (an empty one where the next does).  ``spaced`` are its
    lines with a space wherever markup stands: what two captures are compared by.
    A block without lines only carries links (a linked picture).
    """

    lines: tuple[str, ...]
    kind: MarkupKind = MarkupKind.PARAGRAPH
    level: int = 0
    bold: int = 0
    anchors: tuple[Anchor, ...] = ()
    cells: tuple[int, ...] = ()
    spaced: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether the block stands in a heading."""
        return self.kind is MarkupKind.HEADING

    @property
    def text(self) -> str:
        """The block's words on one line."""
        return " ".join(self.lines)

    def only(self, kept: Sequence[int]) -> Block:
        """The block with the lines numbered ``kept``, and the links and cells in them."""
        anchors: list[Anchor] = []
        cells: list[int] = []
        start = length = 0
        for number, line in enumerate(self.lines):
            if number in kept:
                places = range(start, start + len(line) + 1)
                anchors += [
                    replace(anchor, start=anchor.start - start + length)
                    for anchor in self.anchors
                    if anchor.start in places
                ]
                cells += [cell - start + length for cell in self.cells if cell in places]
                length += len(line) + 1
            start += len(line) + 1
        return replace(
            self,
            lines=tuple(self.lines[number] for number in kept),
            spaced=tuple(self.spaced[number] for number in kept),
            bold=self.bold if self.bold >= len(self.text) else 0,
            anchors=tuple(anchors),
            cells=tuple(cells),
        )


@dataclass(slots=True)
class _Run:
    """A block being gathered: pieces of text, and what is known of each."""

    pieces: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    hrefs: list[str | None] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    shape: Shape = PLAIN


def blocks_of(markup: str) -> tuple[Block, ...]:
    """The blocks of a slice of markup; each has words, or links at least."""
    closed = _VOID.sub(r"<\1/>", markup)
    soup = BeautifulSoup(closed, "html.parser", multi_valued_attributes=None)
    return tuple(block for run in _runs(soup) for block in _blocks(run))


def _runs(root: Tag) -> Iterator[_Run]:
    run = _Run()
    for step in walk(root):
        if isinstance(step, Edge):
            if run.pieces:
                yield run
            run = _Run(shape=step.shape)
        else:
            if step.is_cell:
                run.cells.append(len(run.pieces))
            run.pieces.append(step.text)
            run.bold.append(step.bold)
            run.hrefs.append(step.href)
    if run.pieces:
        yield run


def _blocks(run: _Run) -> Iterator[Block]:
    """The paragraphs of a run: parted where two line breaks meet."""
    part = _Run(shape=run.shape)
    pending = 0
    begins_cell = dict.fromkeys(run.cells)
    for at, (text, bold, href) in enumerate(zip(run.pieces, run.bold, run.hrefs, strict=True)):
        if at in begins_cell:
            part.cells.append(len(part.pieces))
        if text == BREAK:
            pending += 1
        elif text.strip(" \t\r\n\u00a0"):
            if pending >= 2:
                after = _Run(shape=run.shape, cells=_taken_from_the_end(part))
                yield from _block(part)
                part = after
            elif pending == 1:
                _add(part, BREAK, bold, None)
            pending = 0
            _add(part, text, bold, href)
        elif href is not None and not text:
            _add(part, "", bold, href)
        elif part.pieces and not pending:
            _add(part, " ", bold, href)
    yield from _block(part)


def _taken_from_the_end(run: _Run) -> list[int]:
    """The cells that begin where a run ends: they belong to the next."""
    count = 0
    while run.cells and run.cells[-1] == len(run.pieces):
        run.cells.pop()
        count += 1
    return [0] * count


def _add(run: _Run, text: str, bold: bool, href: str | None) -> None:
    run.pieces.append(text)
    run.bold.append(bold)
    run.hrefs.append(href)


def _block(run: _Run) -> Iterator[Block]:
    lines: list[str] = []
    spaced: list[str] = []
    for pieces in _lines(run):
        if line := folded("".join(pieces)):
            lines.append(line)
            spaced.append(" ".join(pieces))
    if lines or any(href is not None for href in run.hrefs):
        yield Block(
            lines=tuple(lines),
            kind=run.shape.kind,
            level=run.shape.level,
            bold=_bold_length(run),
            anchors=_anchors(run, " ".join(lines)),
            cells=_cells(run),
            spaced=tuple(spaced),
        )


def _lines(run: _Run) -> Iterator[list[str]]:
    """The pieces of each line; inside a piece a new line is a space."""
    line: list[str] = []
    for piece in run.pieces:
        if piece == BREAK:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _bold_length(run: _Run) -> int:
    """How many characters of the folded block, from its start, are bold."""
    if True not in run.bold:
        return 0
    bold = []
    for piece, is_bold in zip(run.pieces, run.bold, strict=True):
        if not is_bold and piece.strip():
            break
        bold.append(piece)
    return len(folded("".join(bold)))


def _cells(run: _Run) -> tuple[int, ...]:
    """Where the cells of a row begin in its text; what an earlier paragraph of it began goes on."""
    if run.shape.kind is not MarkupKind.TABLE_ROW:
        return ()
    bounds = pairwise([0, *run.cells, len(run.pieces)])
    words = [folded("".join(run.pieces[begin:end])) for begin, end in bounds]
    if run.cells and not words[0]:
        del words[0]
    starts = accumulate((len(one) + 1 if one else 0 for one in words[:-1]), initial=0)
    length = len(" ".join(filter(None, words)))
    return tuple(min(start, length) for start in starts)


def _anchors(run: _Run, text: str) -> tuple[Anchor, ...]:
    """The links of the block, those without words too; an empty piece begins each link."""
    found: list[Anchor] = []
    position = 0
    index = 0 if any(run.hrefs) else len(run.pieces)
    while index < len(run.pieces):
        href = run.hrefs[index]
        if href is None:
            index += 1
            continue
        end = index + 1
        while end < len(run.pieces) and run.hrefs[end] == href and run.pieces[end]:
            end += 1
        words = folded("".join(run.pieces[index:end]))
        place = text.find(words, position)
        start = position if place < 0 else place
        position = start + len(words)
        found.append(Anchor(href=href, text=words, start=start))
        index = end
    return tuple(found)
