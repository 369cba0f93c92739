"""Links: where a page points, with the words of each link and the words around it.

Addresses are resolved against the page's ``<base>`` (protocol-relative ones too) and freed of an
archive's own prefix.  A link to a place on the page itself, a script or embedded bytes is no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from archive_watch.extract.blocks.blocks import Block
from archive_watch.model.memento import unwritten
from archive_watch.model.transcript import LinkArea, PageLink
from archive_watch.model.url import host_of, resolved
from archive_watch.normalise.text import storable

_KEPT_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "mailto", "tel"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HIDDEN_MAIL = "/cdn-cgi/l/email-protection"
_CONTEXT_CHARACTERS = 60
_LONGEST_ADDRESS = 8_192


def base_of(url: str, base: str | None) -> str:
    """The address that the page's links are relative to."""
    own = unwritten(url)
    return own if base is None else resolved(own, unwritten(base)) or own


def links_of(
    body: Iterable[Block], related: Iterable[Block], *, url: str, base: str | None
) -> tuple[PageLink, ...]:
    """Every link of the page's body, then of what is related to it, in the order of the page.

    ``url`` is the page's address, ``base`` what its ``<base>`` says.
    """
    against, own_host = base_of(url, base), _host_or_none(unwritten(url))
    base_has_scheme = base is not None and _has_scheme(base)
    found = [
        (one, area)
        for blocks, area in ((body, LinkArea.BODY), (related, LinkArea.RELATED))
        for block in blocks
        if block.anchors
        for one in block.once(_pointed_from, against)
    ]
    return tuple(
        PageLink(
            position=position,
            url=one.url,
            text=one.text,
            area=area,
            context=one.context,
            scheme_counts=(base_has_scheme or one.has_scheme) and one.host != own_host,
        )
        for position, (one, area) in enumerate(found)
    )


class _Pointed(NamedTuple):
    """Where a link of a block leads, whatever page the block is on of those with its base."""

    url: str
    text: str
    context: str
    host: str | None
    has_scheme: bool


def _pointed_from(block: Block, base: str) -> tuple[_Pointed, ...]:
    text = block.text
    found = []
    for anchor in block.anchors:
        url = _address(anchor.href, base)
        if url is not None:
            end = anchor.start + len(anchor.text)
            start = max(0, anchor.start - _CONTEXT_CHARACTERS)
            context = text[start : end + _CONTEXT_CHARACTERS].strip()
            host, has_scheme = _host_or_none(url), _has_scheme(anchor.href)
            found.append(_Pointed(url, anchor.text, context, host, has_scheme))
    return tuple(found)


def _has_scheme(href: str) -> bool:
    return _SCHEME.match(unwritten(href).strip()) is not None


def _host_or_none(url: str) -> str | None:
    try:
        return host_of(url) or None
    except ValueError:
        return None


def _address(href: str, base: str) -> str | None:
    href = storable(href).strip()
    if not href or href.startswith("#") or len(href) > _LONGEST_ADDRESS:
        return None
    if _HIDDEN_MAIL in href:  # a mail address under another key at each answer
        return None
    url = resolved(base, unwritten(href))
    if url is None:
        return None
    url = unwritten(url)
    if urlsplit(url).scheme.lower() not in _KEPT_SCHEMES:
        return None
    return None if _is_here(url, base) else url


def _is_here(url: str, base: str) -> bool:
    """Whether a link only leads to a place on the page itself."""
    address, mark, _ = url.partition("#")
    return bool(mark) and address == base.partition("#")[0]
