"""Markup in document order: stretches of text, and the edges of the blocks that they stand in.

Without recursion, because depth is the page's choice.  A table's cells of words are parts of their
row; a cell that holds blocks is laid out like a block.  In preformatted text a new line is a line
break, and a blank line parts paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from archive_watch.extract.kinds import PLAIN, MarkupKind, Shape, shape_in, shape_in_cell

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li listing main menu nav"
    " ol p plaintext pre section summary table tbody tfoot thead tr ul xmp".split()
)
_PREFORMATTED = frozenset({"pre", "listing", "plaintext", "xmp"})
_SILENT = frozenset(
    "script style noscript template iframe object embed select option button textarea input svg"
    " math canvas audio video head title".split()
)
_BOLD = frozenset({"b", "strong"})
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


@dataclass(frozen=True, slots=True)
class _Style:
    """What the elements around a node make of it."""

    bold: bool = False
    href: str | None = None
    shape: Shape = PLAIN
    keeps_lines: bool = False


_Waiting = list[tuple[PageElement | Edge, _Style]]


def walk(root: Tag) -> Iterator[Edge | Piece]:
    """Text and block edges in document order, without recursion: depth is the page's choice."""
    stack: _Waiting = []
    _wait(stack, root.contents, _Style())
    while stack:
        node, style = stack.pop()
        if isinstance(node, Edge):
            yield node
        elif isinstance(node, NavigableString):
            yield from _pieces(str(node), style)
        elif not isinstance(node, Tag) or node.name in _SILENT:
            continue
        elif node.name == "br":
            yield Piece(BREAK, style.bold, style.href)
        elif node.name in {"td", "th"}:
            yield from _cell(node, stack, style)
        else:
            yield from _element(node, stack, style, is_whole=node.parent is root)


def _wait(stack: _Waiting, children: Iterable[PageElement], style: _Style) -> None:
    stack.extend((child, style) for child in reversed(list(children)) if _is_node(child))


def _pieces(text: str, style: _Style) -> Iterator[Piece]:
    if not style.keeps_lines:
        if "\n" in text or "\r" in text:
            text = _LINE_ENDS.sub(" ", text)  # never a BREAK
        yield Piece(text, style.bold, style.href)
        return
    for number, line in enumerate(_LINE_ENDS.split(text)):
        if number:
            yield Piece(BREAK, style.bold, None)
        if line:
            yield Piece(line, style.bold, style.href)


def _element(
    node: Tag, stack: _Waiting, style: _Style, *, is_whole: bool
) -> Iterator[Edge | Piece]:
    """What begins with an element; its children wait on the stack, and its end if it is a block."""
    if node.name in _BLOCKS:
        stack.append((Edge(_after(style.shape)), style))
        shape = shape_in(node.name, style.shape, is_whole=is_whole)
        lines = style.keeps_lines or node.name in _PREFORMATTED
        if shape is not style.shape or lines != style.keeps_lines:
            style = replace(style, shape=shape, keeps_lines=lines)
        yield Edge(shape)
    elif node.name in _BOLD and not style.bold:
        style = replace(style, bold=True)
    elif node.name == "a" and node.get("href") is not None:
        style = replace(style, href=str(node.get("href")))
        yield Piece("", style.bold, style.href)
    _wait(stack, node.contents, style)


def _cell(node: Tag, stack: _Waiting, style: _Style) -> Iterator[Edge | Piece]:
    """A cell of words is part of its row; a cell that holds blocks is laid out like a block.

    A cell with one block only (``<td><p>12</p></td>``) is a cell of words: its block is opened.
    """
    blocks = _first_blocks(node)
    is_words = not blocks or (len(blocks) == 1 and blocks[0].name in {"p", "div"})
    inner: Tag = node
    if is_words:
        yield Piece(" ", style.bold, None, is_cell=True)
        stack.append((NavigableString(" "), replace(style, href=None, keeps_lines=False)))
        if blocks and _is_all(node, blocks[0]):
            inner = blocks[0]
    else:
        stack.append((Edge(_after(style.shape)), style))
        style = replace(style, shape=shape_in_cell(style.shape))
        yield Edge(style.shape)
    _wait(stack, inner.contents, replace(style, bold=style.bold or node.name == "th", href=None))


def _after(shape: Shape) -> Shape:
    """The shape of words that go on after a block: behind one inside a heading, no heading's."""
    return Shape(lists=shape.lists) if shape.kind is MarkupKind.HEADING else shape


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
