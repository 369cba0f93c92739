"""What the paragraphs of a text are: a heading, an item, a row, a time line, a mark, or plain words.

A block is a stretch of the text and holds no words of its own.  Each paragraph is one block and
each block one paragraph.  What a block is, is no part of a page's state: an archive that makes a
heading of a paragraph has changed nothing that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

PARTING = "\n\n"  # between two paragraphs of a text


class BlockKind(StrEnum):
    """What a paragraph is: by its markup, or by its words where these say more."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    PREFORMATTED = "preformatted"
    QUOTE = "quote"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    INDEX = "index"
    TIME = "time"
    MEDIA = "media"
    MARK = "mark"
    NOTE = "note"


NEVER_SPOKEN = frozenset({BlockKind.INDEX, BlockKind.TIME, BlockKind.MEDIA, BlockKind.MARK})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """One paragraph of a text: ``text[start:start + length]``, and what it is.

    ``level`` is 1-6 of a heading, the depth of an item of a list or of an index, and else 0.
    ``cells`` are where the cells of a table's row begin, in characters from the block's start; an
    empty cell begins where the next one does.
    """

    position: int
    kind: BlockKind
    level: int = 0
    start: int
    length: int
    cells: tuple[int, ...] = ()

    def words_in(self, text: str) -> str:
        """The block's words; ``text`` is the one that it is a stretch of."""
        return text[self.start : self.start + self.length]

    def cells_in(self, text: str) -> tuple[str, ...]:
        """The words of each cell of a row; of any other block, none."""
        words, ends = self.words_in(text), (*self.cells[1:], self.length)
        return tuple(words[start:end].strip() for start, end in zip(self.cells, ends, strict=False))


def plain_blocks(text: str) -> Iterator[TextBlock]:
    """A text whose structure is not known: each paragraph is a plain one."""
    start = 0
    for position, paragraph in enumerate(text.split(PARTING) if text else ()):
        yield TextBlock(
            position=position, kind=BlockKind.PARAGRAPH, start=start, length=len(paragraph)
        )
        start += len(paragraph) + len(PARTING)
