"""Markup in document order: stretches of text, and the edges of the blocks that they stand in.

Without recursion, because depth is the page's choice.  A table's cells of words are parts of their
row; a cell that holds blocks is laid out like a block.  In preformatted text a new line is a line
break, and a blank line parts paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from archive_watch.extract.blocks.kinds import PLAIN, Shape, shape_after, shape_in, shape_in_cell

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li listing main menu nav"
    " ol p plaintext pre section summary table tbody tfoot thead tr ul xmp".split()
)
PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
SILENT = frozenset(
    "script style noscript template iframe object embed select option button textarea input svg"
    " math canvas audio video head title".split()
)
BOLD = frozenset({"b", "strong"})
CELLS = frozenset({"td", "th"})
TELLING = BLOCKS | BOLD | CELLS | {"a", "br"}  # any other element says nothing of its words
OPENED_IN_A_CELL = frozenset({"p", "div"})
_LINE_ENDS = re.compile(r"\r\n?|\n")
BREAK = "\n"


class Edge(NamedTuple):
    """Where a block begins or ends, and the shape of what follows."""

    shape: Shape


class Piece(NamedTuple):
    """A stretch of text, whether it is bold, the address it links to, and whether it begins a cell."""

    text: str
    bold: bool
    href: str | None
    is_cell: bool = False


class _Style(NamedTuple):
    """What the elements around a node make of it."""

    bold: bool
    href: str | None
    shape: Shape
    keeps_lines: bool


_Waiting = list[tuple[PageElement | Edge, _Style]]


def walk(root: Tag, shape: Shape = PLAIN) -> Iterator[Edge | Piece]:
    """Text and block edges in document order, without recursion: depth is the page's choice.

    ``shape``: that of words directly in ``root``.
    """
    stack: _Waiting = []
    _wait(stack, root.contents, _Style(False, None, shape, False))
    whole = root.contents[0] if root.contents else None
    while stack:
        node, style = stack.pop()
        if isinstance(node, NavigableString):
            if style.keeps_lines:
                yield from _lines(str(node), style)
            else:
                yield Piece(on_one_line(str(node)), style.bold, style.href)
        elif isinstance(node, Edge):
            yield node
        elif not isinstance(node, Tag) or node.name in SILENT:
            continue
        elif node.name in BOLD:
            bold = _Style(True, style.href, style.shape, style.keeps_lines)
            _wait(stack, node.contents, bold)
        elif node.name == "br":
            yield Piece(BREAK, style.bold, style.href)
        elif node.name in CELLS:
            yield from _cell(node, stack, style)
        else:
            yield from _element(node, stack, style, is_whole=node is whole)


def on_one_line(text: str) -> str:
    """``text`` with its new lines as spaces: they are no line breaks."""
    return _LINE_ENDS.sub(" ", text) if "\n" in text or "\r" in text else text


def _wait(stack: _Waiting, children: Sequence[PageElement], style: _Style) -> None:
    if len(children) == 1:
        if _is_node(children[0]):
            stack.append((children[0], style))
        return
    stack.extend([(child, style) for child in reversed(children) if _is_node(child)])


def _lines(text: str, style: _Style) -> Iterator[Piece]:
    """The lines of preformatted text."""
    for number, line in enumerate(_LINE_ENDS.split(text)):
        if number:
            yield Piece(BREAK, style.bold, None)
        if line:
            yield Piece(line, style.bold, style.href)


def _element(
    node: Tag, stack: _Waiting, style: _Style, *, is_whole: bool
) -> Iterator[Edge | Piece]:
    """What begins with an element; its children wait on the stack, and its end if it is a block."""
    name, (bold, href, shape, keeps_lines) = node.name, style
    if name in BLOCKS:
        stack.append((Edge(shape_after(shape)), style))
        shape = shape_in(name, shape, is_whole=is_whole)
        style = _Style(bold, href, shape, keeps_lines or name in PREFORMATTED)
        yield Edge(shape)
    elif name == "a" and node.get("href") is not None:
        style = _Style(bold, str(node.get("href")), shape, keeps_lines)
        yield Piece("", bold, style.href)
    _wait(stack, node.contents, style)


def _cell(node: Tag, stack: _Waiting, style: _Style) -> Iterator[Edge | Piece]:
    """A cell of words is part of its row; a cell that holds blocks is laid out like a block.

    A cell with one block only (``<td><p>12</p></td>``) is a cell of words: its block is opened.
    """
    bold, _, shape, keeps_lines = style
    blocks = _first_blocks(node)
    inner: Tag = node
    if not blocks or (len(blocks) == 1 and blocks[0].name in OPENED_IN_A_CELL):
        yield Piece(" ", bold, None, is_cell=True)
        stack.append((NavigableString(" "), _Style(bold, None, shape, False)))
        if blocks and _is_all(node, blocks[0]):
            inner = blocks[0]
    else:
        stack.append((Edge(shape_after(shape)), style))
        shape = shape_in_cell(shape)
        yield Edge(shape)
    inside = _Style(bold or node.name == "th", None, shape, keeps_lines)
    _wait(stack, inner.contents, inside)


def _first_blocks(cell: Tag) -> list[Tag]:
    """The first two blocks inside a cell, at any depth: more need not be known.

    What stands in an element that says nothing is none.
    """
    found: list[Tag] = []
    stack: list[object] = list(reversed(cell.contents))
    while stack and len(found) < 2:
        node = stack.pop()
        if isinstance(node, Tag) and node.name not in SILENT:
            if node.name in BLOCKS:
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
