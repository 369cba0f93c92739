"""The content slice as blocks: paragraphs, headings, list items and table rows, in order.

BeautifulSoup reads only the slice, which a browser's parser has already nested properly, so an
unclosed or nested ``<p>`` cannot double a paragraph.  ``<br><br>`` parts paragraphs; a single
``<br>`` is a line break, kept for the reader of head lines and folded later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from archive_watch.normalise.text import folded

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p"
    " pre section summary table tbody tfoot thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset(
    "script style noscript template iframe object embed select option button textarea input svg"
    " math canvas audio video head title".split()
)
_BOLD = frozenset({"b", "strong"})
_BREAK = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link inside a block: its address as written, its words, and where they stand in the text."""

    href: str
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph: its lines, whether it is a heading, how many characters at its start are bold.

    ``spaced`` are its words with a space wherever markup stands: what two captures are compared
    by.  A block without lines only carries links (a linked picture).
    """

    lines: tuple[str, ...]
    is_heading: bool = False
    bold: int = 0
    anchors: tuple[Anchor, ...] = ()
    spaced: str = ""

    @property
    def text(self) -> str:
        """The block's words on one line."""
        return " ".join(self.lines)


@dataclass(slots=True)
class _Run:
    """A block being gathered: pieces of text, and what is known of each."""

    pieces: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    hrefs: list[str | None] = field(default_factory=list)
    heading: bool = False


def blocks_of(markup: str) -> tuple[Block, ...]:
    """The blocks of a slice of markup; each has words, or links at least."""
    soup = BeautifulSoup(markup, "html.parser", multi_valued_attributes=None)
    return tuple(block for run in _runs(soup) for block in _blocks(run))


def _runs(root: Tag) -> Iterator[_Run]:
    run = _Run()
    for step in _walk(root):
        if isinstance(step, _Edge):
            if run.pieces:
                yield run
            run = _Run(heading=step.heading)
        else:
            run.pieces.append(step.text)
            run.bold.append(step.bold)
            run.hrefs.append(step.href)
    if run.pieces:
        yield run


@dataclass(frozen=True, slots=True)
class _Edge:
    heading: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    bold: bool
    href: str | None


_Node = PageElement | _Edge
_Waiting = tuple[_Node, bool, str | None, bool]


def _walk(root: Tag) -> Iterator[_Edge | _Piece]:
    """Text and block edges in document order, without recursion: depth is the page's choice."""
    stack: list[_Waiting] = [
        (child, False, None, False) for child in reversed(root.contents) if _is_node(child)
    ]
    while stack:
        node, bold, href, heading = stack.pop()
        if isinstance(node, _Edge):
            yield node
        elif isinstance(node, NavigableString):
            yield _Piece(str(node), bold, href)
        elif not isinstance(node, Tag) or node.name in _SILENT:
            continue
        elif node.name == "br":
            yield _Piece(_BREAK, bold, href)
        elif node.name in {"td", "th"}:
            yield from _cell(node, stack, bold, heading)
        else:
            is_block = node.name in _BLOCKS
            heading = heading or node.name in _HEADINGS
            if is_block:
                yield _Edge(heading)
                stack.append((_Edge(False), bold, href, heading))
            address = node.get("href") if node.name == "a" else None
            inner_href = str(address) if address is not None else href
            if address is not None:
                yield _Piece("", bold, inner_href)
            inner_bold = bold or node.name in _BOLD
            stack.extend(
                (child, inner_bold, inner_href, heading)
                for child in reversed(node.contents)
                if _is_node(child)
            )


def _cell(
    node: Tag,
    stack: list[_Waiting],
    bold: bool,
    heading: bool,
) -> Iterator[_Edge | _Piece]:
    """A cell of words is part of its row; a cell that holds blocks is laid out like a block.

    A cell with one block only (``<td><p>12</p></td>``) is a cell of words: its block is opened.
    """
    blocks = _first_blocks(node)
    is_words = not blocks or (len(blocks) == 1 and blocks[0].name in {"p", "div"})
    inner: Tag = node
    if is_words:
        yield _Piece(" ", bold, None)
        stack.append((NavigableString(" "), bold, None, heading))
        if blocks and _is_all(node, blocks[0]):
            inner = blocks[0]
    else:
        yield _Edge(heading)
        stack.append((_Edge(False), bold, None, heading))
    stack.extend(
        (child, bold or node.name == "th", None, heading)
        for child in reversed(inner.contents)
        if _is_node(child)
    )


def _first_blocks(cell: Tag) -> list[Tag]:
    """The first two blocks inside a cell, at any depth: more need not be known."""
    found: list[Tag] = []
    stack: list[object] = list(reversed(cell.contents))
    while stack and len(found) < 2:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name in _BLOCKS:
                found.append(node)
            stack.extend(reversed(node.contents))
    return found


def _is_all(cell: Tag, block: Tag) -> bool:
    """Whether nothing but white space stands in the cell beside its block."""
    return block.parent is cell and all(
        child is block or (isinstance(child, NavigableString) and not str(child).strip())
        for child in cell.contents
    )


def _is_node(child: object) -> bool:
    return isinstance(child, Tag) or (
        isinstance(child, NavigableString) and not isinstance(child, PreformattedString)
    )


_PARAGRAPH_BREAK = re.compile(r"\n[\s\u00a0]*\n")


def _blocks(run: _Run) -> Iterator[Block]:
    """The paragraphs of a run: parted where two line breaks meet."""
    part = _Run(heading=run.heading)
    pending = 0
    for text, bold, href in zip(run.pieces, run.bold, run.hrefs, strict=True):
        if text == _BREAK:
            pending += 1
        elif text.strip(" \t\r\n\u00a0"):
            if pending >= 2:
                yield from _block(part)
                part = _Run(heading=run.heading)
            elif pending == 1:
                _add(part, _BREAK, bold, None)
            pending = 0
            _add(part, text, bold, href)
        elif href is not None and not text:
            _add(part, "", bold, href)
        elif part.pieces and not pending:
            _add(part, " ", bold, href)
    yield from _block(part)


def _add(run: _Run, text: str, bold: bool, href: str | None) -> None:
    run.pieces.append(text)
    run.bold.append(bold)
    run.hrefs.append(href)


def _block(run: _Run) -> Iterator[Block]:
    raw = "".join(
        piece if piece == _BREAK else piece.replace("\n", " ").replace("\r", " ")
        for piece in run.pieces
    )
    lines = tuple(line for line in map(folded, raw.split(_BREAK)) if line)
    if lines or any(href is not None for href in run.hrefs):
        yield Block(
            lines=lines,
            is_heading=run.heading,
            bold=_bold_length(run),
            anchors=_anchors(run, " ".join(lines)),
            spaced=" ".join(run.pieces),
        )


def _bold_length(run: _Run) -> int:
    """How many characters of the folded block, from its start, are bold."""
    bold = []
    for piece, is_bold in zip(run.pieces, run.bold, strict=True):
        if not is_bold and piece.strip():
            break
        bold.append(piece)
    return len(folded("".join(bold)))


def _anchors(run: _Run, text: str) -> tuple[Anchor, ...]:
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
        start = max(text.find(words, position), 0)
        position = start + len(words)
        found.append(Anchor(href=href, text=words, start=start))
        index = end
    return tuple(found)
