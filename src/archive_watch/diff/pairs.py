"""Which paragraphs of a gap are one paragraph edited: in order, by how alike they are.

Work is bounded by sizes.  A small gap gets the best pairing there is.  In a large one, paragraphs
that alone share some words are paired first; what lies between them is a smaller gap, and where
nothing is shared, each paragraph looks at the next few only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from archive_watch.diff.likeness import Measured, likeness, measured_all
from archive_watch.diff.paragraphs import Block
from archive_watch.diff.sequences import rising

_MOST_PAIRS = 4_000
_MOST_CELLS = 200_000_000  # words of one side times words of the other
_WINDOW, _WINDOW_OF_REWRITTEN = 8, 2
_FEW = 0.125  # rare words a paragraph: too few to go by
_KEPT = 0.1  # of the paragraphs; a rewrite keeps fewer
_SHORT_ANSWER = 8  # words
_MUCH_ALIKE = 75.0  # of 100
_SHORT = 200  # characters: there are scripts without spaces
_Pair = tuple[int, int]
_Mark = str | tuple[str, str]


def pairs_in(old: Sequence[Block], new: Sequence[Block]) -> list[_Pair]:
    """Which paragraphs are one edited: the in-order pairing that keeps the most, within budget."""
    if not old or not new:
        return []
    return _pairs(*(measured_all(block.text for block in side) for side in (old, new)))


def _pairs(old: Sequence[Measured], new: Sequence[Measured]) -> list[_Pair]:
    if not old or not new:
        return []
    if len(old) == len(new) == 1 and _is_short_answer(old[0]) and _is_short_answer(new[0]):
        return [(0, 0)]  # one short answer in the place of another
    if _is_small(old, new):
        return _best_pairs([[likeness(a, b) for b in new] for a in old])
    alike = _alike_but_for_typography(old, new)
    if alike:
        return list(_pairs_between(old, new, alike, _pairs))
    anchors = _anchors(old, new)
    window = _WINDOW
    if len(anchors) < _KEPT * min(len(old), len(new)):
        window = _WINDOW_OF_REWRITTEN if _is_rich(old) else 0
    return list(_pairs_between(old, new, anchors, partial(_pairs_in_gap, window=window)))


def _is_short_answer(block: Measured) -> bool:
    return len(block.words) <= _SHORT_ANSWER and len(block.text) <= _SHORT


def _is_small(old: Sequence[Measured], new: Sequence[Measured]) -> bool:
    if len(old) * len(new) > _MOST_PAIRS:
        return False
    return min(len(old), len(new)) == 1 or _words(old) * _words(new) <= _MOST_CELLS


def _words(blocks: Sequence[Measured]) -> int:
    return sum(len(block.words) for block in blocks)


def _pairs_between(
    old: Sequence[Measured],
    new: Sequence[Measured],
    anchors: Sequence[_Pair],
    look: Callable[[Sequence[Measured], Sequence[Measured]], Iterable[_Pair]],
) -> Iterator[_Pair]:
    """The anchors, and the pairs that ``look`` finds in the smaller gaps between them."""
    ends = [(-1, -1), *anchors, (len(old), len(new))]
    for (old_begin, new_begin), (old_end, new_end) in pairwise(ends):
        if old_begin >= 0:
            yield old_begin, new_begin
        gap_old, gap_new = old[old_begin + 1 : old_end], new[new_begin + 1 : new_end]
        for index_old, index_new in look(gap_old, gap_new):
            yield old_begin + 1 + index_old, new_begin + 1 + index_new


def _pairs_in_gap(
    old: Sequence[Measured], new: Sequence[Measured], *, window: int
) -> Iterable[_Pair]:
    if not old or not new:
        return []
    return _pairs(old, new) if _is_small(old, new) else _pairs_in_window(old, new, window)


def _alike_but_for_typography(old: Sequence[Measured], new: Sequence[Measured]) -> list[_Pair]:
    """Pairs whose letters stand once on either side, in one order on both."""
    places_old, places_new = (_letters(side) for side in (old, new))
    return rising([(at, places_new[said]) for said, at in places_old.items() if said in places_new])


def _letters(blocks: Sequence[Measured]) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, block in enumerate(blocks):
        places[block.letters] = -1 if block.letters in places or not block.letters else index
    return {said: index for said, index in places.items() if index >= 0}


def alike_anywhere(old: Mapping[int, str], new: Mapping[int, str]) -> list[_Pair]:
    """Which of the paragraphs, by their keys, are one paragraph edited, wherever they stand.

    They must share what no other paragraph has, and be much alike.
    """
    if not old or not new:
        return []
    keys_old, keys_new = list(old), list(new)
    before, after = (measured_all(side.values()) for side in (old, new))
    taken: set[int] = set()
    found = []
    for at_old, at_new in _sharing_most(before, after):
        if at_new not in taken and likeness(before[at_old], after[at_new]) >= _MUCH_ALIKE:
            taken.add(at_new)
            found.append((keys_old[at_old], keys_new[at_new]))
    return found


def _anchors(old: Sequence[Measured], new: Sequence[Measured]) -> list[_Pair]:
    """Pairs that share the most of what no other paragraph has, in one order on both sides."""
    pairs = _sharing_most(old, new)
    return rising([pair for pair in pairs if likeness(old[pair[0]], new[pair[1]])])


def _sharing_most(old: Sequence[Measured], new: Sequence[Measured]) -> list[_Pair]:
    """Each old paragraph with the new one that it shares the most of what no other has."""
    shared = _shared(_places(old, _words_of), _places(new, _words_of))
    if shared.total() < _FEW * min(len(old), len(new)) and _is_rich(old):
        shared = _shared(_places(old, _twos_of), _places(new, _twos_of))
    best: dict[int, _Pair] = {}
    for pair, _ in sorted(shared.items(), key=lambda found: (-found[1], found[0])):
        best.setdefault(pair[0], pair)
    return [pair for _, pair in sorted(best.items())]


def _shared(places_old: Mapping[_Mark, int], places_new: Mapping[_Mark, int]) -> Counter[_Pair]:
    """How many marks each two paragraphs share that no others have."""
    both = places_old.keys() & places_new.keys()
    return Counter((places_old[mark], places_new[mark]) for mark in both)


def _places(
    blocks: Sequence[Measured], marks_of: Callable[[Measured], Iterable[_Mark]]
) -> dict[_Mark, int]:
    """The marks that stand in one paragraph only, and which one that is."""
    places: dict[_Mark, int] = {}
    for index, block in enumerate(blocks):
        for mark in marks_of(block):
            places[mark] = index if mark not in places else -1
    return {mark: index for mark, index in places.items() if index >= 0}


def _words_of(block: Measured) -> Iterable[_Mark]:
    return block.counted


def _twos_of(block: Measured) -> Iterable[_Mark]:
    """Two words that follow each other."""
    return set(pairwise(block.words))


def _is_rich(blocks: Sequence[Measured]) -> bool:
    """Whether there are words enough that not every two of them come again."""
    known = {word for block in blocks for word in block.counted}
    return len(known) ** 2 >= _words(blocks)


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


def _pairs_in_window(
    old: Sequence[Measured], new: Sequence[Measured], size: int
) -> Iterator[tuple[int, int]]:
    """For large gaps: each old paragraph with the most alike of the next few new ones."""
    begin = 0
    for index, block in enumerate(old):
        window = range(begin, min(begin + size, len(new)))
        scored = [(likeness(block, new[at]), -at) for at in window]
        score, at = max(scored, default=(0.0, 0))
        if score:
            yield index, -at
            begin = -at + 1
