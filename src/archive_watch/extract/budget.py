"""What a page may cost to parse, counted before any tree is built.

A hundred thousand nested elements keep the fastest parser busy for most of a minute, so do a
hundred thousand attributes on one, and a thousand ``<b>`` never closed are opened again in every
paragraph after them: 90 KB became 3.6 GB.  So the markup is walked once, tag by tag as the
standard parts them (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), and what a
parser would have to build is estimated.  A page over budget keeps its bytes and waits for a person.

Nearly every page needs no walk: it is *light*, which bounds that a glance can tell are enough for.
The worst that we could think of within them took half a second to cut and to read; the rest is
parsed in a process of its own, which can be ended (``services.cut_safely``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MOST_BYTES = 8 * 1024 * 1024
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES = 5_000
_MOST_ATTRIBUTE_PAIRS = 100_000_000  # each attribute of a tag is compared with those before it
_DEEPEST = 5_000
_MOST_REOPENED = 500_000

_LIGHT_CHARACTERS = 1_000_000
_LIGHT_TAGS = 5_000
_LIGHT_ATTRIBUTE_PAIRS = 20_000_000
_LIGHT_REOPENED = 50_000
_FEW = 3
_LONG_TAG_CHARACTERS = 500

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
# Seen at a glance: written without IGNORECASE, which would look at every character of the page.
_LONG_TAG_AT_A_GLANCE = re.compile(rf"<[a-zA-Z][^>]{{{_LONG_TAG_CHARACTERS},}}+")
_END_IN_QUOTES_AT_A_GLANCE = re.compile(r"=\s*+(?:\"[^\">]*+|'[^'>]*+)>")
_FORMATTING_AT_A_GLANCE = re.compile(
    r"<(?:[bBiIsSuU]|[bB][iI][gG]|[cC][oO][dD][eE]|[eE][mM]|[fF][oO][nN][tT]|[nN][oO][bB][rR]"
    r"|[sS][mM][aA][lL][lL]|[sS][tT][rR][iI][kK][eE]|[sS][tT][rR][oO][nN][gG]|[tT][tT])(?=[\s/>])[^>]*+"
)
_ONE_ELEMENT_AT_A_GLANCE = re.compile(r"<(?:html|body)(?![^\s/>])", re.IGNORECASE)
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
_MOST_ALIKE = 3  # the standard's "Noah's Ark": of equal formatting elements three are opened again
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Why a page is too dear to be parsed, if it is; or whether it is surely cheap."""

    excess: str | None = None
    is_light: bool = False


def weight_of(markup: str) -> Weight:
    """What parsing and reading ``markup`` would cost."""
    if is_plainly_light(markup):
        return Weight(is_light=True)
    if len(markup) > _MOST_BYTES:
        return Weight(excess=f"the page is longer than {_MOST_BYTES:,} characters")
    if markup.count("<") > _MOST_TAGS:
        return Weight(excess=f"the page has more than {_MOST_TAGS:,} tags")
    cost = cost_of(markup)
    return Weight(excess=_excess(cost), is_light=_is_light(markup, cost))


def _excess(cost: Cost) -> str | None:
    if cost.attributes > _MOST_ATTRIBUTES:
        return f"one tag has more than {_MOST_ATTRIBUTES:,} attributes"
    if cost.attribute_pairs > _MOST_ATTRIBUTE_PAIRS:
        return f"its tags have more than {_MOST_ATTRIBUTE_PAIRS:,} pairs of attributes"
    if cost.deepest > _DEEPEST:
        return f"elements are nested more than {_DEEPEST:,} deep"
    if cost.reopened > _MOST_REOPENED:
        return f"unclosed formatting would be opened again more than {_MOST_REOPENED:,} times"
    return None


def _is_light(markup: str, cost: Cost) -> bool:
    return (
        _is_small(markup, _most_elements(markup))
        and cost.attribute_pairs <= _LIGHT_ATTRIBUTE_PAIRS
        and cost.reopened <= _LIGHT_REOPENED
    )


def _is_small(markup: str, elements: int) -> bool:
    """Whether neither the length nor the number of elements is a danger, however they nest."""
    return len(markup) <= _LIGHT_CHARACTERS and elements <= _LIGHT_TAGS


def is_plainly_light(markup: str) -> bool:
    """Whether bounds alone say that ``markup`` is light.

    An attribute takes two characters at least, and a tag ends at the first ``>`` that no quotes
    hide: a few may.  Each start tag opens at most all formatting before it again, of what is alike
    three at most; of links one at most stands open.
    """
    elements = _most_elements(markup)
    if not _is_small(markup, elements):
        return False
    hidden = len(_END_IN_QUOTES_AT_A_GLANCE.findall(markup))
    pairs = sum(len(tag) ** 2 for tag in _LONG_TAG_AT_A_GLANCE.findall(markup)) // 4
    formatting = _FORMATTING_AT_A_GLANCE.findall(markup)
    waiting = min(len(formatting), _MOST_ALIKE * (len(set(formatting)) + hidden)) + 1
    return (
        hidden <= _FEW
        and pairs * (hidden + 1) ** 2 <= _LIGHT_ATTRIBUTE_PAIRS
        and waiting * elements <= _LIGHT_REOPENED
        and len(_ONE_ELEMENT_AT_A_GLANCE.findall(markup)) <= _FEW
    )


def _most_elements(markup: str) -> int:
    return markup.count("<") - markup.count("</")


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
        cost.waiting += cost.alike[key] <= _MOST_ALIKE


def _count_attributes(cost: Cost, name: str, attributes: str) -> None:
    is_one_element = name in {"html", "body"}  # what several of these tags say is put on one
    if not is_one_element and len(attributes) <= _LONG_TAG_CHARACTERS:
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
        cost.waiting -= cost.alike[key] <= _MOST_ALIKE
        cost.alike[key] -= 1


def _is_reached(cost: Cost, formatting: _Formatting) -> bool:
    return cost.walls == formatting.walls and cost.depth - formatting.depth <= _BLOCKS_REACHED
