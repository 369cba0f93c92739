"""Which paragraphs of a gap are one paragraph edited: in order, by how alike they are.

Work is bounded by sizes: small gaps get the best pairing there is, large ones a window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from archive_watch.diff.paragraphs import Block

_ALIKE = 50.0  # of 100: paragraphs less alike than this are not a pair
_MOST_PAIRS = 4_000
_WINDOW = 8
_GIANT_CHARACTERS = 20_000


def pairs_in(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Which paragraphs are one edited: the in-order pairing that keeps the most, within budget."""
    if not old or not new:
        return []
    if len(old) * len(new) <= _MOST_PAIRS:
        return _best_pairs([[_likeness(a, b) for b in new] for a in old])
    return list(_pairs_in_window(old, new))


def _likeness(old: Block, new: Block) -> float:
    """How alike two paragraphs are, 0 to 100; 0 when not enough to be a pair."""
    shorter, longer = sorted((len(old.text), len(new.text)))
    if not shorter or 200.0 * shorter / (shorter + longer) < _ALIKE:
        return 0.0
    if longer > _GIANT_CHARACTERS:
        return _words_in_common(old.text, new.text)
    return fuzz.ratio(old.text.split(), new.text.split(), score_cutoff=_ALIKE) or _short_likeness(
        old, new
    )


def _words_in_common(old: str, new: str) -> float:
    """For giant paragraphs: the share of words that both have, whatever their order."""
    before, after = Counter(old.split()), Counter(new.split())
    share = 200.0 * (before & after).total() / max(1, before.total() + after.total())
    return share if share >= _ALIKE else 0.0


def _short_likeness(old: Block, new: Block) -> float:
    """Paragraphs of a few words are compared by letters: one word more is half of them."""
    if max(len(old.text), len(new.text)) > 200:
        return 0.0
    return fuzz.ratio(old.text, new.text, score_cutoff=_ALIKE + 10)


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


def _pairs_in_window(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """For large gaps: each old paragraph with the most alike of the next few new ones."""
    begin = 0
    for index, block in enumerate(old):
        window = range(begin, min(begin + _WINDOW, len(new)))
        scored = [(_likeness(block, new[at]), -at) for at in window]
        score, at = max(scored, default=(0.0, 0))
        if score:
            yield index, -at
            begin = -at + 1
