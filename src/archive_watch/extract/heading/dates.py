"""Dates in head lines, by the formats that a profile declares and no others.

A free parser turned "n.d." into yesterday: what none of the formats reads is no date.  A date
inside a sentence ("On March 3, 1999 the Secretary met …") dates what it tells of, not the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE_IN_LINE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"(?:[a-z]{{3,9}}\.?\s+{_DAY},?\s*\d{{4}}|{_DAY}\s+[a-z]{{3,9}}\.?,?\s+\d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{2,4})\b",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"[\s,;]*(?:\(.{1,40}\)|\d{1,2}:\d{2}\s*[ap]\.?\s?m\.?(?:\s+[A-Z]{2,4})?)?$", re.IGNORECASE
)
_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_SEPT = re.compile(r"\bSept\b", re.IGNORECASE)
_RANGE_TO = re.compile(
    r"\d(?:st|nd|rd|th)?(?:,?\s+[A-Za-z]+\.?)?(?:\s*[–—-]|\s+(?:to|and|through|until))\s*$"
)
_RELATIVE = re.compile(r"\b(?:ago|today|yesterday|just now|this (?:hour|morning))\b", re.IGNORECASE)
_PARTING = " ,;–—-"
_LONGEST_BESIDE = 80


class Dateline(NamedTuple):
    """A line with a date: the day, its words, what stands beside it, and the hour or a note.

    ``only_place``: what stands beside it can only be a place, or the line is no dateline.
    """

    day: str
    words: str
    beside: str = ""
    after: str = ""
    only_place: bool = False


def date_of(text: str, formats: Sequence[str]) -> str | None:
    """``text`` as YYYY-MM-DD if it is a date in one of ``formats`` (as strptime has them).

    A weekday before it needs no format of its own; Sept. is read as Sep. is, and 4th as 4.
    """
    spelt = _ORDINAL.sub("", _SEPT.sub("Sep", text.strip()))
    for said in dict.fromkeys((spelt, _WEEKDAY.sub("", spelt))):
        for form in formats:
            try:
                return datetime.strptime(said, form).strftime("%Y-%m-%d")  # noqa: DTZ007
            except ValueError:
                continue
    return None


def is_relative(text: str) -> bool:
    """Whether a date is worded from the hour at which the page was asked."""
    return _RELATIVE.search(text) is not None


def dated(text: str, formats: Sequence[str]) -> Dateline | None:
    """The date in a line, and what stands beside it.

    None where the line is more than a dateline: the date stands at its start, or at its end after a
    comma or a place, perhaps with a time of day or a note in brackets.  A range of days is no day.
    """
    day = date_of(text, formats)
    if day is not None:
        return Dateline(day, text)
    found = _DATE_IN_LINE.search(text)
    day = None if found is None else date_of(found.group(), formats)
    if found is None or day is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    if _RANGE_TO.search(before) is not None:
        return None
    if _AFTER_DATE.fullmatch(after):
        only_place = bool(before) and before.rstrip()[-1:] not in {",", ";", "–", "—", "-", "("}
        line = Dateline(
            day, found.group(), before.strip(_PARTING), after.strip(_PARTING), only_place
        )
    elif not before:
        line = Dateline(day, found.group(), after.strip(_PARTING), only_place=True)
    else:
        return None
    return line if len(line.beside) <= _LONGEST_BESIDE else None
