"""Picking nodes of a page and taking them out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.cutting.frame import Beside
from archive_watch.extract.cutting.notes import Notes
from archive_watch.extract.words.taken import Why

_MOST_READINGS = 8
_WITHIN = re.compile(r"([.#][\w-]+) [\w.#-]+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def outermost(tree: LexborHTMLParser, selectors: Sequence[str]) -> list[LexborNode]:
    """What the selectors match, in the order of the page, without what lies inside another match."""
    if not selectors or _is_nowhere(tree, selectors):
        return []
    nodes = tree.css(", ".join(selectors))
    return not_inside(nodes, {node.mem_id for node in nodes})


def _is_nowhere(tree: LexborHTMLParser, selectors: Sequence[str]) -> bool:
    """Whether one selector looks for something inside of what is not there: that is told faster."""
    within = _WITHIN.fullmatch(selectors[0]) if len(selectors) == 1 else None
    return within is not None and tree.css_first(within[1]) is None


def not_inside(nodes: Iterable[LexborNode], others: set[int]) -> list[LexborNode]:
    """The nodes with none of ``others`` above them; each ancestor is looked at once."""
    known: dict[int, bool] = {}
    return [node for node in nodes if not is_inside(node, others, known)]


def is_inside(node: LexborNode, others: set[int], known: dict[int, bool]) -> bool:
    """Whether one of ``others`` stands above a node; ``known`` remembers, for the next ones."""
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
    *,
    careful: bool = False,
) -> None:
    """Take out of ``root`` what the selectors match; not a form that holds most of its words, nor
    anything that does where ``careful``: the selectors are only usual names then.

    Its words are noted ``beside``: they are part of the page's frame.
    """
    if not selectors:
        return
    nodes = [node for node in root.css(", ".join(selectors)) if node.mem_id != root.mem_id]
    doubtful = [node for node in nodes if careful or node.tag == "form"]
    heavy = holding_most((root,), doubtful) if doubtful else frozenset[int]()
    gone = [node for node in nodes if node.mem_id not in heavy]
    if notes is not None:
        notes.mark(root, gone, selectors, why)
    outer = not_inside(gone, {node.mem_id for node in gone})
    if beside is not None and outer:
        beside.note_dropped(outer)
    for node in outer:  # what is inside one goes with it, and must not be touched again
        node.decompose()


def holding_most(roots: Sequence[LexborNode], nodes: Iterable[LexborNode]) -> frozenset[int]:
    """Those of ``nodes``, which stand in ``roots``, that hold most of their words, by their ids.

    What they hold is read eight times at most: of elements that are nested thousands deep the rest
    counts as holding it.
    """
    texts = [root.text(separator=" ") for root in roots]
    most = sum(len(text.split()) for text in texts)
    left = _MOST_READINGS * sum(map(len, texts))
    heavy: set[int] = set()
    for node in nodes:
        text = node.text(separator=" ") if left >= 0 else ""
        if left < 0 or 2 * len(text.split()) > most:
            heavy.add(node.mem_id)
        left -= len(text)
    return frozenset(heavy)


def words_in(node: LexborNode, most: int = -1) -> int:
    """How many words a node holds; counted up to ``most`` where that is all that is asked."""
    text = node.text(separator=" ")
    return len(text.split()) if most < 0 else len(text.split(None, most)[:most])


def markup_of(node: LexborNode) -> str:
    """The markup of a node, its comments left out: parsers differ about where a comment ends."""
    markup = node.html or ""
    return _COMMENT.sub("", markup) if "<!--" in markup else markup
