"""What lies between two paragraphs that stayed: equal, edited, split, joined, gone and come.

Pure bookkeeping around ``pairs`` and ``reflow``: a gap in, its steps out, both sides in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_watch.diff.ends import common_head, common_tail
from archive_watch.diff.pairs import pairs_in
from archive_watch.diff.paragraphs import Block
from archive_watch.diff.reflow import Group, regrouped
from archive_watch.diff.sequences import matches

_SAME_ENOUGH = 0.35  # of the longer paragraph begins and ends as the other


@dataclass(frozen=True, slots=True)
class Gap:
    """Paragraphs of both sides between two that stayed, and where on each side the first stands."""

    old: Sequence[Block]
    new: Sequence[Block]
    first_old: int
    first_new: int


@dataclass(frozen=True, slots=True)
class Step:
    """Paragraphs that became others; one side empty: they went, or came."""

    old: Sequence[Block]
    new: Sequence[Block]


def steps_in(gap: Gap, apart: tuple[frozenset[int], frozenset[int]]) -> Iterator[Step]:
    """The steps through a gap; ``apart``: the places, on each side, of what moved away or here."""
    old = [at for at in range(len(gap.old)) if gap.first_old + at not in apart[0]]
    new = [at for at in range(len(gap.new)) if gap.first_new + at not in apart[1]]
    done_old = done_new = 0
    for group in _groups([gap.old[at] for at in old], [gap.new[at] for at in new]):
        begin_old, end_old = old[group.begin_old], old[group.end_old - 1] + 1
        begin_new, end_new = new[group.begin_new], new[group.end_new - 1] + 1
        if end_old - begin_old > group.end_old - group.begin_old:
            continue  # what moved stands between: no one step
        if end_new - begin_new > group.end_new - group.begin_new:
            continue
        yield Step(gap.old[done_old:begin_old], ())
        yield Step((), gap.new[done_new:begin_new])
        yield Step(gap.old[begin_old:end_old], gap.new[begin_new:end_new])
        done_old, done_new = end_old, end_new
    yield Step(gap.old[done_old:], ())
    yield Step((), gap.new[done_new:])


def _groups(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Group]:
    """What became what, in order: equal paragraphs, and between them edited ones."""
    if not old or not new:
        return
    if len(old) == len(new) == 1 and _is_nearly(old[0].text, new[0].text):
        yield Group(0, 1, 0, 1)
        return
    done_old = done_new = 0
    equal = matches([block.text for block in old], [block.text for block in new])
    for at_old, at_new, size in [*equal, (len(old), len(new), 0)]:
        inner_old, inner_new = old[done_old:at_old], new[done_new:at_new]
        for group in regrouped(inner_old, inner_new, pairs_in(inner_old, inner_new)):
            yield group.shifted(done_old, done_new)
        for step in range(size):
            yield Group(at_old + step, at_old + step + 1, at_new + step, at_new + step + 1)
        done_old, done_new = at_old + size, at_new + size


def _is_nearly(old: str, new: str) -> bool:
    """Whether much of the longer of two paragraphs stands at both ends of the other, too."""
    head = common_head(old, new)
    ends = head + common_tail(old, new, min(len(old), len(new)) - head)
    return ends >= _SAME_ENOUGH * max(len(old), len(new))
