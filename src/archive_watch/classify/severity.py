"""How much a change matters, 0 to 100: the weightiest thing about it, plus a little for its size.

Each aspect has a weight, and each flag; the heaviest of all decides, so that a vanished "not"
outranks a page restyled throughout, however many words that touched.  The share of the text that
changed decides nothing.  Typography alone is 0 and is never alerted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from archive_watch.model.change import ChangeKind, Flag

_OF_KIND = {
    ChangeKind.REMOVED: 90,
    ChangeKind.REPLACED: 80,
    ChangeKind.TRUNCATED: 80,
    ChangeKind.ATTRIBUTION: 75,
    ChangeKind.TURN_REMOVED: 70,
    ChangeKind.RESTORED: 60,
    ChangeKind.REVERTED: 50,
    ChangeKind.TEXT: 50,
    ChangeKind.TURN_ADDED: 50,
    ChangeKind.MOVED_TEXT: 30,
    ChangeKind.METADATA: 30,
    ChangeKind.MOVED: 25,
    ChangeKind.LINKS: 20,
    ChangeKind.COSMETIC: 0,
}
_OF_FLAG = {
    "negation": 85,
    "redaction": 80,
    "speaker": 75,
    "number": 70,
    "date": 70,
    "modal": 65,
    "entity": 60,
}
_MOST_FOR_SIZE = 9
_WORDS_A_POINT = 10


class Slight(IntEnum):
    """What is told, but weighs little: its value is the severity of an edit that is nothing else."""

    HOST = 10
    CASE = 15
    FORM = 20
    SPELLING = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A severity, and the sentence that says how it came about."""

    severity: int
    why: str


def weight_of(kind: ChangeKind, flags: Iterable[Flag], slight: Slight | None) -> tuple[int, str]:
    """The weight of one aspect with its flags, and what of it is the heaviest.

    ``slight``: all that differs is capitals and stops, the form of the same words, slips of
    spelling, or a host's name.
    """
    if slight is not None:
        light = int(slight) if kind is not ChangeKind.METADATA else slight // 3
        return light, f"{SLIGHTLY[slight]} alone"
    weights = [(_OF_FLAG.get(flag.kind, 0), flag.kind) for flag in flags]
    if kind is ChangeKind.METADATA:
        weights = [(weight * 3 // 4, f"{name} beside the words") for weight, name in weights]
    return max([(_OF_KIND[kind], kind.value), *weights], key=lambda one: one[0])


def severity_of(weights: Mapping[ChangeKind, tuple[int, str]], *, words: int) -> Weighed:
    """The severity of a change whose aspects weigh so; ``words`` counts those that left and came."""
    weight, name = max(weights.values(), key=lambda one: one[0])
    if weight == 0:
        return Weighed(severity=0, why="typography weighs nothing")
    told = f"{name} weighs {weight}"
    if weight < _OF_KIND[ChangeKind.LINKS] or name.endswith(" alone"):
        return Weighed(severity=weight, why=told)
    size = min(_MOST_FOR_SIZE, words // _WORDS_A_POINT)
    if size:
        told += f", and {size} more for {words:,} words"
    return Weighed(severity=min(100, weight + size), why=told)


def heaviest_first(
    kinds: Iterable[ChangeKind], weights: Mapping[ChangeKind, tuple[int, str]],
    order: Sequence[ChangeKind],
) -> list[ChangeKind]:  # fmt: skip
    """The aspects by the order of kinds; the kinds of one text among themselves by their weight."""
    return sorted(
        set(kinds),
        key=lambda kind: (
            order.index(ChangeKind.TEXT if kind in OF_ONE_TEXT else kind),
            -weights[kind][0] if kind in OF_ONE_TEXT else 0,
            order.index(kind),
        ),
    )


OF_ONE_TEXT = frozenset({
    ChangeKind.ATTRIBUTION, ChangeKind.TURN_REMOVED, ChangeKind.TEXT, ChangeKind.TURN_ADDED,
    ChangeKind.MOVED_TEXT,
})  # fmt: skip
SLIGHTLY = {
    Slight.HOST: "the name of a host, rewritten,",
    Slight.CASE: "a matter of capitals, stops and commas",
    Slight.FORM: "the form in which the same words, numbers and dates are written,",
    Slight.SPELLING: "a slip of spelling",
}
