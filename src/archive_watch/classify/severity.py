"""How much a change matters, 0 to 100: the weightiest thing about it, plus a little for its size.

A vanished "not" outranks a page restyled throughout; typography alone is 0 and is never alerted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from archive_watch.model.change import ChangeKind, Flag

_OF_KIND = {
    ChangeKind.REMOVED: 90,
    ChangeKind.RESTORED: 60,
    ChangeKind.REVERTED: 50,
    ChangeKind.TEXT: 50,
    ChangeKind.ATTRIBUTION: 60,
    ChangeKind.METADATA: 30,
    ChangeKind.MOVED: 25,
    ChangeKind.LINKS: 20,
    ChangeKind.COSMETIC: 0,
}
_OF_FLAG = {
    "negation": 85,
    "speaker": 75,
    "number": 70,
    "date": 70,
    "modal": 65,
    "entity": 60,
}
_MOST_FOR_SIZE = 9


class Slight(IntEnum):
    """What is told, but weighs little: its value is the severity of an edit that is nothing else."""

    CASE = 15
    SPELLING = 25


def severity_of(
    aspects: Sequence[ChangeKind],
    flags: Iterable[Flag],
    *,
    words: int,
    slight: Slight | None = None,
) -> int:
    """The severity of a change with these aspects; ``words`` counts those that left and came.

    ``slight``: the words are the same but for capitals and full stops, or slips of spelling.
    """
    heaviest = max((_OF_KIND[aspect] for aspect in aspects), default=0)
    if heaviest == 0:
        return 0
    if slight is not None and heaviest <= _OF_KIND[ChangeKind.TEXT]:
        return int(slight) if ChangeKind.TEXT in aspects else slight // 3
    flagged = max((_OF_FLAG.get(flag.kind, 0) for flag in flags), default=0)
    if ChangeKind.TEXT not in aspects and ChangeKind.METADATA in aspects:
        flagged = flagged * 3 // 4
    size = min(_MOST_FOR_SIZE, words // 10)
    return min(100, max(heaviest, flagged) + size)
