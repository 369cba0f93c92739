"""The blocks of a page in its order, each with what became of it and by what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive_watch.extract.blocks.blocks import blocks_of
from archive_watch.extract.cutting.cut import Slice
from archive_watch.extract.cutting.nodes import markup_of
from archive_watch.extract.cutting.notes import Notes
from archive_watch.extract.explaining.explained import ExplainedBlock, ExplainedField
from archive_watch.extract.explaining.fates import Fate, fates_of
from archive_watch.extract.explaining.layout import Beside, Places
from archive_watch.extract.heading.dates import dated
from archive_watch.extract.heading.metadata import BY_HEAD
from archive_watch.extract.learning.containers import letters
from archive_watch.extract.words.sift import Sifted
from archive_watch.extract.words.taken import Why
from archive_watch.model.block import PARTING
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Transcript, Turn

_READ_AS = {"byline": ("speaker", "role"), "date": ("published_on",)}


def explained_blocks(
    places: Places,
    part: Slice,
    words: Sifted | None,
    fields: Sequence[ExplainedField],
    profile: SiteProfile,
) -> Iterator[ExplainedBlock]:
    """Every block in the order of the page.

    A block of the content stands where its first letter does; the letters are counted, in the
    markup and in the blocks.  ``words`` is None where the page is not read.
    """
    naming = _Naming(places, places.notes, part, fields, profile.date_formats)
    waiting = [deque(placed) for placed in _content(part, words)]
    passed = [0 for _ in waiting]
    for piece in places.layout():
        if isinstance(piece, Beside):
            yield from naming.beside(piece)
            continue
        passed[piece.root] += piece.letters
        while waiting[piece.root] and waiting[piece.root][0].start < passed[piece.root]:
            yield from naming.content(piece.root, waiting[piece.root].popleft().fates)
    for root, rest in enumerate(waiting):
        for one in rest:
            yield from naming.content(root, one.fates)


@dataclass(frozen=True, slots=True)
class _Placed:
    """What became of the words of one block, and how many letters of its root stand before it."""

    start: int
    fates: Sequence[Fate]


def _content(part: Slice, words: Sifted | None) -> Iterator[list[_Placed]]:
    """The blocks of each root, with what became of them."""
    by_root = [blocks_of(root) for root in part.roots]
    every = [block for blocks in by_root for block in blocks]
    fates = iter(
        [[Fate(block.text, Why.UNREAD)] if block.lines else [] for block in every]
        if words is None
        else fates_of(every, words)
    )
    for blocks in by_root:
        start = 0
        placed = []
        for block in blocks:
            placed.append(_Placed(start, next(fates)))
            start += letters(block.text)
        yield placed


@dataclass(frozen=True, slots=True)
class _Naming:
    """What every block is told with: what it stands in, and what its words were read as."""

    places: Places
    notes: Notes
    part: Slice
    fields: Sequence[ExplainedField]
    date_formats: Sequence[str]

    def beside(self, piece: Beside) -> Iterator[ExplainedBlock]:
        """The blocks of something that is no words of the page."""
        node = self.notes.nodes[piece.number]
        texts = [block.text for block in blocks_of(markup_of(node)) if block.lines]
        for text in texts or [" ".join(piece.says)]:
            yield ExplainedBlock(
                text=text,
                why=piece.why,
                by=piece.by,
                container=piece.container,
                root=piece.root,
                read_as=tuple(self._selected_as(text, piece.number)),
            )

    def content(self, root: int, fates: Sequence[Fate]) -> Iterator[ExplainedBlock]:
        """The words of a block of the content."""
        number = self.notes.roots[root]
        for fate in fates:
            in_head = fate.why is Why.HEAD_LINE
            named = self._in_head(fate.text) if in_head else self._selected_as(fate.text, number)
            yield ExplainedBlock(
                text=fate.text,
                why=fate.why,
                by=fate.by,
                container=self.places.name_of(number),
                root=root,
                read_as=tuple(named),
            )

    def _selected_as(self, text: str, number: int) -> Iterator[str]:
        """The fields whose selector found these words, there."""
        for name, texts in self.part.fields:
            found = self.notes.fields.get(name, ())
            if text in texts and any(self.places.is_inside(one, number) for one in found):
                yield from _READ_AS.get(name, (name,))

    def _in_head(self, line: str) -> Iterator[str]:
        """The fields whose value, or a part of it, a line of the head holds."""
        date = dated(line, self.date_formats)
        for one in self.fields:
            parts = (one.value or "").split("; ") if BY_HEAD in one.by.split(", ") else ()
            holds = any(part and (part in line or line in part) for part in parts)
            if one.name == "date_text" and date is not None:
                continue  # it is told as the day that was read of it
            if holds or (parts and date is not None and one.value == date[0]):
                yield one.name


def as_read(blocks: Iterable[ExplainedBlock], transcript: Transcript) -> Iterator[ExplainedBlock]:
    """The blocks, each paragraph of the text with what it is and the turn that it stands in."""
    paragraphs = iter(transcript.blocks)
    for block in blocks:
        if not block.kept:
            yield block
            continue
        read = next(paragraphs)
        turn = _turn_at(transcript.turns, read.start, read.start + read.length)
        yield replace(block, turn=turn, read=read)


def _turn_at(turns: Sequence[Turn], start: int, end: int) -> int | None:
    """The turn that a paragraph stands in, or is the label of; turns are in the text's order."""
    spoken = bisect_right(turns, start, key=lambda turn: turn.start + turn.length)
    if spoken < len(turns) and turns[spoken].start < end:
        return turns[spoken].position
    behind = bisect_left(turns, end, key=lambda turn: turn.start)
    for at in range(behind, len(turns)):
        if turns[at].start > end + len(PARTING):
            break
        if turns[at].speaker is not None:
            return turns[at].position
    return None
