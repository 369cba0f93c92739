"""Which paragraphs of a gap are one paragraph edited: in order, by how alike they are.

Work is bounded by sizes.  A small gap gets the best pairing there is.  In a large one, paragraphs
that alone share some words are paired first; what lies between them is a smaller gap, and where
nothing is shared, each paragraph looks at the next few only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive_watch.diff.likeness import Measured, likeness, measured
from archive_watch.diff.paragraphs import Block

_MOST_PAIRS = 4_000
_MOST_CELLS = 200_000_000  # words of one side times words of the other
_WINDOW = 8
_SHORT_ANSWER = 8  # words
_SHORT = 200  # characters: there are scripts without spaces
_Pair = tuple[int, int]


def pairs_in(old: Sequence[Block], new: Sequence[Block]) -> list[_Pair]:
    """Which paragraphs are one edited: the in-order pairing that keeps the most, within budget."""
    if not old or not new:
        return []
    return _pairs([measured(block.text) for block in old], [measured(block.text) for block in new])


def _pairs(old: Sequence[Measured], new: Sequence[Measured]) -> list[_Pair]:
    if not old or not new:
        return []
    if len(old) == len(new) == 1 and _is_short_answer(old[0]) and _is_short_answer(new[0]):
        return [(0, 0)]  # one short answer in the place of another
    if _is_small(old, new):
        return _best_pairs([[likeness(a, b) for b in new] for a in old])
    return list(_pairs_between(old, new, _anchors(old, new)))


def _is_short_answer(block: Measured) -> bool:
    return len(block.words) <= _SHORT_ANSWER and len(block.text) <= _SHORT


def _is_small(old: Sequence[Measured], new: Sequence[Measured]) -> bool:
    if len(old) * len(new) > _MOST_PAIRS:
        return False
    return min(len(old), len(new)) == 1 or _words(old) * _words(new) <= _MOST_CELLS


def _words(blocks: Sequence[Measured]) -> int:
    return sum(len(block.words) for block in blocks)


def _pairs_between(
    old: Sequence[Measured], new: Sequence[Measured], anchors: Sequence[_Pair]
) -> Iterator[_Pair]:
    """The anchors, and the pairs in the smaller gaps between them."""
    ends = [(-1, -1), *anchors, (len(old), len(new))]
    for (old_begin, new_begin), (old_end, new_end) in pairwise(ends):
        if old_begin >= 0:
            yield old_begin, new_begin
        gap_old, gap_new = old[old_begin + 1 : old_end], new[new_begin + 1 : new_end]
        for index_old, index_new in _pairs_in_gap(gap_old, gap_new):
            yield old_begin + 1 + index_old, new_begin + 1 + index_new


def _pairs_in_gap(old: Sequence[Measured], new: Sequence[Measured]) -> Iterator[_Pair]:
    if old and new:
        yield from _pairs(old, new) if _is_small(old, new) else _pairs_in_window(old, new)


def _anchors(old: Sequence[Measured], new: Sequence[Measured]) -> list[_Pair]:
    """Pairs that share the most of what no other paragraph has, in one order on both sides."""
    places_old, places_new = _places(old), _places(new)
    shared: Counter[_Pair] = Counter(
        (place, places_new[words]) for words, place in places_old.items() if words in places_new
    )
    best: dict[int, _Pair] = {}
    for pair, _ in sorted(shared.items(), key=lambda found: (-found[1], found[0])):
        best.setdefault(pair[0], pair)
    alike = [pair for _, pair in sorted(best.items()) if likeness(old[pair[0]], new[pair[1]])]
    return _in_order(alike)


def _places(blocks: Sequence[Measured]) -> dict[tuple[str, ...], int]:
    """Two words that follow each other in one paragraph only, and which one that is."""
    places: dict[tuple[str, ...], int] = {}
    for index, block in enumerate(blocks):
        for two in set(pairwise(block.words)):
            places[two] = index if two not in places else -1
    return {two: index for two, index in places.items() if index >= 0}


def _in_order(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The longest run of pairs that rises on both sides; ``pairs`` rise on the first."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else None)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    run: list[_Pair] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(pairs[last])
        last = before[last]
    return run[::-1]


def _best_pairs(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    rows, columns = len(likeness), len(likeness[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            paired = likeness[row][column]
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                best[row + 1][column + 1] + paired if paired else 0.0,
            )
    pairs, row, column = [], 0, 0
    while row < rows and column < columns:
        paired = likeness[row][column]
        if paired and best[row][column] == best[row + 1][column + 1] + paired:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _pairs_in_window(old: Sequence[Measured], new: Sequence[Measured]) -> Iterator[tuple[int, int]]:
    """For large gaps: each old paragraph with the most alike of the next few new ones."""
    begin = 0
    for index, block in enumerate(old):
        window = range(begin, min(begin + _WINDOW, len(new)))
        scored = [(likeness(block, new[at]), -at) for at in window]
        score, at = max(scored, default=(0.0, 0))
        if score:
            yield index, -at
            begin = -at + 1
