"""A block: one paragraph as a browser would show it, with what its markup says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from archive_watch.extract.blocks.kinds import MarkupKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Remembering:
    """A value that keeps what pure functions made of it, for when its page comes back."""

    told: dict[Callable[..., Any], tuple[Any, Any]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def once(self, work: Callable[..., T], *given: object) -> T:
        """What ``work`` makes of this; of what else it was ``given`` only the last is remembered."""
        told = self.told.get(work)
        if told is None or told[0] != given:
            told = self.told[work] = (given, work(self, *given))
        made: T = told[1]
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link inside a block: its address as written, its words, and where they stand in the text."""

    href: str
    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Remembering):
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
