"""The blocks of a page that a general extractor read, beside what it left out.

It gives markup of its own, so there is no node that a word of it stands in: its blocks are laid
beside those of the page by their letters, each before the first block of the page that comes after.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from archive_watch.extract.blocks import blocks_of
from archive_watch.extract.explained import ExplainedBlock
from archive_watch.extract.fates import Fate
from archive_watch.extract.nodes import markup_of
from archive_watch.extract.notes import Notes
from archive_watch.extract.taken import Why

_AHEAD = 40
_TELLING_LETTERS = 20


def engine_blocks(notes: Notes, read: Sequence[Fate], engine: str) -> Iterator[ExplainedBlock]:
    """What the extractor read, as it became words or not, and what it left out of the page."""
    learnt = _learnt(notes)
    waiting = deque(read)
    page = markup_of(notes.nodes[notes.roots[0]])
    for block in blocks_of(page):
        place = _place(block.text, waiting)
        if place is not None:
            yield from (_read(waiting.popleft(), engine) for _ in range(place + 1))
        elif block.lines:
            by = learnt.get(block.text)
            yield ExplainedBlock(
                text=block.text,
                why=Why.FALLBACK if by is None else Why.LEARNT,
                by=engine if by is None else by,
                container="body",
            )
    yield from (_read(fate, engine) for fate in waiting)


def _read(fate: Fate, engine: str) -> ExplainedBlock:
    return ExplainedBlock(
        text=fate.text, why=fate.why, by=fate.by or engine, container="body", root=0
    )


def _place(text: str, waiting: Sequence[Fate]) -> int | None:
    """Which of the next blocks that were read this block of the page is, or is a part of."""
    letters = "".join(text.split())
    for place, fate in enumerate(list(waiting)[:_AHEAD] if letters else ()):
        other = "".join(fate.text.split())
        if letters == other or (
            min(len(letters), len(other)) >= _TELLING_LETTERS
            and (letters in other or other in letters)
        ):
            return place
    return None


def _learnt(notes: Notes) -> dict[str, str]:
    """The texts of what was learnt to be furniture, and by which signature."""
    return {
        block.text: mark.by
        for number, mark in notes.marks.items()
        if mark.why is Why.LEARNT
        for block in blocks_of(markup_of(notes.nodes[number]))
    }
