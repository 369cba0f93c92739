"""Pages of our own archive that may be the document: by number, by the address that they state, or by
title and date.

Titles do not identify (eighteen remarks are called "at a Press Availability"), so a title needs a date
beside it; the number of an old page may be that of another, so its words are compared all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from archive_watch.model.link import SuggestionKind
from archive_watch.repair.dated import Span, span_in_path
from archive_watch.repair.known import Candidate, Known

_NUMBERED = re.compile(r"/(\d{3,6})\.html?$", re.IGNORECASE)
_YEARS = range(1900, 2100)
_DAYS_AROUND = timedelta(days=3)
_LONGEST_SPAN = timedelta(days=31)
_SAME_TITLE = 88.0


class HowOwn(StrEnum):
    """How a page of the archive came to be thought of."""

    FOLLOWED = "the page that was read at this address has moved there"
    STATED = "a page of this archive that calls itself by this address"
    NUMBERED = "a page of this archive with the same number"
    DATED = "a page of this archive with the same title, of about that day"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """A page of our archive that is there now."""

    url: str
    how: HowOwn
    title: str | None = None
    published_on: date | None = None


def number_in(url: str) -> str | None:
    """The number that an address ends in (``/286926.htm``); a year is none."""
    found = _NUMBERED.search(urlsplit(url).path)
    return None if found is None or int(found[1]) in _YEARS else found[1]


def days_sought(known: Known) -> Span | None:
    """The days between which the document was published, where that is known to a month."""
    if known.published_on is not None:
        return known.published_on - _DAYS_AROUND, known.published_on + _DAYS_AROUND
    span = span_in_path(known.address)
    if span is None or span[1] - span[0] > _LONGEST_SPAN:
        return None
    return span[0] - _DAYS_AROUND, span[1] + _DAYS_AROUND


def own_candidates(known: Known, pages: Sequence[OwnPage]) -> Iterator[Candidate]:
    """Those of ``pages`` that may be the document, the likeliest first."""
    likely = {how: place for place, how in enumerate(HowOwn)}
    for page in sorted(pages, key=lambda page: likely[page.how]):
        if page.how is HowOwn.DATED and not _is_titled(known, page):
            continue
        yield Candidate(url=page.url, kind=SuggestionKind.OWN, why=page.how.value)


def _is_titled(known: Known, page: OwnPage) -> bool:
    title = (page.title or "").casefold()
    return bool(title) and any(
        fuzz.token_set_ratio(title, other.casefold()) >= _SAME_TITLE
        for other in (*known.titles, *known.link_texts)
        if len(other.split()) >= 3
    )
