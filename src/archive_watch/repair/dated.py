"""The date that an address holds: ``/2004/``, ``/2016/04/``, ``/2008/sept/``, as a span of days.

Only whole parts of a path count: digits within a name may be anything.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

_YEAR = re.compile(r"/((?:19|20)\d\d)(?=/)(?:/(\d{1,2}|[A-Za-z]{3,9})(?=/))?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 2_000

Span = tuple[date, date]


def span_in_path(path: str) -> Span | None:
    """The first and the last day that the path may mean; None where it holds no year."""
    found = _YEAR.search(path[:_LONGEST])
    if found is None:
        return None
    year, month = int(found[1]), _month(found[2])
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdigit():
        return int(written) if 1 <= int(written) <= 12 else None
    start = written[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else None


def days_shared(one: Span, opens: date | None, closes: date | None) -> int:
    """How many days of a span lie between two others, which may be open; 0: none."""
    first = max(one[0], opens or date.min)
    last = min(one[1], closes or date.max)
    return max(0, (last - first).days + 1)


def day_of(value: object) -> date | None:
    """The day that a value is, as a date or as text (YYYY-MM-DD); None where it is none."""
    if isinstance(value, datetime):
        return None
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day is not None and day.isoformat() == value else None
