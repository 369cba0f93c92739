"""The stable ids of a page: its post number, its item number, the addresses that it calls its own.

They are no part of a page's state: a publisher who renumbers his pages has changed no word.  An
address that is the page's own, or a home page, which careless templates state on every page, says
nothing and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.words.links import base_of
from archive_watch.model.memento import unwritten
from archive_watch.model.stable_id import IdKind, StableId
from archive_watch.model.url import page_key, resolved
from archive_watch.normalise.text import storable

_POST_CLASS = re.compile(r"(?:postid|page-id)-(\d{1,12})")
_ITEM_ID_NAME = "item_id"
_ITEM_ID = re.compile(r"item_id\s*=\s*[\"'](\d{1,12})[\"']")
_NUMBERED_FILE = re.compile(r"/(\d{3,9})\.htm", re.IGNORECASE)
_YEARS = range(1900, 2100)
_NUMBER = re.compile(r"\d{1,12}")
_LONGEST_ADDRESS = 2_000
_ADDRESSES = (
    (IdKind.CANONICAL, "link[rel=canonical]", "href"),
    (IdKind.OG_URL, 'meta[property="og:url"]', "content"),
    (IdKind.SHORTLINK, "link[rel=shortlink]", "href"),
)


def ids_of(
    tree: LexborHTMLParser, markup: str, *, url: str, has_profile: bool
) -> tuple[StableId, ...]:
    """The stable ids that a page of ``url`` states, in the order of their kinds.

    The number in an address counts only where the host has a profile of its own: elsewhere the
    name of a file is only a name.
    """
    found = {*_numbers(tree, markup), *_addresses(tree, url), *_original(url)}
    number = htm_number_of(unwritten(url))
    if has_profile and number is not None:
        found.add(StableId(kind=IdKind.HTM_NUMBER, value=number))
    return tuple(sorted(found, key=lambda one: (list(IdKind).index(one.kind), one.value)))


def htm_number_of(url: str) -> str | None:
    """The number that an address of the archives of 2001 to 2017 ends in; a year is none."""
    found = _NUMBERED_FILE.search(urlsplit(url).path)
    if found is None or found.end() != len(urlsplit(url).path):
        return None
    return None if int(found[1]) in _YEARS else found[1]


def post_id_of(url: str) -> str | None:
    """The post number in a WordPress shortlink, ``/?p=N``."""
    parts = urlsplit(url)
    if parts.path not in {"", "/"}:
        return None
    asked = parse_qs(parts.query)
    number = next((asked[name][0] for name in ("p", "page_id") if name in asked), "")
    return number if _NUMBER.fullmatch(number) else None


def _numbers(tree: LexborHTMLParser, markup: str) -> Iterator[StableId]:
    classes = ((tree.body.attributes.get("class") if tree.body else None) or "").split()
    for name in classes:
        found = _POST_CLASS.fullmatch(name)
        if found is not None:
            yield StableId(kind=IdKind.POST_ID, value=found[1])
    named = markup.find(_ITEM_ID_NAME)  # a plain search: a pattern would read every letter
    item = None if named < 0 else _ITEM_ID.search(markup, named)
    if item is not None:
        yield StableId(kind=IdKind.ITEM_ID, value=item[1])


def _addresses(tree: LexborHTMLParser, url: str) -> Iterator[StableId]:
    for kind, selector, name in _ADDRESSES:
        node = tree.css_first(selector)
        stated = storable((node.attributes.get(name) if node is not None else None) or "").strip()
        found = _address(stated, url) if 0 < len(stated) <= _LONGEST_ADDRESS else None
        if found is None:
            continue
        post_id = post_id_of(found) if kind is IdKind.SHORTLINK else None
        if post_id is not None:
            yield StableId(kind=kind, value=post_id, url=found)
        elif not _is_own_or_home(found, url):
            yield StableId(kind=kind, value=page_key(found), url=found)


def _address(stated: str, url: str) -> str | None:
    """The address as an absolute one of the web, without an archive's prefix."""
    found = resolved(base_of(url, None), unwritten(stated))
    if found is None or urlsplit(found).scheme.lower() not in {"http", "https"}:
        return None
    try:
        page_key(found)
    except ValueError:
        return None
    return found


def _is_own_or_home(found: str, url: str) -> bool:
    parts = urlsplit(found)
    is_home = parts.path in {"", "/"} and not parse_qs(parts.query)
    return is_home or page_key(found) == page_key(unwritten(url))


def _original(url: str) -> Iterator[StableId]:
    """The address of which this is a copy that a web archive serves."""
    original = unwritten(url)
    if original != url and (found := _address(original, url)) is not None:
        yield StableId(kind=IdKind.ORIGINAL, value=page_key(found), url=found)
