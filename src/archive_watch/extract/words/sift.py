"""Sifting: which blocks of the content are words of the page, stage by stage.

What archives say of themselves, the headline repeated, the lines at the head and at the end: each
stage looks at what the one before it left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive_watch.extract.blocks.blocks import Block, blocks_of
from archive_watch.extract.cutting.cut import Slice
from archive_watch.extract.heading.dateline import Head
from archive_watch.extract.heading.metadata import read_head, title_of
from archive_watch.extract.words.furniture import furniture_in, popup_in
from archive_watch.extract.words.labels import label_of
from archive_watch.extract.words.tail import end_of, tail_of
from archive_watch.extract.words.taken import Taken, Why, less
from archive_watch.extract.words.turns import Paragraph
from archive_watch.model.site import SiteProfile
from archive_watch.normalise.text import comparable_folded, comparable_joined

# A footnote's way back to its mark (#_ftnref3, #fnref:3, #ednref2); the mark's own is #_ftn3.
_BACK = re.compile(r"#.*(?:f(?:oot)?n(?:ote)?|e(?:nd)?n|edn|ftn)[-_:]?ref", re.IGNORECASE)


@dataclass(slots=True)
class Sifted:
    """The blocks that are words so far, what the head says, and what each stage took out.

    ``tail`` are the lines at the end that are facts about the page (its number, its release).
    ``ended_at`` is the first of the blocks that stand after an end mark.
    ``steps`` count blocks as each stage found them: those that the steps before it had left.
    """

    blocks: list[Block]
    head: Head = field(default_factory=Head)
    tail: tuple[str, ...] = ()
    ended_at: int | None = None
    steps: list[Sequence[Taken]] = field(default_factory=list)

    def take(self, taken: Sequence[Taken]) -> None:
        """Take out what a stage decided on."""
        if taken:
            self.steps.append(taken)
            self.blocks = less(self.blocks, taken)

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of the text."""
        ended_at = len(self.blocks) if self.ended_at is None else self.ended_at
        within = [one for block in self.blocks[:ended_at] for one in paragraphs_of(block)]
        after = [one for block in self.blocks[ended_at:] for one in paragraphs_of(block)]
        return [*within, *(replace(one, is_after_end=True) for one in after)]


def sifted(part: Slice, profile: SiteProfile) -> Sifted:
    """The words of a slice."""
    found = Sifted([block for root in part.roots for block in blocks_of(root)])
    found.take(furniture_in(found.blocks))
    found.take(popup_in(found.blocks))
    if profile.head_lines and not part.field("date"):
        found.head, taken = read_head(found.blocks, profile, title=title_of(part))
        found.take(taken)
    at_end = end_of(found.blocks, profile.end_marks)
    found.ended_at = at_end[0].block if at_end else None
    found.take(at_end)
    taken_last = tail_of(found.blocks, profile)
    found.tail = tuple(
        found.blocks[one.block].text for one in reversed(taken_last) if one.why is Why.TAIL
    )
    found.take(taken_last)
    return found


def paragraphs_of(block: Block) -> tuple[Paragraph, ...]:
    """A block as paragraphs: a line inside it that begins with a label begins a paragraph."""
    return block.once(_paragraphs_in)


def _paragraphs_in(block: Block) -> tuple[Paragraph, ...]:
    parts: list[list[str]] = []  # none for a block that only carries links
    for line in block.lines:
        if not parts or label_of(line) is not None:
            parts.append([line])
        else:
            parts[-1].append(line)
    goes_back = any(_BACK.search(anchor.href) is not None for anchor in block.anchors)
    found: list[Paragraph] = []
    start = 0
    for lines in parts:
        text = " ".join(lines)
        found.append(
            Paragraph(
                text=text,
                bold=0 if found else block.bold,
                kind=block.kind,
                level=block.level,
                cells=tuple(cell - start for cell in block.cells if 0 <= cell - start <= len(text)),
                lines=tuple(lines) if len(lines) > 1 else (),
                goes_back=goes_back and not found,
            )
        )
        start += len(text) + 1
    return tuple(found)


def comparable_of(blocks: Sequence[Block]) -> str:
    """What two captures of the blocks are compared by."""
    return comparable_joined([block.once(_comparable_in) for block in blocks])


def _comparable_in(block: Block) -> str:
    return comparable_folded(" ".join(block.spaced))
