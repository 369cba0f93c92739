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

from archive_watch.extract.frame import Beside
from archive_watch.extract.notes import Notes
from archive_watch.extract.taken import Why
from archive_watch.model.site import SiteProfile

_FURNITURE = (
    "header", "footer", "nav", "aside", "form", "dialog", "[role=banner]", "[role=navigation]",
    "[role=search]", "[role=contentinfo]", "[role=complementary]", "[role=dialog]",
    "[aria-hidden=true]", "[hidden]", ".skip-link", ".breadcrumb", ".breadcrumbs", "#breadcrumbs",
    ".cookie", ".cookiebanner", ".cookie-banner", "[id*=cookie]", "[class*=cookie-]", ".banner",
    ".usa-banner", ".menu", "#menu", ".navbar", "#nav", ".nav", "#navigation", ".navigation",
    ".sidebar", "#sidebar", ".footer", "#footer", ".site-footer", ".header", "#header",
    ".site-header", ".share", ".social", ".popup", ".modal", "#wm-ipp-base", "#wm-ipp", "#donato",
)  # fmt: skip
_NOT_CONTENT = "aside, nav, footer, dialog, [role=complementary], [role=navigation]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """The nodes of the content, and the selector that found them; whether they list other pages."""

    nodes: tuple[LexborNode, ...] = ()
    selector: str | None = None
    is_listing: bool = False

    @property
    def matched(self) -> bool:
        """Whether a selector found them."""
        return self.selector is not None


def roots_of(
    tree: LexborHTMLParser,
    profile: SiteProfile,
    notes: Notes | None = None,
    beside: Beside | None = None,
) -> Roots:
    """The content of a page.  The tree is changed where the fallback takes the whole body."""
    by_names = profile.fallback
    found = _likeliest(tree, profile, notes, beside) if by_names else _selected(tree, profile)
    if beside is not None:
        beside.settle(found.nodes)
    if notes is not None:
        notes.roots = [notes.number_of(node) for node in found.nodes]
    return found


def _selected(tree: LexborHTMLParser, profile: SiteProfile) -> Roots:
    for selector in profile.roots:
        if nodes := _content(tree, selector):
            return Roots(nodes=nodes, selector=selector)
    for selector in profile.listing_roots:
        if nodes := _content(tree, selector):
            return Roots(nodes=nodes, selector=selector, is_listing=True)
    return Roots()


def _likeliest(
    tree: LexborHTMLParser, profile: SiteProfile, notes: Notes | None, beside: Beside | None
) -> Roots:
    """The first selector's nodes that hold half of the words that any selector's nodes hold."""
    found = [
        Roots(nodes=nodes, selector=selector)
        for selector in profile.roots
        if (nodes := _content(tree, selector))
    ]
    words = [sum(map(words_in, one.nodes)) for one in found]
    most = max(words, default=0)
    if most:
        return next(one for one, count in zip(found, words, strict=True) if count * 2 >= most)
    if tree.body is None:
        return Roots()
    drop(tree.body, _FURNITURE, notes, Why.KNOWN_FURNITURE, beside)
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


def drop(
    root: LexborNode,
    selectors: Sequence[str],
    notes: Notes | None = None,
    why: Why = Why.DROPPED,
    beside: Beside | None = None,
) -> None:
    """Take out of ``root`` what the selectors match; not a form that holds most of its words.

    Its words are noted ``beside``: they are part of the page's frame.
    """
    if not selectors:
        return
    nodes = [node for node in root.css(", ".join(selectors)) if node.mem_id != root.mem_id]
    most = words_in(root) if any(node.tag == "form" for node in nodes) else 0
    gone = [node for node in nodes if node.tag != "form" or 2 * words_in(node) <= most]
    if notes is not None:
        notes.mark(root, gone, selectors, why)
    if beside is not None and gone:
        beside.note_dropped(_not_inside(gone, {node.mem_id for node in gone}))
    for node in gone:
        node.decompose()


def words_in(node: LexborNode) -> int:
    """How many words a node holds."""
    return len(node.text(separator=" ").split())
