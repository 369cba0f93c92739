"""Where the content is on a page of a host that no profile knows, from the surest down.

The usual names of content (teasers and error pages bear them too: the first wins that holds most of
the words which any of them holds), unless what bears them is full of links; the container that held
the words of the host's other pages; the element that fits best what a general extractor takes for
the words, or else the page's prose; the body less known furniture.  What was learnt of
the host's furniture is taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.cutting.frame import Beside
from archive_watch.extract.cutting.nodes import drop, holding_most, is_inside, not_inside, words_in
from archive_watch.extract.cutting.notes import Notes
from archive_watch.extract.cutting.roots import FoundBy, Roots, content_of, selected
from archive_watch.extract.learning.containers import telling_name
from archive_watch.extract.learning.last_resort import chosen_by_engine, engine
from archive_watch.extract.learning.signatures import find_all
from archive_watch.extract.learning.tightest import holding_prose
from archive_watch.extract.words.taken import Why
from archive_watch.model.learnt import Learnt
from archive_watch.model.site import SiteProfile

_FURNITURE = (
    "header", "footer", "nav", "aside", "form", "dialog", "[role=banner]", "[role=navigation]",
    "[role=search]", "[role=contentinfo]", "[role=complementary]", "[role=dialog]",
    "[aria-hidden=true]", "[hidden]", ".skip-link", "[class*=breadcrumb]", "[id*=breadcrumb]",
    ".cookie", ".cookiebanner", ".cookie-banner", "[id*=cookie]", "[class*=cookie-]", ".banner",
    ".usa-banner", ".menu", "#menu", ".navbar", "#nav", ".nav", "#navigation", ".navigation",
    ".sidebar", "#sidebar", ".footer", "#footer", ".site-footer", ".header", "#header",
    ".site-header", ".share", ".social", "[class*=popup]", ".modal", "#wm-ipp-base", "#wm-ipp", "#donato",
    "[id*=archivebanner]", "[class*=archive-notice]",
)  # fmt: skip
_MANY_LINKS, _ALL_LINKS = 0.25, 0.7


_BY_GUESS = frozenset({FoundBy.ENGINE, FoundBy.PROSE, FoundBy.WHOLE_BODY})


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
    if found is None or _is_full_of_links(found.nodes, profile):
        found = _learnt(tree, profile.learnt) or _unless_around(found, _guessed(tree, profile))
    if found is None and tree.body is not None:
        found = Roots(nodes=(tree.body,), found_by=FoundBy.WHOLE_BODY)
    if found is None:
        return Roots()
    _drop_learnt(tree, found.nodes, profile.learnt, notes, beside)
    if found.found_by in _BY_GUESS:
        drop(found.nodes[0], _FURNITURE, notes, Why.KNOWN_FURNITURE, beside, careful=True)
    return found


def _guessed(tree: LexborHTMLParser, profile: SiteProfile) -> Roots | None:
    """The element that a general extractor chooses, where the profile lets it be asked, or the one
    that fits the prose best."""
    if tree.body is None:
        return None
    chosen = chosen_by_engine(tree) if profile.last_resort else None
    if chosen is not None:
        return Roots(nodes=(chosen,), found_by=FoundBy.ENGINE, name=engine())
    known = tree.body.css(", ".join(_FURNITURE))
    heavy = holding_most((tree.body,), known)
    chosen = holding_prose(tree.body, frozenset(node.mem_id for node in known) - heavy)
    if chosen is None or chosen.tag == "body":
        return None
    return Roots(nodes=(chosen,), found_by=FoundBy.PROSE, name=telling_name(chosen) or chosen.tag)


def _unless_around(named: Roots | None, guessed: Roots | None) -> Roots | None:
    """What was guessed, unless it is what bears a name of content, or holds it all."""
    if named is None or guessed is None:
        return guessed or named
    within, known = {node.mem_id for node in guessed.nodes}, dict[int, bool]()
    inside = all(node.mem_id in within or is_inside(node, within, known) for node in named.nodes)
    return named if inside else guessed


def _is_full_of_links(nodes: Sequence[LexborNode], profile: SiteProfile) -> bool:
    """Whether so many words are links that the site's own way on must be among them; a list, which
    is nearly all links, is content.  What the profile drops anyway does not count, so an edit of it
    makes no difference."""
    dropped = [one for node in nodes for one in _dropped_in(node, profile)]
    words = sum(map(words_in, nodes)) - sum(map(words_in, dropped))
    linked = sum(map(_linked, nodes)) - sum(map(_linked, dropped))
    return _MANY_LINKS * words <= linked <= _ALL_LINKS * words


def _dropped_in(root: LexborNode, profile: SiteProfile) -> list[LexborNode]:
    """What the profile will drop of ``root``, without what is inside another such."""
    found = root.css(", ".join(profile.drop)) if profile.drop else []
    heavy = holding_most((root,), found) | {root.mem_id}
    found = [node for node in found if node.mem_id not in heavy]
    return not_inside(found, {node.mem_id for node in found})


def _no_teasers(nodes: Sequence[LexborNode]) -> tuple[LexborNode, ...]:
    """Of several nodes those that are not nearly all links; all of them where all are."""
    if len(nodes) == 1:
        return tuple(nodes)
    own = tuple(node for node in nodes if _linked(node) < _ALL_LINKS * words_in(node))
    return own or tuple(nodes)


def _linked(node: LexborNode) -> int:
    """How many words of a node are in links."""
    return sum(map(words_in, node.css("a[href]")))


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
