"""A long diff in parts: as much of it at a time as a browser draws at once and a reader can follow.

Numbers and anchors go on from part to part.  A long unchanged stretch is told and not drawn, and of a
single enormous paragraph the words far from any edit are left out with word of how many; the whole
is in the two versions and in every file that ``diff -o`` writes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from archive_watch.diff.paragraphs import PARTING
from archive_watch.model.change import Op, OpKind, Sign, WordRun
from archive_watch.report.diff_steps import Stretch
from archive_watch.report.diffs import Unchanged, runs_of

_MOST_CHANGES = 200
_MOST_CHARACTERS = 400_000
MOST_FOLDED = 20_000
"""Characters of an unchanged stretch that are sent although they are folded away."""

_MOST_OF_RUN = {Sign.KEPT: 6_000, Sign.REMOVED: 100_000, Sign.ADDED: 100_000}
_MOST_OF_STEP = 200_000
_LEFT_OUT = " … ({:,} characters {}, not shown here) … "
_SAID = {Sign.KEPT: "unchanged", Sign.REMOVED: "removed", Sign.ADDED: "added"}


def parts_of(stretches: Iterable[Stretch], *, opened: bool = False) -> list[tuple[Stretch, ...]]:
    """The stretches in parts, at least one.  ``opened``: what is unchanged is drawn, however long."""
    parts: list[tuple[Stretch, ...]] = []
    part: list[Stretch] = []
    changes = characters = 0
    for stretch in map(_shortened, _cut(stretches) if opened else stretches):
        size, is_change = _size(stretch, opened=opened), _is_change(stretch)
        if part and (changes + is_change > _MOST_CHANGES or characters + size > _MOST_CHARACTERS):
            parts.append(tuple(part))
            part, changes, characters = [], 0, 0
        part.append(stretch)
        changes += is_change
        characters += size
    return [*parts, tuple(part)]


def part_with(parts: Sequence[Sequence[Stretch]], place: int) -> int:
    """Which part, from 1, holds the step at ``place``."""
    begins = (part[0].place for part in parts[1:])
    return 1 + sum(begin <= place for begin in begins)


def is_told_only(step: Op | Unchanged) -> bool:
    """Whether an unchanged stretch is too long to be sent unasked."""
    return isinstance(step, Unchanged) and _characters(step) > MOST_FOLDED


def _cut(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Long unchanged stretches in several, each fit for a part."""
    for stretch in stretches:
        if not isinstance(stretch.step, Unchanged):
            yield stretch
            continue
        ops: list[Op] = []
        place, characters = stretch.place, 0
        for op in stretch.step.ops:
            size = len(op.new or "")
            if ops and characters + size > _MOST_CHARACTERS:
                yield Stretch(place, Unchanged(tuple(ops)))
                place, ops, characters = place + len(ops), [], 0
            ops.append(op)
            characters += size
        yield Stretch(place, Unchanged(tuple(ops)))


def _size(stretch: Stretch, *, opened: bool) -> int:
    step = stretch.step
    if isinstance(step, Unchanged):
        return 0 if is_told_only(step) and not opened else _characters(step)
    return sum(len(run.text) for run in runs_of(step)) * (1 if step.op is OpKind.EQUAL else 2)


def _characters(step: Unchanged) -> int:
    return sum(len(op.new or "") + len(PARTING) for op in step.ops)


def _is_change(stretch: Stretch) -> bool:
    return isinstance(stretch.step, Op) and stretch.step.op is not OpKind.EQUAL


def _shortened(stretch: Stretch) -> Stretch:
    """A step of one enormous paragraph with less of it."""
    step = stretch.step
    if isinstance(step, Unchanged):
        return stretch
    runs = runs_of(step)
    if sum(len(run.text) for run in runs) <= _MOST_OF_STEP and all(map(_fits, runs)):
        return stretch
    short = _beginning([_short(run) for run in runs])
    if step.words:
        return Stretch(stretch.place, replace(step, words=short))
    old, new = (None if side is None else short[0].text for side in (step.old, step.new))
    return Stretch(stretch.place, replace(step, old=old, new=new))


def _beginning(runs: Sequence[WordRun]) -> tuple[WordRun, ...]:
    """The first of the runs, and word of the rest."""
    ends = list(accumulate(len(run.text) for run in runs))
    kept = bisect_right(ends, _MOST_OF_STEP) or 1
    if kept >= len(runs):
        return tuple(runs)
    rest = ends[-1] - ends[kept - 1]
    left = WordRun(sign=Sign.KEPT, text=_LEFT_OUT.format(rest, "with more edits").rstrip(" …"))
    return (*runs[:kept], left)


def _fits(run: WordRun) -> bool:
    return len(run.text) <= _MOST_OF_RUN[run.sign]


def _short(run: WordRun) -> WordRun:
    """The two ends of a run."""
    if _fits(run):
        return run
    end = _MOST_OF_RUN[run.sign] // 2
    left = _LEFT_OUT.format(len(run.text) - 2 * end, _SAID[run.sign])
    return WordRun(sign=run.sign, text=f"{run.text[:end]}{left}{run.text[-end:]}")
