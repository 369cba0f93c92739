"""How often a failed check is tried again, and what coming late teaches of a host's real pace."""

from __future__ import annotations

from archive_watch.model.visit import Outcome

PRICINGS_A_ROUND = 50
"""How often the price of a look is worked out while every page is looked at once."""

_HOUR = 1 / 24
_FIRST_RETRY_DAYS = {Outcome.NETWORK_ERROR: _HOUR, Outcome.SERVER_ERROR: _HOUR}
_FIRST_RETRY_OTHERWISE_DAYS = 1.0  # what stands in the way is no passing trouble
_LONGEST_RETRY_DAYS = 7.0
_SLOWEST = 64.0
_LATE_SHARE = 0.1  # of the interval
_STEP: float = 2.0 ** (2 / PRICINGS_A_ROUND)


def retry_days(outcome: Outcome, failures: int, interval_days: float) -> float:
    """The days until a check that came to nothing is tried again: twice as many after each failure
    in a row, never more than the page's own interval, nor than a week."""
    first = _FIRST_RETRY_DAYS.get(outcome, _FIRST_RETRY_OTHERWISE_DAYS)
    wait: float = first * 2.0 ** min(max(failures - 1, 0), 20)
    return min(wait, interval_days, _LONGEST_RETRY_DAYS)


def is_late(late_days: float, interval_days: float) -> bool:
    """Whether a check came so late that its host cannot keep the pace it was planned by."""
    return late_days > max(_LATE_SHARE * interval_days, _HOUR)


def stretch_after(stretch: float, *, late: bool) -> float:
    """How many times slower than its settings say a host is asked, as learnt at one more pricing.

    A round of pricings that all see checks come late makes it four times as slow, and one that
    sees them come in time as fast again.
    """
    return min(max(stretch * _STEP if late else stretch / _STEP, 1.0), _SLOWEST)
