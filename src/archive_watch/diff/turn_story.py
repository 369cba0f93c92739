"""One turn through the texts of a page: which turn of each text is that one.

A turn is known again by its paragraphs, not by its number: an answer that is put in before it
changes no story.  Of each text it is the turn that most of the paragraphs lie in that came of, or
led to, those of the turn one text nearer to where we begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive_watch.diff.descent import Descent, descent, paragraphs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A text with the place of the turn that each of its paragraphs stands in; -1 before all."""

    paragraphs: tuple[str, ...]
    turns: tuple[int, ...]

    def said_in(self, turn: int) -> tuple[str, ...]:
        """The paragraphs of a turn."""
        pairs = zip(self.paragraphs, self.turns, strict=True)
        return tuple(text for text, place in pairs if place == turn)


def parted(text: str, starts: Sequence[int]) -> Parted:
    """A text by its turns, which begin at ``starts`` (characters, in order)."""
    paragraphs = tuple(paragraphs_of(text))
    return Parted(paragraphs=paragraphs, turns=tuple(_turns(paragraphs, starts)))


def _turns(paragraphs: Iterable[str], starts: Sequence[int]) -> Iterator[int]:
    turn, end = -1, 0
    for paragraph in paragraphs:
        end += len(paragraph)
        while turn + 1 < len(starts) and starts[turn + 1] <= end:
            turn += 1
        yield turn
        end += 2


def turn_story(texts: Sequence[Parted], at: int, turn: int) -> list[int | None]:
    """Which turn of each text is the turn ``turn`` of the text ``at``; None where it has none."""
    before = list(_followed(texts[at::-1], turn, back=True))
    after = list(_followed(texts[at:], turn, back=False))
    return [*before[::-1], turn, *after]


def _followed(texts: Sequence[Parted], turn: int, *, back: bool) -> Iterator[int | None]:
    """The turn in each text behind the first; where it is lost, until a text that had it is back."""
    found: int | None = turn
    known = {id(text): turn for text in texts[:1]}
    for near, far in pairwise(texts):
        if id(far) in known:
            found = known[id(far)]
        elif found is not None:
            found = _next(near, far, found, back=back)
        if found is not None:
            known[id(far)] = found
        yield found


def _next(near: Parted, far: Parted, turn: int, *, back: bool) -> int | None:
    old, new = (far, near) if back else (near, far)
    way = descent(old.paragraphs, new.paragraphs)
    ours = {place for place, one in enumerate(near.turns) if one == turn}
    weights: Counter[int] = Counter()
    for left, came in _alike(way, len(old.paragraphs), len(new.paragraphs)):
        here, there = (came, left) if back else (left, came)
        if here in ours:
            weights[far.turns[there]] += len(far.paragraphs[there]) + 1
    return weights.most_common(1)[0][0] if weights else None


def _alike(way: Descent, old: int, new: int) -> Iterator[tuple[int, int]]:
    """Places of paragraphs that are the same ones, edited or not."""
    yield from ((place, place) for place in range(way.head))
    for pair in way.pairs:
        yield from ((left, came) for left in pair.old for came in pair.new)
    yield from ((old - place, new - place) for place in range(1, way.tail + 1))
