"""Signs of a page that is not the page: a block or a wall, an outage, a "not found" inside a 200.

One sign proves nothing; a verdict takes two that agree.  A title counts only where a whole part of
it is such a phrase: "Technical Difficulties in the Talks" is a headline.  Where a profile's own
selector found the content, the page is the page: no title outweighs that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive_watch.extract.kind.phrases import BLOCKED, LOCKED, NOT_FOUND, OUT_OF_ORDER
from archive_watch.extract.kind.short_page import ShortPage

_PARTS_OF_TITLE = re.compile(r"\s+[|–—:·»›‹«-]+\s+|\s*\|\s*")
_CHALLENGE = re.compile(
    r"_cf_chl_|cf-browser-verification|_Incapsula_Resource|Incapsula incident ID|captcha-delivery"
    r"|awswaf|aws-waf-token|px-captcha|sec-if-cpt|ddos-guard|sucuri_cloudproxy|errors\.edgesuite\.net",
    re.IGNORECASE,
)
_WAY_IN = re.compile(r"log-?in|sign-?in|captive|hotspot|wifi|guestportal|/sso\b", re.IGNORECASE)
_NO_NAME = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|.*\.(?:lan|local|localdomain|home|internal)|.*:.*")
_WANTS_SCRIPTS = re.compile(
    r"<noscript[^>]*>(?:(?!</noscript>).){0,600}?(?:enable|require|need|turn on|without)"
    r"(?:(?!</noscript>).){0,80}?java ?script"
    r"|java ?script(?:(?!</noscript>).){0,60}?(?:required|disabled|to run)",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_SUFFIXES = ("", ".html", ".htm", ".php", ".asp", ".aspx", ".cfm", ".jsp", ".shtml")
_DOCUMENT_SUFFIXES = frozenset(
    ".pdf .xml .rss .atom .json .txt .csv .doc .docx .xls .xlsx .ppt .pptx .rtf .jpg .jpeg .png .gif"
    " .zip .mp3 .mp4 .wmv .ics .epub".split()
)
_FEW_WORDS = 400
_VERY_FEW_WORDS = 150
NOTICE_WORDS = 60  # a notice, a wall or a page of maintenance has no more
_HARDLY_WORDS = 40  # sites that are guarded have the guard's script on every page
_FIRST_SENTENCES = 3
_SHORTEST_SENTENCE = 3
_SHORTEST_REFUSAL = 4  # "One moment, please." is said in many an interview
_REFUSING = frozenset({401, 403, 407, 429, 451, 503})
_GONE = frozenset({404, 410})
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What can be seen of a page before it is read.

    ``has_root``: a selector of the profile found the content.  ``is_fallback``: they are only the
    usual names of content, which error pages use too.  ``short`` is empty on a page of more words
    than a notice has; else ``words_around`` are those outside the content.  ``refresh`` is the
    other address that the browser is sent on to.  ``same_body_as``: another address of the host
    that answered these very bytes.
    """

    title: str
    heading: str
    has_root: bool
    is_fallback: bool
    has_links: bool
    words: int
    url: str
    status: int
    x_cache: str
    markup: str
    words_around: int = 0
    not_found_matches: bool = False
    asks_for_password: bool = False
    refresh: str | None = None
    same_body_as: str | None = None
    short: ShortPage = field(default_factory=ShortPage)

    @property
    def is_surely_content(self) -> bool:
        """Whether a selector of the host's own profile found the content."""
        return self.has_root and not self.is_fallback


def block_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this is a block page, two of them at least; empty otherwise."""
    if page.is_surely_content or _is_long(page):
        return ()
    strong = [
        *(_named(page, BLOCKED) or _said(page, BLOCKED, shortest=_SHORTEST_REFUSAL)[:1]),
        *_edge_error(page),
        *(["a challenge to browsers is on it"] if _is_challenge(page) else []),
    ]
    return _agreeing(strong, [*_same_body(page), *_weak_signs(page)]) or _one_body(page)


def _one_body(page: PageSigns) -> tuple[str, ...]:
    """Signs that one body is answered for many addresses: it is, and looks like no page of the site.

    Only where the host has a profile of its own: elsewhere two plain pages may be alike.
    """
    same, others = (
        _same_body(page),
        [sign for sign in _weak_signs(page) if sign not in _no_root(page)],
    )
    return (*same, *others, *_no_root(page)) if same and others and not page.is_fallback else ()


def lock_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that the page is behind a login, a portal or a wall of cookies."""
    if page.is_surely_content or page.words > NOTICE_WORDS:
        return ()
    strong = [*_named(page, LOCKED), *_said(page, LOCKED)[:1], *_sent_to_a_portal(page)]
    password = ["it asks for a password"] if page.asks_for_password else []
    return _agreeing(strong, [*password, *_weak_signs(page)])


