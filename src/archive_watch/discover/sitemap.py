"""Sitemaps (https://www.sitemaps.org/protocol.html): XML, an index of others, or lines of text.

Addresses are resolved against the sitemap's own, though the protocol wants them whole; ``image``,
``video`` and ``news`` extensions name no pages.  Which pages belong is not judged here (``scope``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive_watch.discover.entries import Entries, Entry
from archive_watch.discover.moment import w3c_moment
from archive_watch.discover.source import (
    LONGEST_ADDRESS,
    MAX_NAMED,
    Named,
    NoSource,
    Reading,
    SourceKind,
)
from archive_watch.model.url import resolved

ROOTS = frozenset({"urlset", "sitemapindex"})
_UNREADABLE = re.compile(r"[\s\ufffd]")
_LEAST_SHARE = 0.9  # of a text's lines are addresses, or it is no sitemap


def sitemap_of(found: Entries, *, url: str) -> Reading:
    """The reading of a ``urlset`` or a ``sitemapindex`` that was found at ``url``."""
    named, faults = [], []
    for entry in found.entries:
        one = _named(entry, url)
        if one is None:
            faults.append(entry.texts.get("loc", "no address")[:100])
        else:
            named.append(one)
    told = [found.fault] if found.fault else []
    if faults:
        told.append(
            f"{len(faults):,} of its entries name no address that can be read: {faults[0]!r}"
        )
    is_index = found.root == "sitemapindex"
    return Reading(
        kind=SourceKind.INDEX if is_index else SourceKind.SITEMAP,
        named=() if is_index else tuple(named),
        further=tuple(named) if is_index else (),
        faults=tuple(told),
        is_whole=not told,
    )


def text_sitemap_of(text: str, *, url: str) -> Reading | NoSource:
    """The reading of a text with one address a line; other texts are none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = list(_addresses(lines[:MAX_NAMED], url))
    if not named or len(named) < _LEAST_SHARE * len(lines[:MAX_NAMED]):
        return NoSource(why="it is a text, but not one address a line")
    told = [] if len(lines) <= MAX_NAMED else [f"it names more than {MAX_NAMED:,} addresses"]
    if len(named) < len(lines[:MAX_NAMED]):
        told.append(f"{len(lines[:MAX_NAMED]) - len(named):,} of its lines are no addresses")
    return Reading(
        kind=SourceKind.SITEMAP, named=tuple(named), faults=tuple(told), is_whole=not told
    )


def _addresses(lines: list[str], url: str) -> Iterator[Named]:
    for line in lines:
        if line.lower().startswith(("http://", "https://")):
            address = address_in(line, url)
            if address is not None:
                yield Named(url=address)


def _named(entry: Entry, url: str) -> Named | None:
    address = address_in(entry.texts.get("loc", ""), url)
    if address is None:
        return None
    return Named(url=address, lastmod=w3c_moment(entry.texts.get("lastmod", "")))


def address_in(text: str, url: str) -> str | None:
    """``text`` as an address, resolved against ``url``, without its fragment; None where it is none.

    Percent-escapes and case stay as published.
    """
    text = text.strip()
    if not text or len(text) > LONGEST_ADDRESS or _UNREADABLE.search(text):
        return None
    if not _is_web(text):
        joined = resolved(url, text)
        return joined.partition("#")[0] if joined is not None and _is_web(joined) else None
    try:
        urlsplit(text).port  # noqa: B018  (reading it is what checks it)
    except ValueError:
        return None
    return text.partition("#")[0]


def _is_web(address: str) -> bool:
    return address[:8].lower().startswith(("http://", "https://"))
