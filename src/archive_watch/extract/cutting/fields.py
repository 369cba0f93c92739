"""The metadata of a page as its profile's selectors find it, text by text.

Whatever a selector finds counts, or its edit would go unseen: the second place, the second of two
bureaus, the hour beside the date.  But it must stand with the first: the teaser of another page
bears the same names, and it is not about this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.cutting.frame import Beside
from archive_watch.extract.cutting.nodes import outermost
from archive_watch.extract.cutting.notes import Notes
from archive_watch.model.site import SiteProfile
from archive_watch.normalise.text import folded

FIELDS = (
    "title", "doctype", "byline", "speaker", "role", "audience", "place", "date", "tags",
)  # fmt: skip
ALSO = "also"  # what further selectors of a field find
DATETIME = "datetime"  # the day that the markup of a date gives
_ONE_TEXT = frozenset({"title", "audience", "place"})
_ANYWHERE = frozenset({"title", "tags"})
_APART = frozenset({"article", "li", "aside", "nav", "main", "body"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?![\d-])")
_NEAR = 2  # elements up from the first that what belongs to it stands in


@dataclass(frozen=True, slots=True)
class FoundField:
    """The texts found for a field, each once in a place, and the selector that found them."""

    selector: str = ""
    texts: tuple[str, ...] = ()


def fields_of(
    tree: LexborHTMLParser,
    profile: SiteProfile,
    notes: Notes | None = None,
    beside: Beside | None = None,
) -> dict[str, FoundField]:
    """What the profile's selectors find, by field; the first selector that finds words wins.

    What the others find beside it is in the field ``also``.  What is read is noted in ``beside``.
    """
    beside = Beside() if beside is None else beside
    found: dict[str, FoundField] = {}
    further: list[str] = []
    for name in FIELDS:
        selectors: Sequence[str] = getattr(profile, name)
        nodes, at = _first(tree, selectors, name)
        if profile.fallback and name not in _ANYWHERE:
            nodes = nodes[:1]  # usual names only: the next one may be a comment's
        found[name] = FoundField(selectors[at], _texts(nodes, name)) if nodes else FoundField()
        beside.note_read(nodes)
        if nodes and notes is not None:
            notes.fields[name] = [notes.number_of(node) for node in nodes]
        if nodes and name == "date":
            found[DATETIME] = FoundField(selectors[at], tuple(_days(nodes[:1])))
        if nodes and name not in _ANYWHERE and not profile.fallback:
            rest = _with(nodes[0], outermost(tree, selectors[at + 1 :]))
            beside.note_read(rest)
            further += _texts(rest, name)
    found[ALSO] = FoundField("", tuple(dict.fromkeys(further)))
    return found


def _first(
    tree: LexborHTMLParser, selectors: Sequence[str], name: str
) -> tuple[list[LexborNode], int]:
    """The nodes that the first selector with words finds, and which selector that is."""
    for at, selector in enumerate(selectors):
        nodes = [node for node in outermost(tree, (selector,)) if any(_said(node, name))]
        if nodes and name in _ANYWHERE:
            return (nodes if name == "tags" else nodes[:1]), at
        if nodes:
            return _with(nodes[0], nodes), at
    return [], 0


def _with(first: LexborNode, nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """The nodes that stand where ``first`` stands: not those of another article."""
    if len(nodes) == 1 and nodes[0].mem_id == first.mem_id:
        return list(nodes)
    around = set(_above(first))
    return [node for node in nodes if not around.isdisjoint(_above(node))]


def _above(node: LexborNode) -> Iterator[int]:
    """The elements near above a node, up to what sets it apart from the rest of the page."""
    above = node.parent
    for _ in range(_NEAR):
        if above is None:
            return
        yield above.mem_id
        if above.tag in _APART:
            return
        above = above.parent


def _texts(nodes: Sequence[LexborNode], name: str) -> tuple[str, ...]:
    """The texts of the nodes; one that says what another says (a repeated id) is left out."""
    said = [tuple(filter(None, _said(node, name))) for node in nodes]
    distinct = said if name == "tags" else dict.fromkeys(said)
    return tuple(text for texts in distinct for text in texts)


def _days(nodes: Sequence[LexborNode]) -> Iterator[str]:
    for node in nodes:
        stated = _DAY.match((node.attributes.get("datetime") or "").strip())
        if stated is not None:
            yield stated.group()


def _said(node: LexborNode, name: str) -> list[str]:
    """The texts of a field's node: a headline, an event or a place is one, however many lines."""
    lines = _lines(node)
    return [" ".join(filter(None, lines))] if name in _ONE_TEXT else lines


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
