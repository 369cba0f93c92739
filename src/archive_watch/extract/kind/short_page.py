"""What a page of few words says and where it leads: its sentences, its links, its refresh.

An error, a wall or a notice is short.  Nothing here is looked at on a page with many words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.words.links import base_of
from archive_watch.model.memento import unwritten
from archive_watch.model.url import page_key, resolved
from archive_watch.normalise.text import folded

_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{0,9})[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']*)[\"']?\s*",
    re.IGNORECASE,
)
_LONGEST_WAIT_SECONDS = 30  # who is to read a page first is not sent on from it
_SENTENCE_END = re.compile(r"(?<=[.!?…。！])\s+|\s*\n+\s*|(?<=[。！])")
_BLOCKS = "p, div, li, h1, h2, h3, h4, h5, h6, br, td, dd, dt, center, hr, main, section, article"
_LONGEST_SENTENCE = 300
_WEB = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class ShortPage:
    """The sentences of a page of few words, and the other addresses that it leads to."""

    sentences: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()


def refresh_of(tree: LexborHTMLParser) -> str | None:
    """The address that a ``<meta>`` soon sends every browser on to, as written."""
    for node in tree.css("meta[http-equiv]"):
        named = (node.attributes.get("http-equiv") or "").strip().lower()
        if named != "refresh" or _is_without_scripts(node):
            continue
        found = _REFRESH.fullmatch((node.attributes.get("content") or "").strip())
        if found is None or int(found["seconds"] or 0) > _LONGEST_WAIT_SECONDS:
            continue
        if found["url"].strip():
            return found["url"].strip()
    return None


def _is_without_scripts(node: LexborNode) -> bool:
    """Whether it stands for browsers without scripts only."""
    parent = node.parent
    while parent is not None and parent.tag != "noscript":
        parent = parent.parent
    return parent is not None


def refreshed_to(refresh: str | None, *, url: str, base: str | None) -> str | None:
    """``refresh`` as an address, where it is another page; another query alone is the page again."""
    target = None if refresh is None else elsewhere(refresh, url=url, base=base)
    if target is None:
        return None
    asked, own = target.partition("?")[0], unwritten(url).partition("?")[0]
    return None if page_key(asked) == page_key(own) else target


def elsewhere(href: str, *, url: str, base: str | None) -> str | None:
    """``href`` resolved, where it is another page of the web than ``url``."""
    target = resolved(base_of(url, base), unwritten(href))
    if target is None or urlsplit(target).scheme.lower() not in _WEB:
        return None
    try:
        is_same = page_key(unwritten(target)) == page_key(unwritten(url))
    except ValueError:
        return None
    return None if is_same else target


def short_page_of(markups: Iterable[str], *, url: str, base: str | None) -> ShortPage:
    """What the slices of a page say."""
    sentences: list[str] = []
    targets: dict[str, None] = {}
    for markup in markups:
        tree = LexborHTMLParser(markup)
        if tree.body is None:
            continue
        for node in tree.css("a[href]"):
            target = elsewhere(node.attributes.get("href") or "", url=url, base=base)
            if target is not None:
                targets[target] = None
        for node in tree.css(_BLOCKS):
            node.insert_before("\n")
            node.insert_after("\n")
        sentences += _sentences(tree.body.text(separator=""))
    return ShortPage(tuple(sentences), tuple(targets))


def _sentences(text: str) -> list[str]:
    return [piece[:_LONGEST_SENTENCE] for piece in map(folded, _SENTENCE_END.split(text)) if piece]
