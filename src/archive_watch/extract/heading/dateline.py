"""The lines at the head of a page: who, in which role, where and when.

Older pages have them as lines of text above the words (``Mike Example / Secretary of State /
Washington, DC / June 7, 2018``).  Only a line that is a date in one of the profile's formats,
perhaps beside a place, makes the lines above it a head; without one nothing is taken out of the
text, and neither where a sentence stands above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive_watch.extract.heading.dates import Dateline, dated
from archive_watch.extract.heading.names import is_name, is_office, is_role, named

_PLACE = re.compile(
    r"[A-Z][\w.'’-]*(?:[ -](?:[A-Z][\w.'’-]*|of|de|the|del|la))*(?:,\s+[A-Z][\w.'’ -]*)*"
)
_NO_PLACE = re.compile(
    r"\b(?:Interview|Remarks|Report|Statement|Press|Briefing|Speech|Conference|Testimony|Address|Notice|"
    r"Note|Sheet|Advisory|Meeting|Event|Dinner|Ceremony|Released?|Index|Opening|Following|Before|After|With)\b",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(
    r"(?:Press Statement|Media Note|Fact Sheet|Press Release|Notice to the Press"
    r"|Question Taken(?: at .{1,60})?|Taken Question|Media Advisory|Public Announcement|Joint Statement"
    r"|Special Briefing|Readout|Transcript)",
    re.IGNORECASE,
)
_IGNORED = re.compile(
    r"^(?:As (?:released|delivered|prepared)\b.*|Released by\b.*|Office of the Spokes(?:man|person)|"
    r"U\.?S\.? Department of State|Department of State)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:\S+\s+){7,}\S*[a-z)\]\"”’][.!?][\"”’)]?")
_LONGEST_LINE = 140
_MOST_LINES = 12
_MOST_WORDS_OF_PLACE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadLine:
    """One line above the words, and whether it is set in bold or as a heading."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head says, and how many of its lines are no words of the text.

    ``further`` is what is said in those lines and is none of the facts.
    """

    lines: int = 0
    title: str | None = None
    doctype: str | None = None
    speaker: str | None = None
    role: str | None = None
    place: str | None = None
    audience: str | None = None
    published_on: str | None = None
    date_text: str | None = None
    further: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What was read so far, and the lines that nothing is known of."""

    title: str | None = None
    doctype: str | None = None
    speaker: str | None = None
    role: str | None = None
    left: list[str] = field(default_factory=list)


def head_of(lines: Sequence[HeadLine], formats: Sequence[str], *, has_title: bool) -> Head:
    """What the first lines of a page say, read down to the line with the date."""
    for index, line in enumerate(lines[:_MOST_LINES]):
        if len(line.text) > _LONGEST_LINE:
            break
        if _IGNORED.match(line.text):
            continue
        found = dated(line.text, formats)
        if found is not None and (not found.only_place or _is_place(found.beside)):
            end = index + 1
            while end < len(lines) and _IGNORED.match(lines[end].text):
                end += 1
            head = _read(lines[:index], found, has_title=has_title)
            return replace(head, lines=end, further=tuple(_further(lines[:end], index, head)))
        if _SENTENCE.fullmatch(line.text):
            break
    return Head()


def _further(lines: Sequence[HeadLine], dated_at: int, head: Head) -> Iterator[str]:
    """What the lines of a head say beside the facts that were read in them."""
    facts = [head.title, head.doctype, head.speaker, head.role, head.place, head.audience]
    told = [part for fact in facts if fact for part in (fact, *fact.split("; "))]
    told.sort(key=len, reverse=True)
    for index, line in enumerate(lines):
        left = line.text
        if any(left in fact for fact in told):
            continue
        parts = [*told, *([head.date_text] if index == dated_at and head.date_text else [])]
        for part in parts if not _IGNORED.match(left) else ():
            left = left.replace(part, " ", 1)
        if any(map(str.isalnum, left)):
            yield " ".join(left.split()).strip(" ,;")


def _read(above: Sequence[HeadLine], line: Dateline, *, has_title: bool) -> Head:
    beside = line.beside
    reading = _read_lines(above, has_title=has_title)
    left = reading.left
    place = None
    if beside and _is_place(beside):
        place = beside
    elif beside:
        left.append(beside)
    offices = [line for line in left if is_office(line)]
    if reading.speaker is None and offices:
        reading.speaker = offices[0]
        left.remove(offices[0])
    if place is None and left and _is_place(left[-1]) and (len(left) > 1 or has_title):
        place = left.pop()
    if reading.speaker is None and left and has_title and is_name(left[0]) and _is_place(left[0]):
        reading.speaker = left.pop(0)
    if reading.title is None and not has_title and left:
        reading.title = left.pop(0)
    return Head(
        title=reading.title,
        doctype=reading.doctype,
        speaker=reading.speaker,
        role=reading.role,
        place=place,
        audience="; ".join(left) or None,
        published_on=line.day,
        date_text=line.words,
    )


def _read_lines(above: Sequence[HeadLine], *, has_title: bool) -> _Reading:
    """The lines above the date: names, roles and a headline, and what is left."""
    reading = _Reading()
    goes_on = False  # a headline may take several bold lines
    for index, line in enumerate(above):
        text = line.text
        next_is_role = index + 1 < len(above) and is_role(above[index + 1].text)
        if _IGNORED.match(text) and not is_office(text):
            continue
        if reading.speaker is None and (who := named(text)) is not None:
            reading.speaker, reading.role = who
            if not has_title and " by " in text:
                reading.left.append(text)
        elif reading.role is None and is_role(text) and reading.left and is_name(reading.left[-1]):
            reading.speaker, reading.role = reading.left.pop(), text
        elif reading.doctype is None and _DOCTYPE.fullmatch(text) and has_title:
            reading.doctype = text
        elif _is_headline(line, reading, goes_on) and not has_title and not next_is_role:
            reading.title = text if reading.title is None else f"{reading.title} {text}"
            goes_on = True
            continue
        else:
            reading.left.append(text)
        goes_on = False
    return reading


def _is_headline(line: HeadLine, reading: _Reading, goes_on: bool) -> bool:
    return line.is_bold and (reading.title is None or goes_on) and reading.speaker is None


def _is_place(text: str) -> bool:
    return (
        _PLACE.fullmatch(text) is not None
        and not _NO_PLACE.search(text)
        and len(text.split()) <= _MOST_WORDS_OF_PLACE
    )
