"""The lines at the head of a page: who, in which role, where and when.

Older pages have them as lines of text above the words (``Mike Example / Secretary of State /
Washington, DC / June 7, 2018``).  Only a line that parses in one of the profile's date formats
makes the lines above it a head; without one nothing is taken out of the text.  A date that does
not parse is no date: no date is better than a guessed one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

_ROLE = (
    r"(?:(?:Acting|Former|Deputy|Under|Assistant|Principal|Senior|Permanent|Special|Chief|Vice|U\.S\.|"
    r"United States)\s+)*(?:Deputy\s+)?(?:Secretary(?:\s+of\s+State)?|Ambassador|Spokesman|Spokesperson|"
    r"Spokeswoman|Representative|Coordinator|Envoy|Director|Counselor|President|Administrator|Advisor|"
    r"Adviser|Chairman|Commissioner|Legal\s+Adviser)"
)
_ROLE_THEN_NAME = re.compile(
    rf"^(?P<role>{_ROLE}(?:\s+(?:of|for|to)\s+[A-Z][^,\d]*?)?)\s+"
    r"(?P<name>[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|bin|al-\w+)){1,4}(?:,?\s+(?:Jr|Sr|III?)\.?)?)$"
)
_NAME_THEN_ROLE = re.compile(rf"^(?P<name>[A-Z][^,]{{2,60}}),\s+(?P<role>{_ROLE}\b.*)$")
_ROLE_ALONE = re.compile(rf"^{_ROLE}(?:\s+(?:of|for|to|on|in|and)\b.*)?$")
_NAME_ALONE = re.compile(
    r"^(?:(?:Dr|Mr|Ms|Mrs)\.?\s+)?[A-Z][\w.'’-]*(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|bin|al-\w+|\"[^\"]+\")){1,4}"
    r"(?:,?\s+(?:Jr|Sr|III?)\.?)?$"
)
_PLACE = re.compile(
    r"^[A-Z][\w.'’-]*(?:[ -](?:[A-Z][\w.'’-]*|of|de|the|del|la))*(?:,\s+[A-Z][\w.'’ -]*)*$"
)
_NO_PLACE = re.compile(
    r"\b(?:Interview|Remarks|Report|Statement|Press|Briefing|Speech|Conference|Testimony|Address|Notice|"
    r"Meeting|Event|Dinner|Ceremony|Released?|Index|Opening|Following|Before|After|With)\b"
)
_IGNORED = re.compile(
    r"^(?:As (?:released|delivered|prepared)\b.*|Released by\b.*|Office of the Spokes(?:man|person)|"
    r"U\.?S\.? Department of State|Department of State)$",
    re.IGNORECASE,
)
_DATE_IN_LINE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|\d{1,2}/\d{1,2}/\d{2,4})"
)
_LONGEST_LINE = 140
_MOST_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """One line above the words, and whether it is set in bold or as a heading."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head says, and how many of its lines are no words of the text."""

    lines: int = 0
    title: str | None = None
    speaker: str | None = None
    role: str | None = None
    place: str | None = None
    audience: str | None = None
    published_on: str | None = None


def date_of(text: str, formats: Sequence[str]) -> str | None:
    """``text`` as YYYY-MM-DD if it is a date in one of ``formats`` (as strptime has them)."""
    for form in formats:
        try:
            return datetime.strptime(text.strip(), form).strftime("%Y-%m-%d")  # noqa: DTZ007
        except ValueError:
            continue
    return None


def split_byline(text: str) -> tuple[str, str | None]:
    """ "Name, Role" as its two parts; the role is None where there is no comma."""
    name, comma, role = text.partition(",")
    suffix, _, rest = role.strip().partition(",")
    if suffix.strip(". ") in {"Jr", "Sr", "II", "III", "Ph.D", "MD"}:
        return f"{name.strip()}, {suffix}", rest.strip() or None
    return name.strip(), (role.strip() or None) if comma else None


def head_of(lines: Sequence[HeadLine], formats: Sequence[str], *, has_title: bool) -> Head:
    """What the first lines of a page say, read down to the line with the date."""
    for index, line in enumerate(lines[:_MOST_LINES]):
        if len(line.text) > _LONGEST_LINE:
            break
        dated = _dated(line.text, formats)
        if dated is not None:
            day, beside = dated
            end = index + 1
            while end < len(lines) and _IGNORED.match(lines[end].text):
                end += 1
            return _read(lines[:index], day, beside, end, has_title=has_title)
    return Head()


def _dated(text: str, formats: Sequence[str]) -> tuple[str, str] | None:
    """The date in a line and what stands beside it; None where the line is more than a dateline."""
    day = date_of(text, formats)
    if day is not None:
        return day, ""
    found = _DATE_IN_LINE.search(text)
    if found is None or _IGNORED.match(text):
        return None
    day = date_of(found.group(), formats)
    beside = (text[: found.start()] + text[found.end() :]).strip(" ,;–-")
    if day is None or (beside and len(beside) > 80):
        return None
    return day, beside


def _read(above: Sequence[HeadLine], day: str, beside: str, end: int, *, has_title: bool) -> Head:
    title = speaker = role = place = None
    left: list[str] = []
    goes_on = False  # a headline may take several bold lines
    for line in above:
        text = line.text
        named = _ROLE_THEN_NAME.match(text) or _NAME_THEN_ROLE.match(text)
        if _IGNORED.match(text):
            continue
        if named is not None and speaker is None:
            speaker, role = named["name"], named["role"]
        elif _ROLE_ALONE.match(text) and role is None and left and _NAME_ALONE.match(left[-1]):
            speaker, role = left.pop(), text
        elif line.is_bold and (title is None or goes_on) and not has_title and speaker is None:
            title = text if title is None else f"{title} {text}"
            goes_on = True
            continue
        else:
            left.append(text)
        goes_on = False
    if beside and _is_place(beside):
        place = beside
    elif beside:
        left.append(beside)
    if place is None and left and _is_place(left[-1]) and (len(left) > 1 or has_title):
        place = left.pop()
    if speaker is None and len(left) > 0 and has_title and _NAME_ALONE.match(left[0]):
        speaker = left.pop(0)
    if title is None and not has_title and left:
        title = left.pop(0)
    return Head(
        lines=end,
        title=title,
        speaker=speaker,
        role=role,
        place=place,
        audience="; ".join(left) or None,
        published_on=day,
    )


def _is_place(text: str) -> bool:
    return bool(_PLACE.match(text)) and not _NO_PLACE.search(text) and len(text.split()) <= 8
