"""What a source is that names pages: a sitemap, a feed, a listing; and what was read in one.

A reading is a fact, never an exception: what was understood, what was not (``faults``, for people),
and whether it is the whole (a page that a whole sitemap no longer names has left it; half a sitemap
says nothing about what it does not name).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 50 * 1024 * 1024
"""More of a source is not read, unpacked (sitemaps.org: a sitemap is at most 50 MB)."""

MAX_NAMED = 50_000
"""More addresses are not taken from one source (sitemaps.org: at most 50,000)."""

LONGEST_ADDRESS = 8_192


class SourceKind(StrEnum):
    """What a source is, by what it holds."""

    SITEMAP = "sitemap"
    INDEX = "sitemap_index"
    FEED = "feed"
    LISTING = "listing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One address that a source names, resolved; ``lastmod`` is UTC text or a day, where it says one.

    ``lastmod`` is when the page is said to have been modified, never when it was published.
    """

    url: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a source says: ``named`` are pages, ``further`` are sources that it leads to.

    ``further`` of an index are its sitemaps, of a listing the lists under it; ``next_page`` is the
    source that goes on where this one ends.  ``is_whole``: nothing was left out.
    """

    kind: SourceKind
    named: tuple[Named, ...] = ()
    further: tuple[Named, ...] = ()
    next_page: str | None = None
    faults: tuple[str, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSource:
    """The answer is no source that we can read; ``is_page``: it is a page for people."""

    why: str
    is_page: bool = False
