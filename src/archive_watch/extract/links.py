"""Links: where a page points, with the words of each link and the words around it.

Addresses are resolved against the page's ``<base>`` (protocol-relative ones too) and freed of an
archive's own prefix.  A link to a place on the page itself, a script or embedded bytes is no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from archive_watch.extract.blocks import Anchor, Block
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
    found = [*_in_area(body, against, LinkArea.BODY), *_in_area(related, against, LinkArea.RELATED)]
    return tuple(
        PageLink(
            position=position,
            url=address,
            text=anchor.text,
            area=area,
            context=context,
            scheme_counts=(base_has_scheme or _has_scheme(anchor.href))
            and _host_or_none(address) != own_host,
        )
        for position, (address, anchor, area, context) in enumerate(found)
    )


def _in_area(
    blocks: Iterable[Block], base: str, area: LinkArea
) -> Iterator[tuple[str, Anchor, LinkArea, str]]:
    for block in blocks:
        text = block.text
        for anchor in block.anchors:
            url = _address(anchor.href, base)
            if url is not None:
                end = anchor.start + len(anchor.text)
                start = max(0, anchor.start - _CONTEXT_CHARACTERS)
                yield url, anchor, area, text[start : end + _CONTEXT_CHARACTERS].strip()


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
