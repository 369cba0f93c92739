"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed; of each item its page, and when it was modified.

A date of publication is no sign of an edit and is not taken for one.  A feed that says how it goes
on (RFC 5005), and one that WordPress made (``?paged=2``), has a next page.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from archive_watch.discover.entries import Entries, Entry
from archive_watch.discover.moment import w3c_moment
from archive_watch.discover.sitemap import address_in
from archive_watch.discover.source import MAX_NAMED, Named, NoSource, Reading, SourceKind

ROOTS = frozenset({"rss", "rdf", "feed"})
_JSON_FEED = "https://jsonfeed.org/version/"
_ONWARD = ("next", "prev-archive")


def feed_of(found: Entries, *, url: str) -> Reading:
    """The reading of an RSS or Atom feed that was found at ``url``."""
    base = address_in(found.base or "", url) or url
    items = [(entry, _page_of(entry, base)) for entry in found.entries]
    named = [Named(url=page, lastmod=_modified(entry)) for entry, page in items if page is not None]
    told = [found.fault] if found.fault else []
    if len(named) < len(items):
        told.append(f"{len(items) - len(named):,} of its items name no page")
    return Reading(
        kind=SourceKind.FEED,
        named=tuple(named),
        next_page=_next_page(found.head, url, bool(named)),
        faults=tuple(told),
        is_whole=not told,
    )


def json_feed_of(text: str, *, url: str) -> Reading | NoSource:
    """The reading of a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        return NoSource(why="it looks like JSON and is none")
    if not isinstance(told, dict) or not str(told.get("version", "")).startswith(_JSON_FEED):
        return NoSource(why="it is JSON, but no JSON Feed")
    items = told.get("items")
    entries = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    pages = [(item, address_in(str(item.get("url") or ""), url)) for item in entries[:MAX_NAMED]]
    onward = address_in(str(told.get("next_url") or ""), url)
    return Reading(
        kind=SourceKind.FEED,
        named=tuple(
            Named(url=page, lastmod=w3c_moment(str(item.get("date_modified") or "")))
            for item, page in pages
            if page is not None
        ),
        next_page=onward,
    )


def _page_of(entry: Entry, base: str) -> str | None:
    """Atom's alternate link, RSS's link, else a guid (or an id) that is an address."""
    hrefs = [href for rel, _, href in entry.links if rel == "alternate"]
    guid = entry.texts.get("guid", "") if entry.is_permalink else ""
    candidates = [entry.texts.get("link", ""), *hrefs, *(
        text for text in (guid, entry.texts.get("id", "")) if text.startswith(("http:", "https:"))
    )]  # fmt: skip
    return next((page for text in candidates if (page := address_in(text, base))), None)


def _modified(entry: Entry) -> str | None:
    return w3c_moment(entry.texts.get("updated") or entry.texts.get("modified") or "")


def _next_page(head: Entry, url: str, has_items: bool) -> str | None:
    for wanted in _ONWARD:
        for rel, _, href in head.links:
            if rel == wanted:
                return address_in(href, url)
    made_by = head.texts.get("generator", "").lower()
    return _paged(url) if has_items and "wordpress" in made_by else None


def _paged(url: str) -> str:
    """The next page of a WordPress feed."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    at = query.get("paged", "1")
    query["paged"] = str(int(at) + 1 if at.isascii() and at.isdigit() and len(at) < 6 else 2)
    return parts._replace(query=urlencode(query)).geturl()
