"""Where the content of a page is: the nodes that hold its words.

A profile's selectors are tried in their order, and the first that matches wins.  The fallback
profile's are only the usual names of content, which teasers and error pages bear too: there the
first wins that holds most of the words which any of them holds, and where none matches it is the
body less known furniture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.model.site import SiteProfile

_FURNITURE = (
    "header, footer, nav, aside, form, dialog, [role=banner], [role=navigation], [role=search],"
    " [role=contentinfo], [role=complementary], [role=dialog], [aria-hidden=true], [hidden],"
    " .skip-link, .breadcrumb, .breadcrumbs, #breadcrumbs, .cookie, .cookiebanner, .cookie-banner,"
    " [id*=cookie], [class*=cookie-], .banner, .usa-banner, .menu, #menu, .navbar, #nav, .nav,"
    " #navigation, .navigation, .sidebar, #sidebar, .footer, #footer, .site-footer, .header, #header,"
    " .site-header, .share, .social, .popup, .modal, #wm-ipp-base, #wm-ipp, #donato"
)
_NOT_CONTENT = "aside, nav, footer, dialog, [role=complementary], [role=navigation]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """The nodes of the content; whether they list other pages; whether a selector found them."""

    nodes: tuple[LexborNode, ...] = ()
    is_listing: bool = False
    matched: bool = False


def roots_of(tree: LexborHTMLParser, profile: SiteProfile) -> Roots:
    """The content of a page.  The tree is changed where the fallback takes the whole body."""
    if profile.fallback:
        return _likeliest(tree, profile)
    for selector in profile.roots:
        if nodes := _content(tree, selector):
            return Roots(nodes=nodes, matched=True)
    for selector in profile.listing_roots:
        if nodes := _content(tree, selector):
            return Roots(nodes=nodes, is_listing=True, matched=True)
    return Roots()


def _likeliest(tree: LexborHTMLParser, profile: SiteProfile) -> Roots:
    """The first selector's nodes that hold half of the words that any selector's nodes hold."""
    found = [nodes for selector in profile.roots if (nodes := _content(tree, selector))]
    words = [sum(map(words_in, nodes)) for nodes in found]
    most = max(words, default=0)
    if most:
        best = next(nodes for nodes, count in zip(found, words, strict=True) if count * 2 >= most)
        return Roots(nodes=best, matched=True)
    if tree.body is None:
        return Roots()
    drop(tree.body, (_FURNITURE,))
    return Roots(nodes=(tree.body,))


def _content(tree: LexborHTMLParser, selector: str) -> tuple[LexborNode, ...]:
    """What a selector matches and is not beside the content; all of it, where all of it is."""
    nodes = outermost(tree, (selector,))
    beside = {node.mem_id for node in tree.css(_NOT_CONTENT)} if len(nodes) > 1 else set()
    kept = _not_inside(nodes, beside)
    return tuple(kept or nodes)


def outermost(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[LexborNode]:
    """What the selectors match, in the order of the page, without what lies inside another match."""
    if not selectors:
        return []
    nodes = tree.css(", ".join(selectors))
    return _not_inside(nodes, {node.mem_id for node in nodes})


def _not_inside(nodes: Iterable[LexborNode], others: set[int]) -> list[LexborNode]:
    """The nodes with none of ``others`` above them; each ancestor is looked at once."""
    known: dict[int, bool] = {}
    return [node for node in nodes if not _is_inside(node, others, known)]


def _is_inside(node: LexborNode, others: set[int], known: dict[int, bool]) -> bool:
    passed: list[int] = []
    answer = False
    above = node.parent
    while above is not None:
        if above.mem_id in known:
            answer = known[above.mem_id]
            break
        if above.mem_id in others:
            answer = True
            break
        passed.append(above.mem_id)
        above = above.parent
    known.update(dict.fromkeys(passed, answer))
    return answer


def drop(root: LexborNode, selectors: Sequence[str]) -> None:
    """Take out of ``root`` what the selectors match; not a form that holds most of its words."""
    if not selectors:
        return
    nodes = [node for node in root.css(", ".join(selectors)) if node.mem_id != root.mem_id]
    most = words_in(root) if any(node.tag == "form" for node in nodes) else 0
    for node in nodes:
        if node.tag != "form" or 2 * words_in(node) <= most:
            node.decompose()


def words_in(node: LexborNode) -> int:
    """How many words a node holds."""
    return len(node.text(separator=" ").split())
