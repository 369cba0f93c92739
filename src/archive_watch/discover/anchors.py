"""The links in markup, found by their tags alone: linear in time, whatever the page is made of.

No tree is built, so that a list of ten thousand links costs no more than its length; comments and
scripts are passed over.  Good enough to follow a link, never to read words by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

from archive_watch.discover.sitemap import address_in
from archive_watch.model.url import host_of

_TAG = re.compile(r"<(a|area|link)\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(href|rel|type|class|aria-label|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_END = re.compile(r"</a", re.IGNORECASE)
_HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
_HIDES = re.compile(r"<!--|<script\b|<style\b", re.IGNORECASE)
_WORDS_WITHIN = 400
_MOST_WORDS = 60
_MOST = 20_000  # more links of one page are not looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One link: its address resolved, its words (or its label) in lower case, its other attributes.

    ``is_head``: it is a ``<link>`` of the page's head, which no reader sees.
    """

    url: str
    words: str = ""
    rel: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    media_type: str = ""
    is_head: bool = False


def anchors_in(markup: str, base: str) -> Iterator[Anchor]:
    """Every link in ``markup`` that leads to a web address; ``base`` is what they are relative to."""
    seen = "".join(_visible(markup))
    for found in islice(_TAG.finditer(seen), _MOST):
        said = {
            name.lower(): unescape(next(filter(None, values), ""))
            for name, *values in _ATTRIBUTE.findall(found[2])
        }
        url = address_in(said.get("href", ""), base)
        if url is not None and _has_host(url):
            is_head = found[1].lower() == "link"
            shown = "" if is_head else _words(seen, found.end())
            yield Anchor(
                url=url,
                words=(shown or said.get("aria-label") or said.get("title") or "").lower()[
                    :_MOST_WORDS
                ],
                rel=frozenset(said.get("rel", "").lower().split()),
                names=frozenset(said.get("class", "").lower().split()),
                media_type=said.get("type", "").lower(),
                is_head=is_head,
            )


def _visible(markup: str) -> Iterator[str]:
    """``markup`` without comments, scripts and styles."""
    at = 0
    while (hides := _HIDES.search(markup, at)) is not None:
        yield markup[at : hides.start()]
        closing = next(end for begin, end in _HIDDEN if hides[0].lower() == begin)
        ended = re.compile(closing, re.IGNORECASE).search(markup, hides.end())
        if ended is None:
            return
        at = ended.end()
    yield markup[at:]


def _words(markup: str, start: int) -> str:
    """The words of a link that begins at ``start``."""
    some = markup[start : start + _WORDS_WITHIN]
    end = _END.search(some)
    shown = _ANY_TAG.sub(" ", some[: end.start()] if end else "")
    return " ".join(unescape(shown).split())


def _has_host(url: str) -> bool:
    try:
        return bool(host_of(url))
    except ValueError:
        return False
