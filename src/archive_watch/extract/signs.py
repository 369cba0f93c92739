"""Signs of a page that is not the page: a block or challenge page, a "not found" inside a 200.

One sign proves nothing; a verdict takes two that agree.  A title counts only where a whole part of
it is such a phrase: "Technical Difficulties in the Talks" is a headline.  Where a profile's own
selector found the content, the page is the page: no title outweighs that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_PARTS_OF_TITLE = re.compile(r"\s+[|–—:·»-]+\s+|\s*\|\s*")
_CODE = r"(?:(?:http )?(?:error )?(?:code )?\d{3}(?: error)?[\s:.!-]*)?"
_BLOCK_PHRASE = re.compile(
    rf"{_CODE}(?:(?:we(?: are|['’]re) (?:currently )?(?:experiencing|having) (?:some )?)?technical"
    r" difficult(?:y|ies)|access (?:to this (?:page|site|website) (?:has been |is |was )?)?"
    r"denied|attention required!?|(?:just )?(?:a|one) moment(?:, please)?|please wait(?: a moment)?"
    r"|(?:your )?request (?:was |has been )?(?:blocked|rejected|denied)|you have been blocked|blocked"
    r"|security (?:check|challenge)|pardon our interruption|client challenge|robot check|captcha"
    r"|(?:are you|verify(?:ing)? (?:that )?you are|confirm you are) (?:a |an )?(?:human|robot)"
    r"|human verification|bot (?:verification|challenge)|checking your browser(?: .{0,60})?"
    r"|forbidden(?:: access is denied)?|unauthori[sz]ed|access forbidden|page forbidden|not acceptable!?"
    r"|error: the request could not be satisfied|the request could not be satisfied"
    r"|ddos(?:-guard| protection)?(?: .{0,40})?|too many requests|web page blocked!?)[.!…?]*",
    re.IGNORECASE,
)
_NO_THING = (
    r"(?:(?:the|that|this) )?(?:requested |web ?)?"
    r"(?:page|document|file|content|article|resource|url|object|item|post)s?"
    r"(?: or directory)?(?: (?:that )?(?:you(?:['’]re| have| are| were)? )?(?:requested|looking for"
    r"|trying to (?:reach|find|access)))?"
)
_NOT_FOUND_PHRASE = re.compile(
    rf"(?:{_CODE}(?:(?:sorry|oops|uh[- ]oh|whoops)[,.!… ]+)?(?:"
    rf"{_NO_THING} (?:was |is |has been |have been |could |can|can['’]t be |cannot be "
    r"|(?:does|is)(?: not|n['’]t) )?"
    r"(?:not |no longer |be )*(?:found|available|exists?|deleted|removed|missing)"
    rf"|(?:we )?(?:can['’]t|cannot|could(?: not|n['’]t)) find {_NO_THING}.{{0,40}}"
    r"|not found|nothing (?:was )?found|no such (?:page|file|document)"
    r"|p[aá]gina no encontrada|page (?:introuvable|non trouvée))(?: \(?404\)?)?"
    r"|(?:http )?(?:error )?(?:code )?404(?: error)?(?: page)?)[.!…?]*",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"_cf_chl_|cf-browser-verification|_Incapsula_Resource|captcha-delivery|awswaf|aws-waf-token"
    r"|px-captcha|sec-if-cpt|ddos-guard",
    re.IGNORECASE,
)
_PAGE_SUFFIXES = ("", ".html", ".htm", ".php", ".asp", ".aspx", ".cfm", ".jsp", ".shtml")
_FEW_WORDS = 400
_VERY_FEW_WORDS = 150
_HARDLY_WORDS = 40  # sites that are guarded have the guard's script on every page
_REFUSING = frozenset({401, 403, 407, 429, 451, 503})
_GONE = frozenset({404, 410})
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What can be seen of a page before it is read.

    ``has_root``: a selector of the profile found the content.  ``is_fallback``: they are only the
    usual names of content, which error pages use too.
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
    not_found_matches: bool = False


def block_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this is a block page, two of them at least; empty otherwise."""
    if _is_surely_content(page) or _is_long(page):
        return ()
    named = _named(page, _BLOCK_PHRASE)
    strong = [
        *named,
        *_edge_error(page),
        *(["a challenge to browsers is on it"] if _is_challenge(page) else []),
    ]
    if not strong:
        return ()
    signs = (*strong, *_weak_signs(page))
    return signs if len(signs) > 1 else ()


def not_found_signs(page: PageSigns) -> tuple[str, ...]:
    """The signs that this page says "not found", two of them at least; empty otherwise."""
    own = ["the site's own mark of a missing page is on it"] if page.not_found_matches else []
    named = [] if _is_long(page) else _named(page, _NOT_FOUND_PHRASE)
    if not own and (not named or (_is_surely_content(page) and page.words > _VERY_FEW_WORDS)):
        return ()
    signs = (*named, *own, *_no_root(page), *_few_words(page))
    return signs if len(signs) > 1 or own else ()


def _is_surely_content(page: PageSigns) -> bool:
    return page.has_root and not page.is_fallback


def _is_long(page: PageSigns) -> bool:
    """Whether the words of a page are too many for what only looks like content to be an error."""
    return (page.has_root or page.is_fallback) and page.words > _FEW_WORDS


def _named(page: PageSigns, phrase: re.Pattern[str]) -> list[str]:
    """That the title or the headline says so; one of them is one sign."""
    for name, words in (("title", page.title), ("heading", page.heading)):
        bounded = words[:_LONGEST_HEADING]
        parts = (bounded, *_PARTS_OF_TITLE.split(bounded))
        if any(phrase.fullmatch(part.strip(" \t!*-")) for part in parts):
            return [f"its {name} is “{words[:80]}”"]
    return []


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
    return [f"it has only {page.words} words"] if page.words < _VERY_FEW_WORDS else []


def _edge_error(page: PageSigns) -> list[str]:
    """That the edge, not the site, answered; it says the same of a page that is only missing."""
    is_error = page.x_cache.lower().startswith("error") and page.status not in _GONE
    return [f"x-cache: {page.x_cache}"] if is_error and not page.has_root else []


def _is_challenge(page: PageSigns) -> bool:
    return page.words < _HARDLY_WORDS and _CHALLENGE.search(page.markup) is not None


def _mismatch(url: str) -> Sequence[str]:
    name = urlsplit(url).path.rsplit("/", 1)[-1].lower()
    suffix = f".{name.rsplit('.', 1)[-1]}" if "." in name else ""
    return [] if suffix in _PAGE_SUFFIXES else [f"a page was answered for a {suffix} address"]
