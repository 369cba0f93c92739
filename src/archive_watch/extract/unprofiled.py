"""Where the content is on a page of a host that no profile knows, from the surest down.

The usual names of content (teasers and error pages bear them too: the first wins that holds most of
the words which any of them holds), unless what bears them is full of links; the container that held
the words of the host's other pages; what a general extractor takes for the content; the body less
known furniture.  What was learnt of the host's furniture is taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.frame import Beside
from archive_watch.extract.last_resort import engine, read_by_engine
from archive_watch.extract.nodes import drop, holding_most, is_inside, not_inside, words_in
from archive_watch.extract.notes import Notes
from archive_watch.extract.roots import FoundBy, Roots, content_of, selected
from archive_watch.extract.signatures import find_all
from archive_watch.extract.taken import Why
from archive_watch.model.learnt import Learnt
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
_MANY_LINKS, _ALL_LINKS = 0.3, 0.7


def roots_of(
    tree: LexborHTMLParser,
    profile: SiteProfile,
    notes: Notes | None = None,
    beside: Beside | None = None,
) -> Roots:
    """The content of a page.  The tree is changed where the fallback reads it: furniture leaves."""
    by_names = profile.fallback
    found = _unprofiled(tree, profile, notes, beside) if by_names else selected(tree, profile)
    if beside is not None:
        beside.settle(found.nodes)
    if notes is not None:
        notes.roots = [notes.number_of(node) for node in found.nodes]
    return found


def _unprofiled(
    tree: LexborHTMLParser, profile: SiteProfile, notes: Notes | None, beside: Beside | None
) -> Roots:
    found = _likeliest(tree, profile)
    if found is None or _is_full_of_links(found.nodes):
        found = _learnt(tree, profile.learnt) or _by_engine(tree, profile) or found
    if found is None and tree.body is not None:
        found = Roots(nodes=(tree.body,), found_by=FoundBy.WHOLE_BODY)
    if found is None:
        return Roots()
    if found.markup is None:
        _drop_learnt(tree, found.nodes, profile.learnt, notes, beside)
    if found.found_by is FoundBy.WHOLE_BODY:
        drop(found.nodes[0], _FURNITURE, notes, Why.KNOWN_FURNITURE, beside)
    return found


def _is_full_of_links(nodes: Sequence[LexborNode]) -> bool:
    """Whether so many words are links that the site's own way on must be among them; a list, which
    is nearly all links, is content."""
    words, linked = sum(map(words_in, nodes)), sum(map(_linked, nodes))
    return _MANY_LINKS * words <= linked <= _ALL_LINKS * words


def _no_teasers(nodes: Sequence[LexborNode]) -> tuple[LexborNode, ...]:
    """Of several nodes those that are not nearly all links; all of them where all are."""
    if len(nodes) == 1:
        return tuple(nodes)
    own = tuple(node for node in nodes if _linked(node) < _ALL_LINKS * words_in(node))
    return own or tuple(nodes)


def _linked(node: LexborNode) -> int:
    """How many words of a node are in links."""
    return sum(map(words_in, node.css("a[href]")))


def _by_engine(tree: LexborHTMLParser, profile: SiteProfile) -> Roots | None:
    """What the general extractor takes for the content, where the profile lets it be asked."""
    markup = read_by_engine(tree) if profile.last_resort else None
    if markup is None or tree.body is None:
        return None
    return Roots(nodes=(tree.body,), found_by=FoundBy.ENGINE, name=engine(), markup=markup)


def _likeliest(tree: LexborHTMLParser, profile: SiteProfile) -> Roots | None:
    """The first selector's nodes that hold half of the words that any selector's nodes hold."""
    found = [
        Roots(nodes=_no_teasers(nodes), found_by=FoundBy.SELECTOR, name=selector)
        for selector in profile.roots
        if (nodes := content_of(tree, selector))
    ]
    words = [sum(map(words_in, one.nodes)) for one in found]
    most = max(words, default=0)
    likely = (one for one, count in zip(found, words, strict=True) if count and count * 2 >= most)
    return next(likely, None)


def _learnt(tree: LexborHTMLParser, learnt: Learnt | None) -> Roots | None:
    """The container that held the words of the host's other pages, where it stands here once."""
    if learnt is None:
        return None
    by_signature: dict[str, list[LexborNode]] = {}
    for node, signature in find_all(tree, learnt.roots):
        by_signature.setdefault(signature, []).append(node)
    for signature in learnt.roots:
        nodes = by_signature.get(signature, [])
        if len(nodes) == 1 and words_in(nodes[0]):
            return Roots(nodes=tuple(nodes), found_by=FoundBy.LEARNT, name=signature)
    return None


def _drop_learnt(
    tree: LexborHTMLParser,
    roots: Sequence[LexborNode],
    learnt: Learnt | None,
    notes: Notes | None,
    beside: Beside | None,
) -> None:
    """Take out of the content what was learnt to be furniture; nothing that holds most of it."""
    if learnt is None or not learnt.furniture:
        return
    within, known = {root.mem_id for root in roots}, dict[int, bool]()
    inside = [
        (node, signature)
        for node, signature in find_all(tree, learnt.furniture)
        if is_inside(node, within, known)
    ]
    heavy = holding_most(roots, (node for node, _ in inside))
    found = [(node, signature) for node, signature in inside if node.mem_id not in heavy]
    if notes is not None:
        for node, signature in found:
            notes.mark_one(node, Why.LEARNT, signature)
    nodes = [node for node, _ in found]
    gone = not_inside(nodes, {node.mem_id for node in nodes})
    if beside is not None and gone:
        beside.note_dropped(gone)
    for node in gone:
        node.decompose()
