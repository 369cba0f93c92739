"""The cut: lexbor selects the content and the metadata of a page, positively, by its profile.

Nothing here reads words; it finds where they are.  What the reading will depend on, and nothing
else, goes into the digest of the slice: equal digests mean equal readings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.model.site import SiteProfile
from archive_watch.normalise.text import folded

_SILENT = "script, style, noscript, template, iframe, object, link, meta"
_FURNITURE = (
    "header, footer, nav, aside, form, dialog, [role=banner], [role=navigation], [role=search],"
    " [role=contentinfo], [role=complementary], [aria-hidden=true], [hidden],"
    " .skip-link, .breadcrumb, .breadcrumbs, #breadcrumbs, .cookie, .cookiebanner, .cookie-banner,"
    " .banner, .usa-banner, .menu, .navbar, .sidebar, .footer, .header, .share, .social"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The part of a page that is read: markup of its content, and its metadata as found.

    ``fields`` maps a metadata field to the folded texts that its selector found.
    """

    roots: tuple[str, ...]
    related: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    html_title: str | None
    language: str | None
    base: str | None
    aliases: tuple[str, ...]
    matched: bool
    is_listing: bool
    words: int

    def field(self, name: str) -> tuple[str, ...]:
        """The texts found for metadata field ``name``."""
        return dict(self.fields).get(name, ())

    def sha256(self, extractor: str, url: str) -> str:
        """The digest of everything that the reading depends on."""
        parts = [
            extractor,
            url,
            self.roots,
            self.related,
            self.fields,
            self.html_title,
            self.language,
            self.base,
        ]
        return sha256(json.dumps(parts).encode("utf-8")).hexdigest()


_FIELDS = (
    "title", "doctype", "byline", "speaker", "role", "audience", "place", "date", "tags",
)  # fmt: skip


def slice_of(tree: LexborHTMLParser, profile: SiteProfile) -> Slice:
    """The slice of a parsed page.  The tree is changed: what is dropped is taken out of it."""
    fields = tuple((name, _texts(tree, getattr(profile, name), name)) for name in _FIELDS)
    html_title = _html_title(tree)
    base = _attribute(tree, "base[href]", "href")
    aliases = tuple(_aliases(tree))
    related = tuple(_outer(node) for node in _outermost(tree, profile.related))
    roots, is_listing, matched = _roots(tree, profile)
    for node in roots:
        _drop(node, (_SILENT, *profile.drop, *profile.related))
    return Slice(
        roots=tuple(_outer(node) for node in roots),
        related=related,
        fields=fields,
        html_title=html_title,
        language=_attribute(tree, "html[lang]", "lang"),
        base=base,
        aliases=aliases,
        matched=matched,
        is_listing=is_listing,
        words=sum(len(node.text(separator=" ").split()) for node in roots),
    )


def _roots(tree: LexborHTMLParser, profile: SiteProfile) -> tuple[list[LexborNode], bool, bool]:
    """The content nodes, whether they are a listing, and whether a selector found them."""
    for selector in profile.roots:
        if nodes := _outermost(tree, (selector,)):
            return nodes, False, True
    for selector in profile.listing_roots:
        if nodes := _outermost(tree, (selector,)):
            return nodes, True, True
    if profile.fallback and tree.body is not None:
        _drop(tree.body, (_FURNITURE,))
        return [tree.body], False, False
    return [], False, False


def _outermost(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[LexborNode]:
    """What the selectors match, in the order of the page, without what lies inside another match."""
    if not selectors:
        return []
    nodes = tree.css(", ".join(selectors))
    seen = {node.mem_id for node in nodes}
    return [node for node in nodes if not _is_inside(node, seen)]


def _is_inside(node: LexborNode, others: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False


def _drop(root: LexborNode, selectors: Sequence[str]) -> None:
    if selectors:
        for node in root.css(", ".join(selectors)):
            if node.mem_id != root.mem_id:
                node.decompose()


def _outer(node: LexborNode) -> str:
    return node.html or ""


def _texts(tree: LexborHTMLParser, selectors: Sequence[str], name: str) -> tuple[str, ...]:
    """The texts that the first matching selector finds: all of them for tags and bylines."""
    for selector in selectors:
        nodes = tree.css(selector)
        found = tuple(text for node in nodes for text in _lines(node) if text)
        if found:
            return found if name in {"tags", "byline"} else found[:1]
    return ()


def _lines(node: LexborNode) -> list[str]:
    """The folded text of a node; a line break inside it parts it in two."""
    if node.css_first("br") is None:
        return [folded(node.text(separator=""))]
    pieces: list[str] = [""]
    for child in node.traverse(include_text=True):
        if child.tag == "br":
            pieces.append("")
        elif child.tag == "-text":
            pieces[-1] += child.text_content or ""
    return [folded(piece) for piece in pieces]


def _html_title(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("head > title") or tree.css_first("title")
    return (folded(node.text()) or None) if node is not None else None


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return None if node is None else (node.attributes.get(name) or None)


def _aliases(tree: LexborHTMLParser) -> list[str]:
    """The page's own other addresses, as it states them."""
    found = [
        _attribute(tree, 'link[rel="canonical"]', "href"),
        _attribute(tree, 'link[rel="shortlink"]', "href"),
    ]
    return [alias for alias in found if alias]
