"""Dates as sitemaps and feeds write them; what is not surely a date is none.

W3C dates (https://www.w3.org/TR/NOTE-datetime) of any precision.  A time without a zone is taken as
UTC, a date without a day as the first of its month.  A date without a time stays a day: at what hour
of it something happened is not known.
"""

from __future__ import annotations

import re

from archive_watch.model.clock import parse_utc, utc_text

_LONGEST = 64
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
_FIRST = "-01"
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d{1,12})?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)


def w3c_moment(text: str) -> str | None:
    """The moment that a W3C date names, as UTC text, or the day (``2024-05-06``); None: no date."""
    text = text.strip()[:_LONGEST]
    if _YEAR_OR_MONTH.fullmatch(text):
        text += _FIRST * (2 if len(text) == 4 else 1)
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, minutes, seconds, zone = found.groups()
    try:
        whole = f"{day}T{minutes or '00:00'}{seconds or ':00'}{(zone or 'Z').upper()}"
        moment = utc_text(parse_utc(whole))
    except (ValueError, OverflowError):
        return None
    return moment if minutes else day
