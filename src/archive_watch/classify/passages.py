"""The steps of a diff with what each side of them is: its label, its speech, and whose it is.

A label is no part of what is said.  So it is taken off before words are compared, and who speaks is
compared by itself.  A label that the reader no longer takes for one (``Secretary Sample:`` for
``SECRETARY SAMPLE:``) is known again by the other side's labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive_watch.extract.words.labels import label_of
from archive_watch.model.change import Op, OpKind
from archive_watch.model.transcript import Transcript

_PARTING = "\n\n"
_LONG_ENOUGH = 40  # characters


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a step: its label (None inside a turn), its words without it, its speaker.

    ``turn`` tells the turns of one text apart.
    """

    text: str
    label: str | None
    speech: str
    speaker: str | None
    turn: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of a diff; a paragraph that moved is one passage with both of its ends.

    ``moved``: it stands elsewhere now.
    """

    op: Op
    was: Side | None
    now: Side | None

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere now."""
        return self.op.op is OpKind.MOVE_TO

    @property
    def is_same(self) -> bool:
        """Whether nothing in it changed, nor its place."""
        return self.op.op is OpKind.EQUAL


_Sides = tuple[Op, Side | None, Side | None]


def passages_of(ops: Sequence[Op], old: Transcript, new: Transcript) -> list[Passage]:
    """The passages that ``ops``, the diff of two transcripts, consist of, in their order."""
    known = {turn.speaker for one in (old, new) for turn in one.turns if turn.speaker}
    folded = {_folded(label): label for label in sorted(known)}
    before, after = _Reader(old, folded), _Reader(new, folded)
    sides: list[_Sides] = [
        (
            op,
            None if op.old is None else before.side(op.old),
            None if op.new is None else after.side(op.new),
        )
        for op in ops
    ]
    sides = [*_with_short_moves(sides)]
    origins = {op.move_id: was for op, was, _ in sides if op.op is OpKind.MOVE_FROM}
    return [
        Passage(op, origins.get(op.move_id) if op.op is OpKind.MOVE_TO else was, now)
        for op, was, now in sides
        if op.op is not OpKind.MOVE_FROM
    ]


def _with_short_moves(sides: Sequence[_Sides]) -> Iterator[_Sides]:
    """The same, short paragraphs that left one place together and stand together in another, or
    went with a longer one, being moves too: alone, a short one may stand anywhere by chance."""
    left = _once((at, op.old) for at, (op, _, _) in enumerate(sides) if op.op is OpKind.DELETE)
    came = _once((at, op.new) for at, (op, _, _) in enumerate(sides) if op.op is OpKind.INSERT)
    goes_to = {at: came[text] for text, at in left.items() if text in came}
    number = max((op.move_id or 0 for op, _, _ in sides), default=0)
    renamed: dict[int, Op] = {}
    for chain in _chains(goes_to):
        if sum(len(sides[at][0].old or "") for at in chain) < _LONG_ENOUGH and not any(
            _is_beside_a_move(sides, at) for at in (chain[0], chain[-1])
        ):
            continue
        for at in chain:
            number += 1
            for end, kind in ((at, OpKind.MOVE_FROM), (goes_to[at], OpKind.MOVE_TO)):
                renamed[end] = replace(sides[end][0], op=kind, move_id=number)
    yield from ((renamed.get(at, op), was, now) for at, (op, was, now) in enumerate(sides))


def _once(texts: Iterable[tuple[int, str | None]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, text in texts:
        if text:
            places[text] = -1 if text in places else at
    return {text: at for text, at in places.items() if at >= 0}


def _chains(goes_to: dict[int, int]) -> Iterator[list[int]]:
    """The runs of paragraphs that follow each other in both places."""
    chain: list[int] = []
    for at in sorted(goes_to):
        if chain and not (at == chain[-1] + 1 and goes_to[at] == goes_to[chain[-1]] + 1):
            yield chain
            chain = []
        chain.append(at)
    if chain:
        yield chain


def _is_beside_a_move(sides: Sequence[_Sides], at: int) -> bool:
    near = [sides[place][0].op for place in (at - 1, at + 1) if 0 <= place < len(sides)]
    return OpKind.MOVE_FROM in near


def stretches_of(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The runs of passages between two that stayed as they were, and stand where they stood."""
    stretch: list[Passage] = []
    for passage in passages:
        if passage.is_same or passage.moved:
            if stretch:
                yield stretch
            stretch = []
        else:
            stretch.append(passage)
    if stretch:
        yield stretch


class _Reader:
    """Reads the sides of one text in their order, and so knows who speaks."""

    def __init__(self, transcript: Transcript, known: dict[str, str]) -> None:
        self._turns = transcript.turns
        self._known = known
        self._place = 0
        self._next = 0
        self._speaker: str | None = None
        self._turn = 0

    def side(self, text: str) -> Side:
        """The next side, whose whole text is ``text``."""
        start, self._place = self._place, self._place + len(text) + len(_PARTING)
        first = self._turns_up_to(start + len(text.partition(_PARTING)[0]))
        label, speech = self._labelled(text, start, first)
        if label is not None:
            self._speaker, self._turn = label, self._turn + 1
        elif first is not None:
            self._speaker = self._turns[first].speaker
        side = Side(text, label, speech, self._speaker, self._turn)
        last = self._turns_up_to(start + len(text))
        if last is not None:
            self._speaker, self._turn = self._turns[last].speaker, self._turn + 1
        return side

    def _turns_up_to(self, place: int) -> int | None:
        """The last turn that begins before ``place`` and was not read yet."""
        found = None
        while self._next < len(self._turns) and self._turns[self._next].start <= place:
            found, self._next = self._next, self._next + 1
        return found

    def _labelled(self, text: str, start: int, turn: int | None) -> tuple[str | None, str]:
        if turn is not None and (speaker := self._turns[turn].speaker) is not None:
            before = text[: max(0, self._turns[turn].start - start)]
            if speaker in before:
                return speaker, text[len(before) :]
        head, colon, rest = text.partition(":")
        if colon and _folded(head) in self._known:
            return (head if rest.strip() else head.strip()), rest.lstrip()
        if colon and not rest.strip() and (found := label_of(text)) is not None:
            return found.label, ""
        return None, text


def _folded(label: str) -> str:
    return " ".join(label.casefold().replace(".", " ").split())
