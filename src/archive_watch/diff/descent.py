"""Which paragraph of a text is which of the next one: what blame, heat and the story of a turn
stand on.

Texts are lists of paragraphs.  What both begin with and end with is set aside first, so that a step
of a long history costs what was edited and not what stayed; the rest is ``diff_transcripts``'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_watch.diff.align import diff_transcripts
from archive_watch.model.block import PARTING
from archive_watch.model.change import Op, WordRun
from archive_watch.model.transcript import Metadata, Transcript

_NONE = range(0)
_NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class Pair:
    """Paragraphs before and after that are the same ones, edited or not: ranges of their places.

    One range is empty where paragraphs left or came.  ``words`` is set where they were edited:
    joined, its runs give back the paragraphs of either side, blank lines between them.
    """

    old: range
    new: range
    words: tuple[WordRun, ...] = ()


@dataclass(frozen=True, slots=True)
class Descent:
    """How one text came of another: ``head`` and ``tail`` paragraphs are the same at both ends,
    and between them every paragraph is in one of the ``pairs``."""

    head: int
    tail: int
    pairs: tuple[Pair, ...]


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a text."""
    return text.split(PARTING)


def descent(old: Sequence[str], new: Sequence[str]) -> Descent:
    """How the paragraphs ``new`` came of the paragraphs ``old``."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    left, came = range(head, len(old) - tail), range(head, len(new) - tail)
    return Descent(head, tail, tuple(_pairs(old, new, left, came)))


def _pairs(old: Sequence[str], new: Sequence[str], left: range, came: range) -> Iterator[Pair]:
    if left and came:
        before, after = (
            Transcript(text=PARTING.join(side[part.start : part.stop]), metadata=_NOTHING)
            for side, part in ((old, left), (new, came))
        )
        yield from _paired(diff_transcripts(before, after), left.start)
    elif left or came:
        yield Pair(left, came)


def _paired(ops: Sequence[Op], start: int) -> Iterator[Pair]:
    """The steps as pairs; the two ends of a move are one."""
    placed = list(_placed(ops, start))
    left = {op.move_id: old for op, old, _ in placed if op.move_id is not None and old}
    for op, old, new in placed:
        if op.move_id is None:
            yield Pair(old, new, op.words)
        elif new:
            yield Pair(left.get(op.move_id, _NONE), new, op.words)


def _placed(ops: Sequence[Op], start: int) -> Iterator[tuple[Op, range, range]]:
    """Each step with the places of its paragraphs on both sides."""
    at_old = at_new = start
    for op in ops:
        old, new = _range(at_old, op.old), _range(at_new, op.new)
        at_old, at_new = at_old + len(old), at_new + len(new)
        yield op, old, new


def _range(start: int, text: str | None) -> range:
    return range(start, start if text is None else start + text.count(PARTING) + 1)
