"""What the markup makes of a block: a heading, an item of a list, a row of a table, or a paragraph.

The nearest element around the words that says something decides, so a paragraph in a list item is
that item.  The element that holds the whole content says nothing of its words: the oldest pages
stand in one big ``<blockquote>``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class MarkupKind(StrEnum):
    """What a block is by its markup alone."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    PREFORMATTED = "preformatted"
    QUOTE = "quote"
    CAPTION = "caption"

    __hash__ = str.__hash__  # an enumeration's own is many times slower


class Shape(NamedTuple):
    """A kind, its ``level`` (1-6 of a heading, the depth of a list item, or 0), and the ``lists``
    that stand around."""

    kind: MarkupKind = MarkupKind.PARAGRAPH
    level: int = 0
    lists: int = 0


PLAIN = Shape()
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_KINDS = {
    **{f"h{level}": MarkupKind.HEADING for level in range(1, 7)},
    **dict.fromkeys(("li", "dt", "dd"), MarkupKind.LIST_ITEM),
    "tr": MarkupKind.TABLE_ROW,
    **dict.fromkeys(("pre", "listing", "plaintext", "xmp"), MarkupKind.PREFORMATTED),
    "blockquote": MarkupKind.QUOTE,
    **dict.fromkeys(("caption", "figcaption"), MarkupKind.CAPTION),
}


def shape_in(name: str, around: Shape, *, is_whole: bool) -> Shape:
    """The shape of what stands in an element; ``is_whole``: the element holds all of the content.

    What stands in a heading stays one, whatever else it stands in.
    """
    kind = _KINDS.get(name)
    if kind is None:
        return around._replace(lists=around.lists + 1) if name in _LISTS else around
    if around.kind is MarkupKind.HEADING:
        return around
    if kind is MarkupKind.QUOTE and is_whole:
        return around
    level = 0
    if kind is MarkupKind.HEADING:
        level = int(name[1])
    elif kind is MarkupKind.LIST_ITEM:
        level = max(1, around.lists)
    return Shape(kind, level, around.lists)


def shape_after(around: Shape) -> Shape:
    """The shape of words that go on after a block: behind one inside a heading, no heading's."""
    return Shape(lists=around.lists) if around.kind is MarkupKind.HEADING else around


def shape_in_cell(around: Shape) -> Shape:
    """The shape of the blocks of a cell that is laid out like a block: they are no row."""
    if around.kind is MarkupKind.TABLE_ROW:
        return Shape(lists=around.lists)
    return around
