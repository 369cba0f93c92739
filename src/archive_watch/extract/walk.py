"""Markup in document order: stretches of text, and the edges of the blocks that they stand in.

Without recursion, because depth is the page's choice.  A table's cells of words are parts of their
row; a cell that holds blocks is laid out like a block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

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
BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a block begins or ends; ``heading``: what follows stands in a heading."""

    heading: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, whether it is bold, and the address it links to."""

    text: str
    bold: bool
    href: str | None


_Node = PageElement | Edge
_Waiting = tuple[_Node, bool, str | None, bool]


def walk(root: Tag) -> Iterator[Edge | Piece]:
    """Text and block edges in document order, without recursion: depth is the page's choice."""
    stack: list[_Waiting] = [
        (child, False, None, False) for child in reversed(root.contents) if _is_node(child)
    ]
    while stack:
        node, bold, href, heading = stack.pop()
        if isinstance(node, Edge):
            yield node
        elif isinstance(node, NavigableString):
            yield Piece(str(node), bold, href)
        elif not isinstance(node, Tag) or node.name in _SILENT:
            continue
        elif node.name == "br":
            yield Piece(BREAK, bold, href)
        elif node.name in {"td", "th"}:
            yield from _cell(node, stack, bold, heading)
        else:
            is_block = node.name in _BLOCKS
            heading = heading or node.name in _HEADINGS
            if is_block:
                yield Edge(heading)
                stack.append((Edge(False), bold, href, heading))
            address = node.get("href") if node.name == "a" else None
            inner_href = str(address) if address is not None else href
            if address is not None:
                yield Piece("", bold, inner_href)
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
) -> Iterator[Edge | Piece]:
    """A cell of words is part of its row; a cell that holds blocks is laid out like a block.

    A cell with one block only (``<td><p>12</p></td>``) is a cell of words: its block is opened.
    """
    blocks = _first_blocks(node)
    is_words = not blocks or (len(blocks) == 1 and blocks[0].name in {"p", "div"})
    inner: Tag = node
    if is_words:
        yield Piece(" ", bold, None)
        stack.append((NavigableString(" "), bold, None, heading))
        if blocks and _is_all(node, blocks[0]):
            inner = blocks[0]
    else:
        yield Edge(heading)
        stack.append((Edge(False), bold, None, heading))
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
