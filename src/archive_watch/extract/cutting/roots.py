"""Where the content of a page is: the nodes that hold its words.

A profile's selectors are tried in their order, and the first that matches wins.  The fallback
profile's are only the usual names of content, and what is done without any is told in
``unprofiled``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.cutting.nodes import markup_of, not_inside, outermost, words_in
from archive_watch.model.site import SiteProfile

_MOST_WORDS = 1_000  # more are many
_NOT_CONTENT = "aside, nav, footer, dialog, [role=complementary], [role=navigation]"


class FoundBy(StrEnum):
    """What found the content of a page."""

    SELECTOR = "selector"
    LEARNT = "learnt"
    ENGINE = "engine"
    PROSE = "prose"
    WHOLE_BODY = "whole_body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roots:
    """The nodes of the content, what found them, and whether they list other pages.

    ``name`` is the selector, the signature, the engine, or what the element is called.
    """

    nodes: tuple[LexborNode, ...] = ()
    found_by: FoundBy | None = None
    name: str | None = None
    is_listing: bool = False

    @property
    def matched(self) -> bool:
        """Whether a selector found them, or a container that was learnt to hold the words."""
        return self.found_by in {FoundBy.SELECTOR, FoundBy.LEARNT}

    def contents(self) -> tuple[str, ...]:
        """The markup of the content, as it is now."""
        return tuple(markup_of(node) for node in self.nodes)

    def words(self) -> int:
        """How many words the content has, as it is now; a thousand in each part are many."""
        return sum(words_in(node, _MOST_WORDS) for node in self.nodes)


def selected(tree: LexborHTMLParser, profile: SiteProfile) -> Roots:
    """What the profile's own selectors find."""
    for selector in profile.roots:
        if nodes := content_of(tree, selector):
            return Roots(nodes=nodes, found_by=FoundBy.SELECTOR, name=selector)
    for selector in profile.listing_roots:
        if nodes := content_of(tree, selector):
            return Roots(nodes=nodes, found_by=FoundBy.SELECTOR, name=selector, is_listing=True)
    return Roots()


def content_of(tree: LexborHTMLParser, selector: str) -> tuple[LexborNode, ...]:
    """What a selector matches and is not beside the content; all of it, where all of it is."""
    nodes = outermost(tree, (selector,))
    beside = {node.mem_id for node in tree.css(_NOT_CONTENT)} if len(nodes) > 1 else set()
    kept = not_inside(nodes, beside)
    return tuple(kept or nodes)
