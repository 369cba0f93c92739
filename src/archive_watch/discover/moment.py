"""Dates as sitemaps and feeds write them, to UTC text; what is not surely a date is none.

W3C dates (https://www.w3.org/TR/NOTE-datetime) of any precision, and RFC 822 ones.  A date without
a zone is taken as UTC, one without a day as the first of its month.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive_watch.model.clock import parse_utc, utc_text

_LONGEST = 64
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?", re.ASCII)
_FIRST = "-01"
_DATE = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,]\d{1,12})?\s*(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)


def w3c_moment(text: str) -> str | None:
    """The moment that a W3C date names, as UTC text; None where it is none."""
    text = text.strip()[:_LONGEST]
    if _YEAR_OR_MONTH.fullmatch(text):
        text += _FIRST * (2 if len(text) == 4 else 1)
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    day, minutes, seconds, zone = found.groups()
    whole = f"{day}T{minutes or '00:00'}{seconds or ':00'}{(zone or 'Z').upper()}"
    return _utc(lambda: parse_utc(whole))


def mail_moment(text: str) -> str | None:
    """The moment that an RFC 822 date names (or a W3C one), as UTC text; None where it is none."""
    known = w3c_moment(text)
    return known or _utc(lambda: parsedate_to_datetime(text.strip()[:_LONGEST]))


def _utc(parsed: Callable[[], datetime]) -> str | None:
    try:
        moment = parsed()
        return utc_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
