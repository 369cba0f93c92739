"""Signs of a page that is not the page: a block or challenge page, a "not found" inside a 200.

One sign proves nothing; a verdict takes two that agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_BLOCK_TITLE = re.compile(
    r"^\W*(?:technical difficulties|access (?:to this page has been )?denied|attention required"
    r"|just a moment|request (?:blocked|rejected)|you have been blocked|security check"
    r"|pardon our interruption|client challenge|are you (?:a )?(?:human|robot)"
    r"|403 forbidden|forbidden|error: the request could not be satisfied|blocked)\b",
    re.IGNORECASE,
)
_NOT_FOUND_TITLE = re.compile(
    r"^\W*(?:(?:error\s*)?404\b|(?:the )?(?:page|document|file|content)s?(?: you (?:requested|are looking"
    r" for|were looking for))?\s*(?:was |is |could |can)?(?:not|no longer|cannot)\s*(?:be )?"
    r"(?:found|available|exists?)|not found\b|nothing found)",
    re.IGNORECASE,
)
_PAGE_SUFFIXES = ("", ".html", ".htm", ".php", ".asp", ".aspx", ".cfm", ".jsp", ".shtml")
_LINK = re.compile(r"<a\b[^>]*\bhref\s*=", re.IGNORECASE)
_FEW_WORDS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What can be seen of a page before it is read."""

    title: str
    has_root: bool
    words: int
    url: str
    status: int
    x_cache: str
    markup: str
    not_found_matches: bool = False


def block_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this is a block page, two of them at least; empty otherwise."""
    if page.has_root:
        return ()
    titled = _BLOCK_TITLE.match(page.title) is not None
    signs = [
        *([f"its title is “{page.title[:80]}”"] if titled else []),
        "none of the profile's content selectors matches",
        *(["it has no link at all"] if not _LINK.search(page.markup) else []),
        *([f"x-cache: {page.x_cache}"] if page.x_cache.lower().startswith("error") else []),
        *(_mismatch(page.url)),
    ]
    strong = titled or page.x_cache.lower().startswith("error")
    return tuple(signs) if strong and len(signs) > 1 else ()


def not_found_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this page says "not found", two of them at least; empty otherwise."""
    signs = [
        *([f"its title is “{page.title[:80]}”"] if _NOT_FOUND_TITLE.match(page.title) else []),
        *(["the site's own mark of a missing page is on it"] if page.not_found_matches else []),
    ]
    if not signs:
        return ()
    if not page.has_root:
        signs.append("none of the profile's content selectors matches")
    if page.words < _FEW_WORDS:
        signs.append(f"it has only {page.words} words")
    return tuple(signs) if len(signs) > 1 or page.not_found_matches else ()


def _mismatch(url: str) -> Sequence[str]:
    name = urlsplit(url).path.rsplit("/", 1)[-1].lower()
    suffix = f".{name.rsplit('.', 1)[-1]}" if "." in name else ""
    return [] if suffix in _PAGE_SUFFIXES else [f"a page was answered for a {suffix} address"]
