"""Whether what was found is the document that the link was for.

The strongest evidence decides: the words that we once read at the old address, then its title, then
the words of the link, of its address, and of the sentence around it.  Every telling word must be there,
and the numbers must be the same: the reports of two years, the briefings of two days and the remarks
before two committees share nine words of ten.  Evidence against counts too: another date, another
number, other words.  Where nothing speaks either way it stays open, and only an address that the old
one itself leads to is believed on that ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from archive_watch.model.link import SuggestionKind
from archive_watch.repair.dated import span_in_path
from archive_watch.repair.known import Candidate, Found, Known, Likeness
from archive_watch.repair.own_pages import number_in
from archive_watch.repair.telling_words import (
    covered,
    numbers_of,
    shingles,
    telling,
    telling_of_address,
)

OPEN = 50
"""Nothing speaks for it, and nothing against."""

ENOUGH = 60
"""From here on it is offered, whoever names it."""

_BELIEVED = frozenset(
    {
        SuggestionKind.PERMANENT,
        SuggestionKind.MOVED_NOTICE,
        SuggestionKind.VARIANT,
        SuggestionKind.MEMENTO,
    }
)
_FEWEST_SHINGLES = 20
_SAME_TEXT, _MAYBE_TEXT = 0.9, 0.6
_SAME_WORDS = 0.9
_OF_THE_TITLE = 0.5
_FEWEST_WORDS = 2
_HARDLY_COVERED = 0.34
_DAYS_BETWEEN = timedelta(days=3)
_DAYS_AROUND_PATH = timedelta(days=31)  # a year or month in a path is that of its folder


def is_offered(candidate: Candidate, known: Known, likeness: Likeness) -> bool:
    """Whether the candidate may be told to people.

    Where the old address itself leads, no evidence is needed but none may speak against it; of a host
    that answers whatever is asked, nothing is believed.
    """
    if candidate.kind is SuggestionKind.VARIANT and not known.was_honest:
        return likeness.confidence >= ENOUGH
    return likeness.confidence >= (OPEN if candidate.kind in _BELIEVED else ENOUGH)


def likeness(known: Known, found: Found) -> Likeness:
    """How sure it is that ``found`` is the document of ``known``."""
    if found.is_document:
        return _of_documents(known, found)
    other = _other_date(known, found) or _other_number(known, found)
    if other is not None:
        return Likeness(confidence=0, why=other)
    by_text = _by_text(known, found)
    if by_text is not None:
        return by_text
    best = max(_signs(known, found), key=lambda one: one.confidence, default=None)
    if best is not None:
        return best
    return _against(known, found) or Likeness(
        confidence=OPEN,
        why="nothing is known of the document that could be compared",
        is_compared=False,
    )


def _of_documents(known: Known, found: Found) -> Likeness:
    """A file without words is known by its name alone."""
    name, other = _file_name(known.address), _file_name(found.url)
    if name and name.casefold() == other.casefold():
        return Likeness(confidence=70, why=f"it is a document of the same name, {name}")
    return Likeness(confidence=0, why="it is a document, and has another name")


def _file_name(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rpartition("/")[2]


def _other_date(known: Known, found: Found) -> str | None:
    """Why the date of what was found speaks against it."""
    day = found.published_on
    if day is None:
        return None
    if known.published_on is not None:
        is_other = abs(known.published_on - day) > _DAYS_BETWEEN
        return f"it is of {day}, and the document of {known.published_on}" if is_other else None
    span = span_in_path(known.address)
    if span is not None and not _is_around(day, span):
        return f"it is of {day}, and the address of {span[0]:%Y}"
    return None


def _is_around(day: date, span: tuple[date, date]) -> bool:
    return span[0] - _DAYS_AROUND_PATH <= day <= span[1] + _DAYS_AROUND_PATH


def _other_number(known: Known, found: Found) -> str | None:
    """Why the numbers in its title speak against it."""
    title = _headline(found)
    there = numbers_of(title)
    for text in (*known.titles[:1], *known.link_texts):
        numbers = numbers_of(text)
        if there and numbers and len(telling(text)) >= _FEWEST_WORDS and not numbers & there:
            return f"its title is “{title[:80]}”, and not “{text[:80]}”"
        if there and numbers and _same_words(text, title) and numbers != there:
            return f"its title is “{title[:80]}”, and not “{text[:80]}”"
    return None


def _by_text(known: Known, found: Found) -> Likeness | None:
    """By the words that were read at the old address; None where they do not decide."""
    old, new = shingles(known.text), shingles(found.text)
    if len(old) < _FEWEST_SHINGLES or not new:
        return None
    shared = len(old & new) / len(old | new)
    told = f"{round(100 * shared)} % of its words are those that were read at the old address"
    if shared >= _SAME_TEXT:
        return Likeness(confidence=min(99, round(100 * shared)), why=told)
    if shared >= _MAYBE_TEXT and any(_is_titled(found, title) for title in known.titles[:1]):
        return Likeness(confidence=round(100 * shared), why=f"{told}, and its title is the same")
    return Likeness(confidence=0, why=f"only {told}")


def _signs(known: Known, found: Found) -> Iterator[Likeness]:
    """What speaks for it, by titles, by the link and by the address."""
    title = telling(_headline(found))
    for old in known.titles[:1]:
        if _is_titled(found, old):
            yield Likeness(confidence=85, why=f"its title is that of the document, “{old[:80]}”")
    for text in known.link_texts:
        if _names(telling(text), title) and numbers_of(text) <= numbers_of(_headline(found)):
            yield Likeness(
                confidence=_sure(title), why=f"its title has the words of the link, “{text[:80]}”"
            )
    if _names(telling_of_address(known.address), title):
        yield Likeness(confidence=_sure(title), why="its title has the words of the old address")
    number = number_in(known.address)
    if number is not None and number == number_in(found.url) and _is_of_its_time(known, found):
        yield Likeness(
            confidence=75, why=f"it has the number {number} and the date of the old address"
        )
    around = telling(*known.contexts, *known.link_texts)
    if len(title) > _FEWEST_WORDS and title <= around:
        yield Likeness(confidence=65, why="its title stands where the link is")


def _is_of_its_time(known: Known, found: Found) -> bool:
    """Whether it is a dated document of the year or month in the old address, as no page for all
    addresses is."""
    span = span_in_path(known.address)
    return (
        span is not None and found.published_on is not None and _is_around(found.published_on, span)
    )


def _names(words: frozenset[str], title: frozenset[str]) -> bool:
    """Whether the words name the title: all of them are in it, and they are half of it at least."""
    return (
        len(words) >= _FEWEST_WORDS and words <= title and len(words) >= _OF_THE_TITLE * len(title)
    )


def _sure(title: frozenset[str]) -> int:
    """The more words a title has, the less likely is another document of that title."""
    return min(90, 55 + 5 * len(title))


def _is_titled(found: Found, title: str) -> bool:
    """Whether it has that title, and the title tells documents apart."""
    headline = _headline(found)
    is_telling = len(telling(title)) >= _FEWEST_WORDS
    return is_telling and _same_words(title, headline) and numbers_of(title) == numbers_of(headline)


def _same_words(one: str, other: str) -> bool:
    first, second = telling(one), telling(other)
    every = first | second
    return bool(every) and len(first & second) >= _SAME_WORDS * len(every)


def _headline(found: Found) -> str:
    """What a page is called: by its own heading, unless that is only the name of the site."""
    named = (title for title in found.titles if len(telling(title)) >= _FEWEST_WORDS)
    return next(named, found.titles[0] if found.titles else "")


def _against(known: Known, found: Found) -> Likeness | None:
    """Why the words speak against it: those that should be there are nowhere on the page."""
    there = telling(*found.titles, found.text)
    title = _headline(found)[:80]
    named = f"its title is “{title}”" if title else "it has no title"
    for text in (*known.titles, *known.link_texts):
        words = telling(text)
        if len(words) >= _FEWEST_WORDS and covered(words, there) < _HARDLY_COVERED:
            return Likeness(confidence=0, why=f"{named}, and it has none of “{text[:80]}”")
    address = telling_of_address(known.address)
    if len(address) >= 3 and covered(address, there) < _HARDLY_COVERED:
        return Likeness(confidence=0, why=f"{named}, and it has no word of the old address")
    return None
