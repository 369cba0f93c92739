"""Paragraphs that stand elsewhere now: word for word, or edited on the way.

Where little of a text was kept, nothing is said to have moved: a rewrite has no places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive_watch.diff.pairs import alike_anywhere
from archive_watch.diff.paragraphs import Block
from archive_watch.diff.sequences import heaviest
from archive_watch.diff.words import word_runs
from archive_watch.model.change import Op, OpKind

_LONG_ENOUGH = 40  # characters
_LONG_ENOUGH_TO_BE_EDITED = 80  # characters
_KEPT_ENOUGH = 0.2
_Places = frozenset[int]


def moved_apart(
    old: Sequence[str], new: Sequence[str]
) -> tuple[list[tuple[int, int]], tuple[_Places, _Places]]:
    """Of the paragraphs that both sides have once: which stayed, as pairs of places in order, and
    the places on either side of long ones that did not."""
    places_old, places_new = _once(old), _once(new)
    pairs = [(at, places_new[text]) for text, at in places_old.items() if text in places_new]
    if all(pairs[at][1] < pairs[at + 1][1] for at in range(len(pairs) - 1)):
        return pairs, (frozenset(), frozenset())
    kept = heaviest(pairs, [len(old[at]) + 1 for at, _ in pairs])
    stayed = [pair for index, pair in enumerate(pairs) if index in kept]
    moved = [
        pair
        for index, pair in enumerate(pairs)
        if index not in kept and len(old[pair[0]]) >= _LONG_ENOUGH
    ]
    return stayed, (frozenset(at for at, _ in moved), frozenset(at for _, at in moved))


def _once(texts: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, text in enumerate(texts):
        places[text] = -1 if text in places else at
    return {text: at for text, at in places.items() if at >= 0}


def with_moves(steps: Sequence[Op | Block], kept: int) -> Iterator[Op | Block]:
    """The same steps, what went here and came there being a move; a paragraph that stayed is itself.

    ``kept``: how many characters around the steps stayed as they were.
    """
    ops = {at: step for at, step in enumerate(steps) if isinstance(step, Op)}
    left = {at: op.old for at, op in ops.items() if op.op is OpKind.DELETE and op.old}
    came = {at: op.new for at, op in ops.items() if op.op is OpKind.INSERT and op.new}
    pairs = [*_word_for_word(left, came)]
    kept += sum(len(left[at]) for at, _ in pairs)
    ends: dict[int, tuple[int, str]] = {}
    if left and came and _is_kept_enough(steps, kept):
        for at_old, at_new in pairs:
            del left[at_old], came[at_new]
        edited = alike_anywhere(_long(left), _long(came))
        for number, (at_old, at_new) in enumerate(sorted([*pairs, *edited])):
            ends[at_old] = ends[at_new] = (number, ops[at_old].old or "")
    for at, step in enumerate(steps):
        yield step if at not in ends else _end_of_move(ops[at], *ends[at])


def _is_kept_enough(steps: Sequence[Op | Block], kept: int) -> bool:
    """Whether enough of the new text is of the old one; ``kept`` characters are, beside the steps."""
    ops = [step for step in steps if isinstance(step, Op)]
    kept += sum(len(step.text) for step in steps if isinstance(step, Block))
    kept += sum(len(op.new or "") for op in ops if op.op in {OpKind.EQUAL, OpKind.REPLACE})
    came = sum(len(op.new or "") for op in ops if op.op is OpKind.INSERT)
    return kept >= _KEPT_ENOUGH * (kept + came)


def _word_for_word(left: dict[int, str], came: dict[int, str]) -> Iterator[tuple[int, int]]:
    """What went and came back word for word; not what did so more than once."""
    places_old, places_new = list(left), list(came)
    once_old, once_new = _once([*left.values()]), _once([*came.values()])
    for text, at in once_old.items():
        if len(text) >= _LONG_ENOUGH and text in once_new:
            yield places_old[at], places_new[once_new[text]]


def _long(texts: dict[int, str]) -> dict[int, str]:
    return {at: text for at, text in texts.items() if len(text) >= _LONG_ENOUGH_TO_BE_EDITED}


def _end_of_move(op: Op, number: int, old: str) -> Op:
    if op.op is OpKind.DELETE:
        return replace(op, op=OpKind.MOVE_FROM, move_id=number)
    words = () if old == op.new else word_runs(old, op.new or "")
    return replace(op, op=OpKind.MOVE_TO, move_id=number, words=words)
