"""Dates in head lines, by the formats that a profile declares and no others.

A free parser turned "n.d." into yesterday: what none of the formats reads is no date.  A date
inside a sentence ("On March 3, 1999 the Secretary met …") dates what it tells of, not the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

_DATE_IN_LINE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:[a-z]{3,9}\.?\s+\d{1,2},?\s*\d{4}|\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4}|\d{1,2}/\d{1,2}/\d{2,4})\b",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"[\s,;]*(?:\(.{1,40}\)|\d{1,2}:\d{2}\s*[ap]\.?\s?m\.?(?:\s+[A-Z]{2,4})?)?$", re.IGNORECASE
)
_PARTING = " ,;–—-"
_LONGEST_BESIDE = 80


def date_of(text: str, formats: Sequence[str]) -> str | None:
    """``text`` as YYYY-MM-DD if it is a date in one of ``formats`` (as strptime has them)."""
    for form in formats:
        try:
            return datetime.strptime(text.strip(), form).strftime("%Y-%m-%d")  # noqa: DTZ007
        except ValueError:
            continue
    return None


def dated(text: str, formats: Sequence[str]) -> tuple[str, str, bool] | None:
    """The date in a line, what stands beside it, and whether that can only be a place.

    None where the line is more than a dateline: the date stands at its start, or at its end after a
    comma or a place, perhaps with a time of day or a note in brackets.
    """
    day = date_of(text, formats)
    if day is not None:
        return day, "", False
    found = _DATE_IN_LINE.search(text)
    day = None if found is None else date_of(found.group(), formats)
    if found is None or day is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    if _AFTER_DATE.fullmatch(after):
        beside = f"{before.strip(_PARTING)} {after.strip(_PARTING)}".strip()
        only_place = bool(before) and before.rstrip()[-1:] not in {",", ";", "–", "—", "-", "("}
    elif not before:
        beside, only_place = after.strip(_PARTING), True
    else:
        return None
    return (day, beside, only_place) if len(beside) <= _LONGEST_BESIDE else None
