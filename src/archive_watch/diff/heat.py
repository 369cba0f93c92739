"""Where in a text how much was edited, step by step: a strip of numbers for each step.

A strip parts the new text into stretches of equal length and counts the words that came or left in
each; what left is counted where it would stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.diff.descent import Descent, Pair
from archive_watch.model.block import PARTING
from archive_watch.model.change import Sign


def heat_of(
    way: Descent, old: Sequence[str], new: Sequence[str], *, buckets: int
) -> tuple[int, ...]:
    """How many words came or left in each of so many equal stretches of the new text."""
    starts = [0]
    for paragraph in new:
        starts.append(starts[-1] + len(paragraph) + len(PARTING))
    whole = max(1, starts[-1] - len(PARTING))
    strip = [0] * buckets
    for at, words in _changed(way, old, new, starts):
        strip[min(buckets - 1, at * buckets // whole)] += words
    return tuple(strip)


def _changed(
    way: Descent, old: Sequence[str], new: Sequence[str], starts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Where words came or left, in characters of the new text, and how many."""
    at = starts[way.head]
    for pair in way.pairs:
        if pair.new:
            at = starts[pair.new.start]
        yield from _of_pair(pair, old, new, at)
        if pair.new:
            at = starts[pair.new.stop]


def _of_pair(
    pair: Pair, old: Sequence[str], new: Sequence[str], at: int
) -> Iterator[tuple[int, int]]:
    if pair.words:
        for word in pair.words:
            if word.sign is Sign.REMOVED:
                yield at, len(word.text.split())
            elif word.sign is Sign.ADDED:
                yield from _spread(word.text, at)
            at += 0 if word.sign is Sign.REMOVED else len(word.text)
    elif not pair.old:
        yield from _spread(PARTING.join(new[pair.new.start : pair.new.stop]), at)
    elif not pair.new:
        yield at, sum(len(old[place].split()) for place in pair.old)


def _spread(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Each word of ``text`` where it stands: a long one that came lies over many stretches."""
    place = 0
    for word in text.split():
        place = text.index(word, place)
        yield at + place, 1
        place += len(word)
