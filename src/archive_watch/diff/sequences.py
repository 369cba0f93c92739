"""Which items two sequences have in common, in order: paragraphs, sentences or words.

What fits a budget of cells is aligned as well as can be.  What does not is parted at items that
both sides have once, else at runs of five that both have once, and each part is looked at alone;
where there is nothing of the kind, nothing is said to be common.  Never a clock: every machine
comes to the same answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

_MOST_CELLS = 100_000_000
_RUN = 5  # items
_RARE = 10
_TELLING = 32  # pairs: so many in no order are not in order by their runs
_IN_ORDER = 0.3  # of what both sides have once; chance alone brings far less into one order
Match = tuple[int, int, int]
"""Where a common stretch begins in the old and in the new, and how many items it has."""


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Match]:
    """The common stretches, in order; two that touch on both sides may come apart."""
    head = _shared(old, new)
    if head:
        yield 0, 0, head
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if middle_old and middle_new:
        for at_old, at_new, size in _middle(middle_old, middle_new):
            yield head + at_old, head + at_new, size
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _middle(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Match]:
    if len(old) * len(new) > _MOST_CELLS:
        yield from _parted(old, new)
        return
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            yield code.src_start, code.dest_start, code.src_end - code.src_start


def _parted(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Match]:
    ends = [(-1, -1), *_anchors(old, new), (len(old), len(new))]
    if len(ends) == 2:
        return
    for (old_begin, new_begin), (old_end, new_end) in pairwise(ends):
        if old_begin >= 0:
            yield old_begin, new_begin, 1
        inner = matches(old[old_begin + 1 : old_end], new[new_begin + 1 : new_end])
        for at_old, at_new, size in inner:
            yield old_begin + 1 + at_old, new_begin + 1 + at_new, size


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Where items, or else runs of them, begin that both sides have once, in one order on both."""
    for run in (1, _RUN):
        if run > 1 and len(set(old)) ** (run // 2 + 1) < _RARE * len(old):
            return []  # of so few different items, every run comes again
        places_old, places_new = _once(old, run), _once(new, run)
        pairs = [(at, places_new[item]) for item, at in places_old.items() if item in places_new]
        in_order = rising(pairs)
        if len(in_order) >= max(1.0, _IN_ORDER * len(pairs)):
            return in_order
        if len(pairs) > _TELLING:
            return []
    return []


def _once(items: Sequence[Hashable], run: int) -> dict[Hashable, int]:
    """Runs of items that stand in one place only, and where, in their order."""
    runs = items if run == 1 else list(zip(*(items[at:] for at in range(run)), strict=False))
    places: dict[Hashable, int] = {}
    for at, item in enumerate(runs):
        places[item] = -1 if item in places else at
    return {item: at for item, at in places.items() if at >= 0}


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides; ``pairs`` rise on the first."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    run: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(pairs[last])
        last = before[last]
    return run[::-1]


def heaviest(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> set[int]:
    """Which of ``pairs``, by their index, make the heaviest run that rises on both sides.

    ``pairs`` rise on the first side, and no two have the same second.
    """
    order = {place: rank for rank, place in enumerate(sorted(place for _, place in pairs), 1)}
    best = [(0, -1)] * (len(pairs) + 1)  # a Fenwick tree: the heaviest run up to a rank
    before = []
    for index, (_, place) in enumerate(pairs):
        at, found = order[place] - 1, (0, -1)
        while at:
            found = max(found, best[at])
            at &= at - 1
        before.append(found[1])
        total, at = (found[0] + weights[index], index), order[place]
        while at <= len(pairs):
            best[at] = max(best[at], total)
            at += at & -at
    last = max(best, default=(0, -1))[1]
    kept = set()
    while last >= 0:
        kept.add(last)
        last = before[last]
    return kept


def _shared(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count