def outage_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that the site says it is out of order."""
    if page.is_surely_content or page.words > NOTICE_WORDS:
        return ()
    return _agreeing(_named(page, OUT_OF_ORDER) or _said(page, OUT_OF_ORDER)[:1], _weak_signs(page))


def not_found_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this page says "not found", two of them at least; empty otherwise."""
    own = ["the site's own mark of a missing page is on it"] if page.not_found_matches else []
    named = [] if _is_long(page) else _named(page, NOT_FOUND)
    if page.is_surely_content and page.words > _VERY_FEW_WORDS:
        named = []
    said = [] if named else _said(page, NOT_FOUND)[:1]
    if page.is_surely_content and page.words > _HARDLY_WORDS:
        said = []
    if not (own or named or said):
        return ()
    signs = (*named, *said, *own, *_no_root(page), *_few_words(page))
    return signs if len(signs) > 1 or own else ()


def mismatch_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that a page, and none of the site's own, was answered for a document's address."""
    if page.has_root or page.is_fallback or _suffix(page.url) not in _DOCUMENT_SUFFIXES:
        return ()
    return (*_mismatch(page.url), *_no_root(page))


def wants_scripts(page: PageSigns) -> bool:
    """Whether a page without words says that a browser's scripts would make them."""
    return (
        page.words < NOTICE_WORDS
        and not page.is_surely_content
        and all("script" in sentence.lower() for sentence in page.short.sentences)
        and _WANTS_SCRIPTS.search(page.markup) is not None
    )


def _agreeing(strong: Sequence[str], weak: Sequence[str]) -> tuple[str, ...]:
    signs = (*strong, *weak)
    return signs if strong and len(signs) > 1 else ()


def _is_long(page: PageSigns) -> bool:
    """Whether the words of a page are too many for what only looks like content to be an error."""
    return (page.has_root or page.is_fallback) and page.words > _FEW_WORDS


def _named(page: PageSigns, phrase: re.Pattern[str]) -> list[str]:
    """That the title or the headline says so; one of them is one sign."""
    for name, words in (("title", page.title), ("heading", page.heading)):
        if any(phrase.fullmatch(part) for part in parts_of_title(words)):
            return [f"its {name} is “{words[:80]}”"]
    return []


def parts_of_title(words: str) -> list[str]:
    """A title or a headline, whole and in its parts."""
    bounded = words[:_LONGEST_HEADING]
    return [part.strip(" \t!*-") for part in (bounded, *_PARTS_OF_TITLE.split(bounded))]


def _said(
    page: PageSigns, phrase: re.Pattern[str], *, shortest: int = _SHORTEST_SENTENCE
) -> list[str]:
    """That one of its first sentences says so."""
    return [
        f"it says “{sentence[:80]}”"
        for sentence in page.short.sentences[:_FIRST_SENTENCES]
        if len(sentence.split()) >= shortest and phrase.fullmatch(sentence)
    ]


def _weak_signs(page: PageSigns) -> list[str]:
    return [
        *_no_root(page),
        *([] if page.has_links else ["it has no link at all"]),
        *_few_words(page),
        *([f"it answered {page.status}"] if page.status in _REFUSING else []),
        *_mismatch(page.url),
    ]


def _no_root(page: PageSigns) -> list[str]:
    return [] if page.has_root else ["none of the profile's content selectors matches"]


def _few_words(page: PageSigns) -> list[str]:
    return [only_words(page.words)] if page.words < _VERY_FEW_WORDS else []


def only_words(words: int) -> str:
    """That a page is short, in words."""
    return f"it has only {words} word{'' if words == 1 else 's'}"


def _edge_error(page: PageSigns) -> list[str]:
    """That the edge, not the site, answered; it says the same of a page that is only missing."""
    is_error = page.x_cache.lower().startswith("error") and page.status not in _GONE
    return [f"x-cache: {page.x_cache}"] if is_error and not page.has_root else []


def _same_body(page: PageSigns) -> list[str]:
    """That the host answers one body for several addresses; only where no selector found content."""
    if page.same_body_as is None or page.has_root:
        return []
    return [f"{page.same_body_as} answered the same bytes"]


def _is_challenge(page: PageSigns) -> bool:
    return page.words < _HARDLY_WORDS and _CHALLENGE.search(page.markup) is not None


def _sent_to_a_portal(page: PageSigns) -> list[str]:
    """That the browser is sent to a login, or to a machine of a network that has no public name."""
    if page.refresh is None:
        return []
    parts = urlsplit(page.refresh)
    has_no_name = _NO_NAME.fullmatch(parts.hostname or "") is not None
    is_own = parts.hostname == urlsplit(page.url).hostname
    if (has_no_name and not is_own) or _WAY_IN.search(f"{parts.hostname}{parts.path}"):
        return [f"it sends the browser on to {page.refresh[:200]}"]
    return []


def _mismatch(url: str) -> Sequence[str]:
    suffix = _suffix(url)
    return [] if suffix in _PAGE_SUFFIXES else [f"a page was answered for a {suffix} address"]


def _suffix(url: str) -> str:
    name = urlsplit(url).path.rsplit("/", 1)[-1].lower()
    return f".{name.rsplit('.', 1)[-1]}" if "." in name else ""
