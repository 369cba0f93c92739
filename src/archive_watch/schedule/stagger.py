"""Where in its section's queue a page is looked at: as far from its siblings' looks as may be.

What strikes a whole section is seen by the first look at any page that it hit.  Looks at even
distances see it soonest, and cost nothing: a look somewhat sooner or later than the best moment
saves nearly as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_SOONEST, _LATEST = 0.75, 1.15  # of the interval
_CROWD = 20  # looks within reach: the section is looked at often enough
_STAYING = 0.1  # of the distance that is moved, as the price of moving


def reach(interval_days: float) -> tuple[float, float]:
    """The soonest and the latest that the look may be moved to."""
    return interval_days * _SOONEST, interval_days * _LATEST


def staggered(interval_days: float, siblings: Sequence[float]) -> float:
    """The interval, moved to the middle of the widest gap within ``reach``.

    ``siblings`` are the moments within reach at which others of the section are looked at, in
    order and in days after the same look.
    """
    if not siblings or len(siblings) > _CROWD:
        return interval_days
    soonest, latest = reach(interval_days)
    bounds = [2 * soonest - siblings[0], *siblings, 2 * latest - siblings[-1]]
    best_gain, best = 0.0, interval_days
    for before, after in pairwise(bounds):
        middle = min(max((before + after) / 2, soonest), latest)
        room = min(middle - before, after - middle)
        gain = room - _STAYING * abs(middle - interval_days)
        if gain > best_gain:
            best_gain, best = gain, middle
    return best


def crowd() -> int:
    """How many siblings within reach are worth reading: one more than a crowd."""
    return _CROWD + 1
