"""From one transcript to another, paragraph by paragraph, each knowing whose turn it stands in.

What both texts begin and end with is found in slices and never cut up.  In what lies between, a
paragraph that both have once stays where the heaviest run of such paragraphs keeps it; one outside
of that run has moved.  Between those that stayed, equal paragraphs are found again, edited ones
are paired by how alike they are, and a paragraph that became several, or several that became one,
are one step.  Work is bounded by sizes, never by a clock, so that every machine comes to the same
steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_watch.diff.ends import common_head, common_tail
from archive_watch.diff.gaps import Gap, Step, steps_in
from archive_watch.diff.moves import moved_apart, with_moves
from archive_watch.diff.paragraphs import PARTING, Block, Paragraphs
from archive_watch.diff.words import word_runs
from archive_watch.model.change import Op, OpKind
from archive_watch.model.transcript import Transcript


@dataclass(frozen=True, slots=True)
class _Kept:
    """Whole paragraphs that both texts have: where they begin in the new one, and how long."""

    new: int
    length: int

    def blocks_of(self, after: Paragraphs) -> list[Block]:
        """The paragraphs."""
        return after.blocks(self.new, self.new + self.length)


def diff_transcripts(old: Transcript, new: Transcript) -> tuple[Op, ...]:
    """The steps from ``old`` to ``new``, equal ones included, one a paragraph.

    Every ``new`` that is not None, joined by blank lines, is the new text exactly; every ``old``
    the old text.  A paragraph that was split, or several that were joined, are one step, whose
    ``new`` or ``old`` has blank lines of its own.
    """
    before, after = Paragraphs(old), Paragraphs(new)
    ops: list[Op] = []
    for step in _steps(before, after):
        if isinstance(step, Op):
            ops.append(step)
        else:
            ops.extend(map(_stayed, step.blocks_of(after) if isinstance(step, _Kept) else [step]))
    return tuple(ops)


def edits_between(old: Transcript, new: Transcript) -> tuple[Op, ...]:
    """The steps that are not equal, in their order: all of what ``diff_transcripts`` tells but what
    stayed, for a fraction of its cost where little was edited."""
    steps = _steps(Paragraphs(old), Paragraphs(new))
    return tuple(step for step in steps if isinstance(step, Op) and step.op is not OpKind.EQUAL)


def _steps(before: Paragraphs, after: Paragraphs) -> list[_Kept | Block | Op]:
    """The steps, those that stayed as the paragraphs that they are: most are never asked for."""
    if before.text == after.text:
        return [_Kept(0, len(before.text))]
    head, end_old, end_new = _what_differs(before.text, after.text)
    old, new = before.blocks(head, end_old), after.blocks(head, end_new)
    kept = head + len(before.text) - end_old
    ops = list(with_moves(list(_between(old, new)), kept))
    return [
        *([_Kept(0, head - len(PARTING))] if head else []),
        *ops,
        *(
            [_Kept(end_new + len(PARTING), len(after.text) - end_new - len(PARTING))]
            if end_new < len(after.text)
            else []
        ),
    ]


def _what_differs(old: str, new: str) -> tuple[int, int, int]:
    """Where the paragraphs that differ begin on both sides, and where they end in each."""
    head = common_head(old, new)
    parting = old.rfind(PARTING, 0, head)
    while parting >= 0 and not (_is_plain(old, parting) and _is_plain(new, parting)):
        parting = old.rfind(PARTING, 0, parting + 1)
    head = parting + len(PARTING) if parting >= 0 else 0
    tail = common_tail(old, new, min(len(old), len(new)) - head)
    shift = len(new) - len(old)
    parting = old.find(PARTING, len(old) - tail)
    while parting >= 0 and not (_is_plain(old, parting) and _is_plain(new, parting + shift)):
        parting = old.find(PARTING, parting + 1)
    end_old = parting if parting >= 0 else len(old)
    return head, end_old, end_old + shift


def _is_plain(text: str, parting: int) -> bool:
    """Whether a blank line parts paragraphs whatever stands around it: no third line end does."""
    end = parting + len(PARTING)
    return text[parting - 1 : parting] != "\n" and text[end : end + 1] != "\n"


def _between(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Op | Block]:
    stayed, apart = moved_apart([block.text for block in old], [block.text for block in new])
    done_old = done_new = 0
    for at_old, at_new in [*stayed, (len(old), len(new))]:
        if at_old > done_old or at_new > done_new:
            gap = Gap(old[done_old:at_old], new[done_new:at_new], done_old, done_new)
            for step in steps_in(gap, apart):
                yield from _as_ops(step)
        if at_old < len(old):
            yield new[at_new]
        done_old, done_new = at_old + 1, at_new + 1


def _as_ops(step: Step) -> Iterator[Op]:
    if step.old and step.new:
        was, now = _joined(step.old), _joined(step.new)
        first = step.new[0]
        if was == now:
            yield from map(_stayed, step.new)
            return
        yield Op(
            op=OpKind.REPLACE,
            speaker=first.speaker,
            old=was,
            new=now,
            words=word_runs(was, now),
            turn=first.turn,
        )
        return
    for block in step.old:
        yield Op(op=OpKind.DELETE, speaker=block.speaker, old=block.text, new=None, turn=block.turn)
    for block in step.new:
        yield Op(op=OpKind.INSERT, speaker=block.speaker, old=None, new=block.text, turn=block.turn)


def _joined(blocks: Sequence[Block]) -> str:
    return PARTING.join(block.text for block in blocks)


def _stayed(block: Block) -> Op:
    return Op(
        op=OpKind.EQUAL, speaker=block.speaker, old=block.text, new=block.text, turn=block.turn
    )
