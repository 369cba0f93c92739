"""The dates that a text says, each in one form, however it is written.

``June 7, 2018``, ``7 June 2018``, ``the 7th of June, 2018`` and ``2018-06-07`` are one date, ``2017-21``
and ``2017 to 2021`` the same two years.  Which of ``6/7/2018`` is the month is not guessed.
"""

from __future__ import annotations

import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month{0}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)?\b"
_OF_YEAR = r"(?:,?\s+(?P<year{0}>(?:19|20)\d\d)\b)?"
_DATE = re.compile(
    r"\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
    rf"|\b{_DAY.format(1)}\s+(?:of\s+)?{_MONTH.format(1)}{_OF_YEAR.format(1)}"
    rf"|\b{_MONTH.format(2)}(?:\s+{_DAY.format(2)}(?![/:.,]?\d))?{_OF_YEAR.format(2)}"
    r"|\b(?P<figures>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})\b"
    r"|\b(?P<from>(?:19|20)\d\d)[-–/](?P<until>(?:(?:19|20)\d\d|\d\d)s?)\b"
    r"|\b(?P<single>(?:19|20)\d\ds?)\b"
    r"|\b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)


def dates_said(text: str) -> list[str]:
    """The dates in their order, as text: two that are equal are the same date."""
    return [said for found in _DATE.finditer(text) for said in _said(found)]


def with_dates_alike(text: str) -> str:
    """The text with each date as one word, which is equal for dates that are."""
    return _DATE.sub(lambda found: " ".join(map(_as_word, _said(found))), text)


def _as_word(said: str) -> str:
    return "date" + said.replace(" ", "x").replace("/", "y")


def _said(found: re.Match[str]) -> list[str]:
    part = found.groupdict()
    if part["iso"]:
        year, month, day = part["iso"].split("-")
        return [_date(int(day), int(month), year)]
    for at in ("1", "2"):
        if part[f"month{at}"]:
            month = _MONTHS.index(part[f"month{at}"][:3].lower()) + 1
            return [_date(int(part[f"day{at}"] or 0), month, part[f"year{at}"] or "")]
    if part["figures"]:
        return ["/".join(number.lstrip("0") for number in re.split("[/.-]", part["figures"]))]
    if part["from"]:
        until = part["until"]
        return [part["from"], until if len(until) >= 4 else part["from"][:2] + until]
    return [(part["single"] or part["weekday"]).lower()]


def _date(day: int, month: int, year: str) -> str:
    return f"{day} {month} {year}"
