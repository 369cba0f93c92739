"""Which of the copies of an archive are kept: the newest of each day, and then of each week.

A copy is worth keeping for what it was made after.  So the days that count are the last ones that
have a copy, however long ago they were: an archive whose copying has failed for a month loses none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime


def outdated(moments: Sequence[datetime], *, days: int, weeks: int) -> list[datetime]:
    """The moments of the copies that may go, the oldest first.

    Kept are the newest copy of each of the last ``days`` days that have one, and of each of the
    last ``weeks`` weeks; the newest copy of all is always among them.
    """
    newest_first = sorted(moments, reverse=True)
    kept = {*newest_first[:1]}
    kept |= _newest_of_each(newest_first, lambda moment: moment.date(), days)
    kept |= _newest_of_each(newest_first, lambda moment: moment.isocalendar()[:2], weeks)
    return [moment for moment in reversed(newest_first) if moment not in kept]


def _newest_of_each(
    newest_first: Iterable[datetime], period: Callable[[datetime], object], most: int
) -> set[datetime]:
    newest: dict[object, datetime] = {}
    for moment in newest_first:
        newest.setdefault(period(moment), moment)
    return set(list(newest.values())[:most])
