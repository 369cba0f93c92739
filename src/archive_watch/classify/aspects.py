"""What each passage of a diff is: a turn that came or went, words that moved, that changed hands,
that were edited, or nothing but typography.

A label is judged apart from what is said under it.  Where a run of passages says the same words as
before, in another division into paragraphs, nothing was edited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_watch.classify.passages import Passage, Side, stretches_of
from archive_watch.classify.speakers import Handed, same_words_in
from archive_watch.classify.typography import is_typography
from archive_watch.model.change import ChangeKind

_COSMETIC = frozenset({ChangeKind.COSMETIC})
_PARTING = "\n\n"


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage that differs, and what it is."""

    passage: Passage
    kinds: frozenset[ChangeKind]

    @property
    def is_edit(self) -> bool:
        """Whether words came or went."""
        return not self.kinds <= {
            ChangeKind.COSMETIC,
            ChangeKind.ATTRIBUTION,
            ChangeKind.MOVED_TEXT,
        }

    @property
    def is_told(self) -> bool:
        """Whether it is told by its words: typography is not, nor whose words they are."""
        return self.is_edit or ChangeKind.MOVED_TEXT in self.kinds


def judged(passages: Sequence[Passage], handed: Sequence[Handed]) -> list[Judged]:
    """The passages that differ, in their order, each with all that it is."""
    others = {id(side) for one in handed for side in (one.was, one.now)}
    kinds: dict[int, frozenset[ChangeKind]] = {}
    for stretch in stretches_of(passages):
        kinds |= _of_stretch(stretch, others)
    for one in passages:
        if one.is_same or one.moved:
            kinds[id(one)] = _of_kept(one, others)
    return [Judged(one, kinds[id(one)]) for one in passages if kinds[id(one)]]


def _of_kept(one: Passage, others: set[int]) -> frozenset[ChangeKind]:
    """What a paragraph is that stayed, or stands elsewhere."""
    found = {ChangeKind.ATTRIBUTION} if id(one.now) in others else set()
    if one.moved:
        found.add(ChangeKind.MOVED_TEXT)
        if not _says_the_same(one):
            found.add(ChangeKind.TEXT)
    return frozenset(found)


def _of_stretch(stretch: Sequence[Passage], others: set[int]) -> dict[int, frozenset[ChangeKind]]:
    if _is_divided_otherwise(stretch):
        return {id(one): _handed_or(_COSMETIC, one, others) for one in stretch}
    kinds = {id(one): _of_same_words(one, others) for one in _with_same_words(stretch)}
    rest = [one for one in stretch if id(one) not in kinds]
    left = [one.was for one in rest if one.was and one.now is None and one.was.label]
    came = [one.now for one in rest if one.now and one.was is None and one.now.label]
    gone, come = _of_turns_alone(left, came), _of_turns_alone(came, left)
    for one in rest:
        kinds[id(one)] = _of_edited(one, gone, come, others)
    return kinds


def _of_turns_alone(turns: Sequence[Side], others: Sequence[Side]) -> set[int]:
    """The turns that nothing came for, or that came for nothing: where one speaker's turn left and
    another of the same speaker stands there, the answer was written anew."""
    spare = Counter(other.label for other in others)
    alone = set()
    for turn in turns:
        if spare[turn.label] > 0:
            spare[turn.label] -= 1
        else:
            alone.add(turn.turn)
    return alone


def _with_same_words(stretch: Sequence[Passage]) -> Iterable[Passage]:
    for left, came in same_words_in(stretch):
        yield from (left, came)


def _of_same_words(one: Passage, others: set[int]) -> frozenset[ChangeKind]:
    return _handed_or(_COSMETIC, one, others)


def _of_edited(
    one: Passage, gone: set[int], come: set[int], others: set[int]
) -> frozenset[ChangeKind]:
    if one.was is None and one.now is not None:
        is_turn = one.now.turn in come
        return frozenset({ChangeKind.TURN_ADDED if is_turn else ChangeKind.TEXT})
    if one.now is None and one.was is not None:
        is_turn = one.was.turn in gone
        return frozenset({ChangeKind.TURN_REMOVED if is_turn else ChangeKind.TEXT})
    if _says_the_same(one):
        return _handed_or(_COSMETIC, one, others)
    return _handed_or(frozenset(), one, others) | {ChangeKind.TEXT}


def _handed_or(
    kinds: frozenset[ChangeKind], one: Passage, others: set[int]
) -> frozenset[ChangeKind]:
    is_handed = id(one.was) in others or id(one.now) in others
    return frozenset({ChangeKind.ATTRIBUTION}) if is_handed else kinds


def _says_the_same(one: Passage) -> bool:
    return (
        one.was is not None
        and one.now is not None
        and is_typography(one.was.speech, one.now.speech)
    )


def _is_divided_otherwise(stretch: Sequence[Passage]) -> bool:
    """Whether a run of passages says the same, though its paragraphs begin elsewhere."""
    if len(stretch) == 1:
        return False
    was = _PARTING.join(one.was.speech for one in stretch if one.was is not None)
    now = _PARTING.join(one.now.speech for one in stretch if one.now is not None)
    return bool(was and now) and is_typography(was, now)
