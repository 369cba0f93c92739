"""How long to wait before what failed is tried again: twice as long each time, up to a bound."""

from __future__ import annotations

from archive_watch.model.visit import Outcome

_MOST_DOUBLINGS = 20  # far beyond every bound, and no number that overflows
_HOUR = 1 / 24
_FIRST_DAYS = {Outcome.NETWORK_ERROR: _HOUR, Outcome.SERVER_ERROR: _HOUR}
_FIRST_OTHERWISE_DAYS = 1.0  # what stands in the way is no passing trouble
_LONGEST_DAYS = 7.0


def doubled(first: float, failures: int, *, longest: float) -> float:
    """The wait after so many failures in a row, ``first`` after one; in the unit of the others."""
    wait: float = first * 2.0 ** min(max(failures - 1, 0), _MOST_DOUBLINGS)
    return min(wait, longest)


def retry_days(outcome: Outcome, failures: int, interval_days: float) -> float:
    """The days until a check that came to nothing is tried again: never more than the page's own
    interval, nor than a week."""
    first = _FIRST_DAYS.get(outcome, _FIRST_OTHERWISE_DAYS)
    return doubled(first, failures, longest=min(interval_days, _LONGEST_DAYS))
