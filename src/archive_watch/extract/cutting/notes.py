"""Notes of a cut: what was taken out of a page's markup, and by which selector.

The cut changes the tree that it works on, so the notes hold the page a second time, parsed before
anything is taken out.  Both trees are of the same markup: the same number, counted in the order of
the page, is the same node in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.words.taken import Why


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a node was taken out of the page, or set apart, and by which selector."""

    why: Why
    by: str


@dataclass(slots=True)
class Notes:
    """What a cut did, by the numbers of the nodes.  ``nodes`` are of the page as it was."""

    nodes: list[LexborNode] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)
    fields: dict[str, list[int]] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def begin(self, markup: str, tree: LexborHTMLParser) -> None:
        """Number the nodes of ``tree``, which ``markup`` was just parsed as."""
        page = LexborHTMLParser(markup)
        assert page.root is not None
        assert tree.root is not None
        self.nodes = list(page.root.traverse(include_text=True))
        same = tree.root.traverse(include_text=True)
        self._numbers = {node.mem_id: number for number, node in enumerate(same)}

    def number_of(self, node: LexborNode) -> int:
        """The number of a node of the tree that is being cut."""
        return self._numbers[node.mem_id]

    def mark(
        self, within: LexborNode, nodes: Iterable[LexborNode], selectors: Sequence[str], why: Why
    ) -> None:
        """Note what is about to be taken out of ``within``; the first note of a node stands."""
        matched = [
            (selector, {node.mem_id for node in within.css(selector)}) for selector in selectors
        ]
        for node in nodes:
            by = next((one for one, found in matched if node.mem_id in found), "")
            self.mark_one(node, why, by)

    def mark_one(self, node: LexborNode, why: Why, by: str) -> None:
        """Note why one node is about to be taken out; the first note of it stands."""
        self.marks.setdefault(self.number_of(node), Mark(why, by))
