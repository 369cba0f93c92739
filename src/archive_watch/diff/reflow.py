"""Paragraphs that were split, or joined: the same words between other blank lines are one step.

Asked for the paragraphs of one gap after their pairing.  A neighbour that nothing was paired with
belongs to a pair when nearly all of its words are words that the pair's other side would lose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive_watch.diff.paragraphs import Block

_NEARLY_ALL = 0.8
_FEWEST_WORDS = 4
_MOST_LOOKS = 4_000
_LONGER = 1.1  # times: what was cut in two is longer than either part
_MOST_OF_IT = 0.6  # of a paragraph, in those that it was cut into


@dataclass(frozen=True, slots=True)
class Group:
    """Old paragraphs that became new ones: begin and end on both sides."""

    begin_old: int
    end_old: int
    begin_new: int
    end_new: int

    def shifted(self, old: int, new: int) -> Group:
        """The same, counted from further ahead."""
        return Group(
            self.begin_old + old, self.end_old + old, self.begin_new + new, self.end_new + new
        )


def regrouped(
    old: Sequence[Block], new: Sequence[Block], pairs: Sequence[tuple[int, int]]
) -> Iterator[Group]:
    """The pairs, each with the neighbours that were cut from it or joined to it, in order; and what
    was cut into so many parts that it could be paired with none of them."""
    seeds = set(_seeds(old, new, pairs))
    starts = sorted([*pairs, *seeds])
    done_old = done_new = 0
    for index, (at_old, at_new) in enumerate(starts):
        end_old, end_new = starts[index + 1] if index + 1 < len(starts) else (len(old), len(new))
        group = Group(at_old, at_old + 1, at_new, at_new + 1)
        if end_old - done_old > 1 or end_new - done_new > 1:
            group = _grown(old, new, group, Group(done_old, end_old, done_new, end_new))
        if (at_old, at_new) in seeds and not _is_most_of_it(old, new, group):
            continue
        yield group
        done_old, done_new = group.end_old, group.end_new


def _seeds(
    old: Sequence[Block], new: Sequence[Block], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Paragraphs that nothing was paired with, of which one holds nearly all words of the other."""
    for (begin_old, begin_new), (end_old, end_new) in pairwise(
        [(-1, -1), *pairs, (len(old), len(new))]
    ):
        next_new = begin_new + 1
        if (end_old - begin_old) * (end_new - begin_new) > _MOST_LOOKS:
            continue
        for at_old in range(begin_old + 1, end_old):
            for at_new in range(next_new, end_new):
                if _is_part_of_other(old[at_old], new[at_new]):
                    yield at_old, at_new
                    next_new = at_new + 1
                    break


def _is_part_of_other(old: Block, new: Block) -> bool:
    few, many = sorted((old, new), key=lambda block: len(block.text))
    if _LONGER * len(few.text) > len(many.text):
        return False
    words = _words([few])
    if words.total() < 2 * _FEWEST_WORDS:
        return False
    return (words & _words([many])).total() >= _NEARLY_ALL * words.total()


def _is_most_of_it(old: Sequence[Block], new: Sequence[Block], group: Group) -> bool:
    was = _words(old[group.begin_old : group.end_old])
    now = _words(new[group.begin_new : group.end_new])
    return (was & now).total() >= _MOST_OF_IT * max(was.total(), now.total())


def _grown(old: Sequence[Block], new: Sequence[Block], group: Group, room: Group) -> Group:
    """A pair with the neighbours that belong to it; only one of the sides grows, the shorter."""
    few, many = sorted((len(old[group.begin_old].text), len(new[group.begin_new].text)))
    if _LONGER * few > many:
        return group
    was = _words(old[group.begin_old : group.end_old])
    now = _words(new[group.begin_new : group.end_new])
    begin, end = _taken(
        new, group.begin_new, group.end_new, room.begin_new, room.end_new, was - now
    )
    if (begin, end) != (group.begin_new, group.end_new):
        return replace(group, begin_new=begin, end_new=end)
    begin, end = _taken(
        old, group.begin_old, group.end_old, room.begin_old, room.end_old, now - was
    )
    return replace(group, begin_old=begin, end_old=end)


def _taken(
    blocks: Sequence[Block], begin: int, end: int, first: int, last: int, spare: Counter[str]
) -> tuple[int, int]:
    """From where to where the neighbours of ``blocks[begin:end]`` are made of ``spare`` words."""
    while end < last and (words := _belonging(blocks[end], spare)) is not None:
        spare, end = spare - words, end + 1
    while begin > first and (words := _belonging(blocks[begin - 1], spare)) is not None:
        spare, begin = spare - words, begin - 1
    return begin, end


def _belonging(block: Block, spare: Counter[str]) -> Counter[str] | None:
    """The words of a paragraph, where nearly all of them are among the spare ones."""
    words = _words([block])
    if words.total() < _FEWEST_WORDS or words.total() > spare.total() / _NEARLY_ALL:
        return None
    return words if (words & spare).total() >= _NEARLY_ALL * words.total() else None


def _words(blocks: Sequence[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in block.text.split())
