"""Listing pages: which pages they name, which lists stand under them, and where they go on.

The links come from the content that the site's profile selects; the way on, which stands beside it
as often as not, is looked for in the whole page.  It is the ``rel=next`` link, else the one that is
called so, else the next number of the same pagination.  Where a page says that it goes on to
itself, or back, it goes nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlsplit

from archive_watch.discover.anchors import Anchor, anchors_in
from archive_watch.discover.sitemap import address_in
from archive_watch.discover.source import MAX_NAMED, Named, Reading, SourceKind
from archive_watch.model.url import host_of, page_key

_NEXT_WORDS = frozenset(
    "next|next page|next »|next ›|next >|next →|older|older posts|older entries|more|load more|›|»|→"
    "|next releases|next results".split("|")
)
_IN_PATH = re.compile(r"/page/(\d{1,6})(?=/|$)")
_NUMBER_KEYS = ("page", "paged", "pg", "pagenum", "gotopage", "start", "offset", "p")
_INDEX_NAME = re.compile(r"(?:^|[_-])index\.html?$", re.IGNORECASE)
_FEED_TYPE = re.compile(r"rss|atom|feed\+json")


def listing_of(
    roots: Sequence[str],
    page: str,
    *,
    url: str,
    base: str | None,
    start: str,
    note: str | None = None,
) -> Reading:
    """The reading of a listing that answered at ``url``.

    ``roots`` is the markup of its content (none: the whole page counts), ``page`` its whole markup,
    ``base`` what its ``<base>`` says; ``start`` the listing that the discovery began with; ``note``
    what a reader is to be told of it.
    """
    against = address_in(base or "", url) or url
    whole = list(anchors_in(page, against))
    own = [one for root in roots or (page,) for one in anchors_in(root, against) if not one.is_head]
    own_keys = {page_key(url), page_key(start)}
    onward = next_page(whole, url=url)
    below = [one.url for one in own if is_list_under(one.url, start)]
    steps = {page_key(step) for step in (onward,) if step}
    named = [
        one.url for one in own
        if page_key(one.url) not in own_keys | steps and not is_page_of(one.url, url)
    ]  # fmt: skip
    return Reading(
        kind=SourceKind.LISTING,
        named=_once(named),
        further=tuple(one for one in _once(below) if page_key(one.url) not in own_keys),
        next_page=onward,
        faults=() if note is None else (note,),
    )


def feeds_of(page: str, *, url: str) -> tuple[str, ...]:
    """The feeds that a page names for itself."""
    found = [
        one.url
        for one in anchors_in(page, url)
        if one.is_head and "alternate" in one.rel and _FEED_TYPE.search(one.media_type)
    ]
    return tuple(dict.fromkeys(found))


def next_page(anchors: Sequence[Anchor], *, url: str) -> str | None:
    """Where the listing at ``url`` goes on; None where it does not say so, or leads away."""
    ahead = [one for one in anchors if _is_ahead(one.url, url)]
    named = [one.url for one in ahead if "next" in one.rel]
    called = [
        one.url for one in ahead if one.words.rstrip(" .") in _NEXT_WORDS or "next" in one.names
    ]
    at = _number(url) or 1
    numbered = sorted(
        (number, one.url)
        for one in ahead
        if is_page_of(one.url, url) and (number := _number(one.url) or 0) > at
    )
    return next(iter([*named, *called, *(address for _, address in numbered)]), None)


def is_page_of(url: str, listing: str) -> bool:
    """Whether ``url`` is a numbered page of the same listing."""
    return _number(url) is not None and _without_number(url) == _without_number(listing)


def is_list_under(url: str, start: str) -> bool:
    """Whether ``url`` is an index page in the folder of ``start`` or beneath, as old archives have."""
    parts, origin = urlsplit(url), urlsplit(start)
    folder = origin.path.rpartition("/")[0] + "/"
    is_index = _INDEX_NAME.search(parts.path.rpartition("/")[2]) is not None
    return is_index and _same_host(url, start) and parts.path.startswith(folder)


def _is_ahead(url: str, listing: str) -> bool:
    """Whether a step from ``listing`` to ``url`` stays on its host and is no step on the spot or back."""
    if not _same_host(url, listing) or page_key(url) == page_key(listing):
        return False
    number = _number(url)
    return number is None or number > (_number(listing) or 0) or not is_page_of(url, listing)


def _number(url: str) -> int | None:
    """The number of a page in a pagination, from its path or its query."""
    parts = urlsplit(url)
    in_path = _IN_PATH.search(parts.path)
    if in_path is not None:
        return int(in_path[1])
    query = dict(parse_qsl(parts.query[:2_048]))
    if parts.path in {"", "/"}:
        query.pop("p", None)  # of a WordPress home page it is the number of a post
    values = [query[key] for key in _NUMBER_KEYS if key in query]
    return next((int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 7), None)


def _without_number(url: str) -> tuple[str, str, frozenset[tuple[str, str]]]:
    parts = urlsplit(url)
    path = _IN_PATH.sub("", parts.path)
    pairs = parse_qsl(parts.query[:2_048], keep_blank_values=True)
    rest = frozenset(pair for pair in pairs if pair[0] not in _NUMBER_KEYS)
    return host_of(url), page_key(f"http://x{path or '/'}"), rest


def _same_host(one: str, other: str) -> bool:
    return host_of(one) == host_of(other)


def _once(urls: Iterable[str]) -> tuple[Named, ...]:
    by_key: dict[str, str] = {}
    for url in urls:
        by_key.setdefault(page_key(url), url)
    return tuple(Named(url=url) for url in list(by_key.values())[:MAX_NAMED])
