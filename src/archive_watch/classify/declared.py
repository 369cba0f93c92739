"""Where a page declares itself NOT UPDATED, in the words of the archives that do.

Two kinds of sentence count.  One says what the archive holds: "ARCHIVED CONTENT released online from
January 20, 2021 to January 20, 2025", "a permanent electronic archive of information released prior
to January 20, 2001".  The other says that this site, page or content is not, or no longer, updated,
or is "frozen in time".  Sentences that say how often something is updated, or that speak of archive
sites elsewhere, do not count: where nothing is known nothing is claimed.

Seen on real pages: both wordings of 1997-2001.state.gov, those of 2017-2021 and 2021-2025.state.gov,
and "historical material, frozen in time" of the presidential archives.  Assumed: the other verbs, and
"this page has been archived and is no longer updated".
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from archive_watch.model.freeze import Declaration

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d)"
_RELEASED = r"(?:released|published|posted|issued)(?: online)?"
_PERIOD = re.compile(
    rf"\barchived? (?:[\w ]{{0,40}} )?{_RELEASED} (?:(?:from|between) {_DAY} ?(?:to|through|until|and|[-–])"
    rf" ?{_DAY}|(?:prior to|before|until|up to) {_DAY})",
    re.IGNORECASE,
)
_WHAT = r"(?:web ?site|web ?page|site|page|content|material|information|archive|collection)s?"
_STILL = re.compile(
    rf"\b(?:(?:content|material|information) (?:in|on|of) )?(?:this|the(?=[\w ]{{0,20}}archive))"
    rf" (?:archived? |historical )?{_WHAT} (?:is|are) (?:not|no longer)(?: being)? updated\b"
    r"(?! (?:daily|weekly|monthly|yearly|hourly|regularly|frequently|often|on|every|during|at|in|by"
    r"|until|since|automatically|as))",
    re.IGNORECASE,
)
_STILL_ALSO = re.compile(
    r"\bhistorical material,? [“”\"'‘’]?frozen in time[“”\"'‘’]?"
    r"|\bthis is (?:archived|historical) material\b[^.]{0,80}\bno longer updated\b"
    rf"|\bthis {_WHAT} (?:(?:is|has been) archived\b|is an? archived? {_WHAT}\b)[^.]{{0,60}}"
    r" (?:is|are) (?:not|no longer)(?: being)? updated\b(?! [a-z]+ly\b)",
    re.IGNORECASE,
)
_A_DAY = re.compile(_DAY, re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_MOST_MARKUP = 400_000
_NEAR_WORDS = ("archive", "updated", "frozen")


def declaration_in(lines: Iterable[str]) -> Declaration | None:
    """What the lines around a page's words declare; None where they do not say that it is frozen.

    A sentence may be spread over several lines: each run of text in the markup is one.
    """
    return _declaration(" ".join(lines), formal=False)


def declaration_in_markup(markup: str) -> Declaration | None:
    """What a page declares by its formal banner, wherever in its ``markup`` that stands.

    Words of the page are looked at too, so only a sentence with its dates, or one about "this
    archive site", counts.
    """
    text = html.unescape(_TAG.sub(" ", markup[:_MOST_MARKUP]))
    return _declaration(text, formal=True)


def _declaration(text: str, *, formal: bool) -> Declaration | None:
    low = text.casefold()
    if not any(word in low for word in _NEAR_WORDS):
        return None
    folded = " ".join(text.split())
    found = list(dict.fromkeys(_sentences(folded, formal=formal)))
    if not found:
        return None
    words = "; ".join(found)
    return Declaration(words=words, dates=tuple(_A_DAY.findall(words)))


def _sentences(text: str, *, formal: bool) -> Iterator[str]:
    yield from (one.group() for one in _PERIOD.finditer(text))
    for one in _STILL.finditer(text):
        if not formal or "archive" in one.group().casefold():
            yield one.group()
    if not formal:
        yield from (one.group() for one in _STILL_ALSO.finditer(text))
