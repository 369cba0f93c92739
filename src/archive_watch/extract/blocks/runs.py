"""Stretches of text, as the walk finds them, gathered into blocks.

``<br><br>`` parts paragraphs; a single ``<br>`` is a line break, kept for the reader of head lines
and folded later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from archive_watch.extract.blocks.block import Anchor, Block
from archive_watch.extract.blocks.kinds import MarkupKind, Shape
from archive_watch.extract.blocks.walk import BREAK, Edge, Piece
from archive_watch.normalise.text import apart, folded

_BLANK = " \t\r\n\u00a0"


@dataclass(slots=True)
class Run:
    """A block being gathered: pieces of text, and what is known of each."""

    shape: Shape
    pieces: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    hrefs: list[str | None] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)

    @property
    def has_links(self) -> bool:
        """Whether any of it is linked."""
        return self.hrefs.count(None) < len(self.hrefs)

    def add(self, text: str, bold: bool, href: str | None) -> None:
        """Go on with a piece of text."""
        self.pieces.append(text)
        self.bold.append(bold)
        self.hrefs.append(href)


def blocks_in(steps: Iterable[Edge | Piece], shape: Shape) -> Iterator[Block]:
    """The blocks of what was walked; ``shape``: that of the first words."""
    run = Run(shape)
    for step in steps:
        if isinstance(step, Edge):
            if run.pieces:
                yield from blocks_of_run(run)
            run = Run(step.shape)
        else:
            if step.is_cell:
                run.cells.append(len(run.pieces))
            run.add(step.text, step.bold, step.href)
    yield from blocks_of_run(run)


def blocks_of_run(run: Run) -> Sequence[Block]:
    """The paragraphs of a run: parted where two line breaks meet."""
    pieces = run.pieces
    if BREAK in pieces:
        return list(_parted(run))
    if run.has_links and pieces[0] and not pieces[0].strip(_BLANK):
        return list(_parted(run))  # blank space makes a difference where a block begins in a link
    return _block(run)


def _parted(run: Run) -> Iterator[Block]:
    part = Run(run.shape)
    pending = 0
    begins_cell = frozenset(run.cells)
    for at, (text, bold, href) in enumerate(zip(run.pieces, run.bold, run.hrefs, strict=True)):
        if at in begins_cell:
            part.cells.append(len(part.pieces))
        if text == BREAK:
            pending += 1
        elif text.strip(_BLANK):
            if pending >= 2:
                after = Run(run.shape, cells=_taken_from_the_end(part))
                yield from _block(part)
                part = after
            elif pending == 1:
                part.add(BREAK, bold, None)
            pending = 0
            part.add(text, bold, href)
        elif href is not None and not text:
            part.add("", bold, href)
        elif part.pieces and not pending:
            part.add(" ", bold, href)
    yield from _block(part)


def _taken_from_the_end(run: Run) -> list[int]:
    """The cells that begin where a run ends: they belong to the next."""
    count = 0
    while run.cells and run.cells[-1] == len(run.pieces):
        run.cells.pop()
        count += 1
    return [0] * count


def _block(run: Run) -> Sequence[Block]:
    """The block of a run of one paragraph; none where it has neither words nor links."""
    lines, spaced = _words(run)
    has_links = run.has_links
    if not lines and not has_links:
        return ()
    kind = run.shape.kind
    return (
        Block(
            lines=lines,
            kind=kind,
            level=run.shape.level,
            bold=_bold_length(run) if True in run.bold else 0,
            anchors=_anchors(run, " ".join(lines)) if has_links and any(run.hrefs) else (),
            cells=_cells(run) if kind is MarkupKind.TABLE_ROW else (),
            spaced=spaced,
        ),
    )


def _words(run: Run) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of a run, and the same with a space wherever markup stands."""
    lines: list[str] = []
    spaced: list[str] = []
    pieces = run.pieces
    for begin, end in _lines(pieces) if BREAK in pieces else ((0, len(pieces)),):
        said = pieces[begin:end]
        if line := folded("".join(said)):
            lines.append(line)
            spaced.append(line if _are_apart(said) else folded(apart(_joined(run, begin, end))))
    return tuple(lines), tuple(spaced)


def _lines(pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends in the pieces; inside a piece a new line is a space."""
    begin = 0
    for _ in range(pieces.count(BREAK)):
        end = pieces.index(BREAK, begin)
        yield begin, end
        begin = end + 1
    yield begin, len(pieces)


def _are_apart(pieces: Sequence[str]) -> bool:
    """Whether white space stands wherever markup does, so that no space has to be put there."""
    is_apart = True
    for piece in pieces:
        if piece:
            if not (is_apart or piece[0].isspace()):
                return False
            is_apart = piece[-1].isspace()
    return True


def _joined(run: Run, begin: int, end: int) -> list[str]:
    """The pieces of a line as they look: what goes on in the same style is one.

    Editors leave ``<b>In</b><b>to</b>``; and an element that says nothing of its words parts none.
    """
    line: list[str] = []
    before: tuple[bool, str | None] = (False, None)
    for at in range(begin, end):
        piece, style = run.pieces[at], (run.bold[at], run.hrefs[at])
        if line and style == before:
            line[-1] += piece
        else:
            line.append(piece)
        before = style
    return line


def _bold_length(run: Run) -> int:
    """How many characters of the folded block, from its start, are bold."""
    end = 0
    for piece, is_bold in zip(run.pieces, run.bold, strict=True):
        if not is_bold and piece.strip():
            break
        end += 1
    return len(folded("".join(run.pieces[:end])))


def _cells(run: Run) -> tuple[int, ...]:
    """Where the cells of a row begin in its text; what an earlier paragraph of it began goes on."""
    bounds = pairwise([0, *run.cells, len(run.pieces)])
    words = [folded("".join(run.pieces[begin:end])) for begin, end in bounds]
    if run.cells and not words[0]:
        del words[0]
    starts = accumulate((len(one) + 1 if one else 0 for one in words[:-1]), initial=0)
    length = len(" ".join(filter(None, words)))
    return tuple(min(start, length) for start in starts)


def _anchors(run: Run, text: str) -> tuple[Anchor, ...]:
    """The links of the block, those without words too; an empty piece begins each link."""
    found: list[Anchor] = []
    position = 0
    index = 0
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
