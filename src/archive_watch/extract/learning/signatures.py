"""Signatures: how a container of a page is known again on the site's other pages.

By what it is called, digits masked, so that ``article#post-12`` and ``article#post-13`` are one;
where it says nothing of itself, by its place below the nearest one that does, which is how the
tables of the nineties are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

CONTAINERS = frozenset(
    "article aside center dd details dialog div dl figure footer form header main menu nav ol"
    " section table td ul".split()
)
_STEPS = frozenset("tbody tr".split())  # stand between containers, and are none
_DIGITS = re.compile(r"\d+")
_MOST_STEPS = 8
_MOST_SIBLINGS = 12
_MOST_CLASSES = 2
_LONGEST_NAME = 60


def signature_of(node: LexborNode) -> str | None:
    """The signature of a container; None where it is too far below anything with a name."""
    steps: list[str] = []
    at: LexborNode | None = node
    while at is not None and at.tag is not None and len(steps) < _MOST_STEPS:
        name = _name(at)
        if name is not None or at.tag == "body":
            steps.append(name or "body")
            return ">".join(reversed(steps))
        if at.tag != "tbody":  # parsers put it in where the markup has none
            steps.append(f"{at.tag}:{_place(at)}")
        at = at.parent
    return None


def find_all(tree: LexborHTMLParser, signatures: Iterable[str]) -> Iterator[tuple[LexborNode, str]]:
    """Each container of the page with one of the signatures, in the order of the page."""
    wanted = frozenset(signatures)
    tags = sorted({_tag(signature) for signature in wanted} & CONTAINERS)
    for node in tree.css(", ".join(tags)) if tags else ():
        signature = signature_of(node)
        if signature in wanted:
            yield node, signature


def _tag(signature: str) -> str:
    return re.split(r"[#.:]", signature.rpartition(">")[2], maxsplit=1)[0]


def _name(node: LexborNode) -> str | None:
    """What an element is called, digits masked; a step between containers is not called anything."""
    if node.tag in _STEPS or node.tag == "body":
        return None
    attributes = node.attributes
    if own := "".join((attributes.get("id") or "").split()):
        return f"{node.tag}#{_masked(own)}"
    if classes := (attributes.get("class") or "").split()[:_MOST_CLASSES]:
        return ".".join([node.tag or "", *map(_masked, classes)])
    return None


def _masked(name: str) -> str:
    return _DIGITS.sub("#", name)[:_LONGEST_NAME].replace(">", "")


def _place(node: LexborNode) -> str:
    """Which of the elements of its kind a node is among its siblings; * far down."""
    place, before = 1, node.prev
    for _ in range(_MOST_SIBLINGS):
        if before is None:
            return str(place)
        place += before.tag == node.tag
        before = before.prev
    return "*"
