"""What coming late teaches of a host's real pace."""

from __future__ import annotations

PRICINGS_A_ROUND = 50
"""How often the price of a look is worked out while every page is looked at once."""

_HOUR = 1 / 24
_SLOWEST = 64.0
_LATE_SHARE = 0.1  # of the interval
_STEP: float = 2.0 ** (2 / PRICINGS_A_ROUND)


def is_late(late_days: float, interval_days: float) -> bool:
    """Whether a check came so late that its host cannot keep the pace it was planned by."""
    return late_days > max(_LATE_SHARE * interval_days, _HOUR)


def stretch_after(stretch: float, *, late: bool) -> float:
    """How many times slower than its settings say a host is asked, as learnt at one more pricing.

    A round of pricings that all see checks come late makes it four times as slow, and one that
    sees them come in time as fast again.
    """
    return min(max(stretch * _STEP if late else stretch / _STEP, 1.0), _SLOWEST)
