"""What is known of the document that a link was for, and what was found instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive_watch.model.link import SuggestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that may tell the document at ``address`` from another.

    ``titles``, ``text`` and ``published_on`` are of the page that was once read at that address;
    ``link_texts`` and ``contexts`` are the words of the links to it, and those around them, and
    ``page_date`` the day of a page that has one.  ``was_honest``: the host answered the link with
    404 or 410, so that its good answers can be believed.
    """

    address: str
    titles: tuple[str, ...] = ()
    text: str = ""
    published_on: date | None = None
    link_texts: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    page_date: date | None = None
    was_honest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address at which the document may be; ``why`` is for people, ``rule`` that of the map.

    ``copied_at`` is the time of a web archive's copy, as UTC text, and ``asked_as`` the address at
    which it is served as it was taken, which is asked in its place.
    """

    url: str
    kind: SuggestionKind
    why: str
    rule: str | None = None
    copied_at: str | None = None
    asked_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What answered at a candidate's address: its titles, its words, its date.

    ``is_document``: no page, so that there are no words to compare.
    """

    url: str
    titles: tuple[str, ...] = ()
    text: str = ""
    published_on: date | None = None
    is_document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Whether what was found is the document: from 0 (it is another) to 100; and why, for people.

    ``is_compared`` False: nothing was known that could be.
    """

    confidence: int
    why: str
    is_compared: bool = True
