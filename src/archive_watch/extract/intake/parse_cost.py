"""What a parser would build of a page, estimated by one walk over its tags.

Tags are parted as the standard does it
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization).  Where the tree that a parser
builds depends on more than this walk remembers, it errs upwards: an end tag that may not reach its
element closes nothing, and what may be markup is looked at as markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LONG_TAG_CHARACTERS = 500  # shorter ones cannot have attributes enough to matter

_WITHIN_TAG = (  # quotes count only after "="
    r"(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)*+"
)
_TOKEN = re.compile(
    rf"<(?:(?P<opened>[a-z][^\s/>]*+)(?P<attributes>{_WITHIN_TAG})>?"
    r"|/(?P<closed>[a-z][^\s/>]*+)"
    r"|!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))"
    r"|(?P<cdata>!\[CDATA\[))",
    re.IGNORECASE,
)
_RAW_ENDS = {
    name: re.compile(rf"</{name}(?![^\s/>])", re.IGNORECASE)
    for name in "script style textarea title xmp iframe noembed noframes".split()
}
_ATTRIBUTE = re.compile(r"[^\s/>=]+(?:\s*=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s>\"'][^\s>]*))?")
# Elements without an end tag, and those that the next of their kind closes.
_NOT_NESTING = frozenset(
    "area base br col embed hr img input link meta param source track wbr html body head"
    " p li td th tr dd dt thead tbody tfoot rt rp".split()
)
# Only inside a drawing or a formula does a "/" close an element; these end it or hold HTML again.
_FOREIGN = frozenset({"svg", "math"})
_NOT_FOREIGN = frozenset(
    "b big blockquote center code desc div dl em font foreignobject h1 h2 h3 h4 h5 h6 i li menu nobr"
    " ol p pre ruby s small span strong strike sub sup table title tt u ul var".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
MOST_ALIKE = 3  # the standard's "Noah's Ark": of equal formatting elements three are opened again
# An end tag does not reach formatting outside these, nor surely outside several blocks
# (https://html.spec.whatwg.org/multipage/parsing.html#adoption-agency-algorithm).
_WALLS = frozenset(
    "applet caption marquee object select table td template th annotation-xml desc foreignobject mi mn mo"
    " ms mtext title".split()
)
_BLOCKS_REACHED = 2
# Inside these no element is raw text: what looks like its text is markup.
_NEVER_RAW_INSIDE = frozenset({"svg", "math", "select", "frameset"})


@dataclass(slots=True)
class Cost:
    """What a parser would have built so far."""

    depth: int = 0
    deepest: int = 0
    attributes: int = 0
    attribute_pairs: int = 0
    reopened: int = 0
    opened: dict[str, int] = field(default_factory=dict)
    formatting: dict[str, list[_Formatting]] = field(default_factory=dict)
    alike: dict[str, int] = field(default_factory=dict)
    walls: int = 0
    never_raw: int = 0
    waiting: int = 0
    repeated: int = 0
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class _Formatting:
    """A formatting element that stands open: what it is alike to, and where it was opened."""

    key: str
    walls: int
    depth: int


def cost_of(markup: str) -> Cost:
    """What a parser would build of ``markup``, tag by tag."""
    cost = Cost()
    token = _TOKEN.search(markup)
    while token is not None:
        position = token.end()
        if (name := token["opened"]) is not None:
            name = name.lower()
            if name in _RAW_ENDS and not cost.never_raw:
                end = _RAW_ENDS[name].search(markup, position)
                position = len(markup) if end is None else end.start()
            _open(cost, name, token["attributes"])
        elif (name := token["closed"]) is not None:
            _close(cost, name.lower())
        elif token["cdata"] is not None:  # it may hide the end of what it stands in
            cost.never_raw += bool(cost.never_raw)
        token = _TOKEN.search(markup, position)
    return cost


def _open(cost: Cost, name: str, attributes: str) -> None:
    _count_attributes(cost, name, attributes)
    cost.reopened += cost.waiting
    cost.is_foreign = name in _FOREIGN or (cost.is_foreign and name not in _NOT_FOREIGN)
    if name in _NOT_NESTING or (cost.is_foreign and attributes.endswith("/")):
        cost.walls += name in _WALLS
        return
    cost.opened[name] = cost.opened.get(name, 0) + 1
    cost.never_raw += name in _NEVER_RAW_INSIDE
    cost.walls += name in _WALLS
    cost.depth += 1
    cost.deepest = max(cost.deepest, cost.depth)
    if name in _FORMATTING:
        key = f"{name} {attributes}"
        opened = _Formatting(key, cost.walls, cost.depth)
        cost.formatting.setdefault(name, []).append(opened)
        cost.alike[key] = cost.alike.get(key, 0) + 1
        cost.waiting += cost.alike[key] <= MOST_ALIKE


def _count_attributes(cost: Cost, name: str, attributes: str) -> None:
    is_one_element = name in {"html", "body"}  # what several of these tags say is put on one
    if not is_one_element and len(attributes) <= LONG_TAG_CHARACTERS:
        return
    count = len(_ATTRIBUTE.findall(attributes))
    if is_one_element:
        cost.repeated += count
        count = cost.repeated
    cost.attributes = max(cost.attributes, count)
    cost.attribute_pairs += count**2


def _close(cost: Cost, name: str) -> None:
    """An end tag ends an element of its own name; one that ends nothing does nothing."""
    cost.walls -= name in _WALLS and cost.walls > 0
    if not cost.opened.get(name):
        return
    if name in _FORMATTING and not _is_reached(cost, cost.formatting[name][-1]):
        return
    cost.opened[name] -= 1
    cost.depth -= 1
    cost.never_raw -= name in _NEVER_RAW_INSIDE
    cost.is_foreign = cost.is_foreign and name not in _FOREIGN
    if name in _FORMATTING:
        key = cost.formatting[name].pop().key
        cost.waiting -= cost.alike[key] <= MOST_ALIKE
        cost.alike[key] -= 1


def _is_reached(cost: Cost, formatting: _Formatting) -> bool:
    return cost.walls == formatting.walls and cost.depth - formatting.depth <= _BLOCKS_REACHED
