"""Which checks of a page can be folded: what they say is said by those that stay.

A check can be folded where it found nothing new, and no row beside it rests on it.  Of every run of
checks that saw one state these stay: the first, the last, and the last that had the whole answer in
hand.  So does, of every body and of every frame, the first check that saw it and the last, each
check that shares its second with another, and everything that is ``held``: with headers, with
evidence, not ours, or referred to.  What is folded is packed, not thrown away: it can be unfolded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive_watch.model.version import FULL_READS, How


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldableCheck:
    """One row of a page's check log, as far as folding goes.

    ``how`` is None where it says nothing about the page's state; ``alike`` is all that is the same
    in the rows of one fold.
    """

    fetch_id: int
    at: str
    how: How | None
    version_id: int | None
    moved_to: str | None
    capture_id: int | None
    frame_id: int | None
    held: bool
    alike: Hashable


def foldable(
    checks: Sequence[FoldableCheck], *, before: str, fewest: int, most: int
) -> list[list[FoldableCheck]]:
    """The checks that can be folded into one row each list: of one run, and before ``before``.

    ``checks`` are all of a page's, in the order of the lineage.  A list has ``fewest`` to ``most``.
    """
    stays = _that_stay(checks)
    lists: list[list[FoldableCheck]] = []
    for run in _runs(checks):
        free = [
            check
            for check in run
            if not check.held and check.fetch_id not in stays and check.at < before
        ]
        alike: dict[Hashable, list[FoldableCheck]] = {}
        for check in free:
            alike.setdefault(check.alike, []).append(check)
        for one in alike.values():
            lists += [one[start : start + most] for start in range(0, len(one), most)]
    return [one for one in lists if len(one) >= fewest]


def _runs(checks: Iterable[FoldableCheck]) -> list[list[FoldableCheck]]:
    telling = (check for check in checks if check.how is not None)
    runs = [list(run) for _, run in groupby(telling, key=lambda c: (c.version_id, c.moved_to))]
    return [run for run in runs if run[0].version_id is not None]


def _that_stay(checks: Sequence[FoldableCheck]) -> set[int]:
    stays = {check.fetch_id for run in _runs(checks) for check in _pillars(run)}
    bodies = [check for check in checks if check.capture_id is not None]
    stays |= _first_and_last(bodies, lambda check: (check.version_id, check.capture_id))
    stays |= _edges([check for check in checks if check.frame_id is not None])
    seconds = Counter(check.at for check in checks)
    return stays | {check.fetch_id for check in checks if seconds[check.at] > 1}


def _pillars(run: Sequence[FoldableCheck]) -> list[FoldableCheck]:
    full = [check for check in run if check.how in FULL_READS]
    return [run[0], run[-1], *full[-1:]]


def _first_and_last(
    checks: Iterable[FoldableCheck], key: Callable[[FoldableCheck], Hashable]
) -> set[int]:
    first: dict[Hashable, int] = {}
    last: dict[Hashable, int] = {}
    for check in checks:
        first.setdefault(key(check), check.fetch_id)
        last[key(check)] = check.fetch_id
    return {*first.values(), *last.values()}


def _edges(sights: Sequence[FoldableCheck]) -> set[int]:
    """The first and the last sight of each run of sights of one frame."""
    edges = {check.fetch_id for check in (*sights[:1], *sights[-1:])}
    for before, after in pairwise(sights):
        if before.frame_id != after.frame_id:
            edges |= {before.fetch_id, after.fetch_id}
    return edges
