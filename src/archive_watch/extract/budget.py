"""What a page may cost to parse, counted before any tree is built.

A hundred thousand nested elements keep the fastest parser busy for most of a minute, so do a
hundred thousand attributes on one, and a thousand ``<b>`` never closed are opened again in every
paragraph after them: 90 KB became 3.6 GB.  So the markup is walked once, tag by tag as the
standard parts them (https://html.spec.whatwg.org/multipage/parsing.html#tokenization), and what a
parser would have to build is estimated.  Most pages need no walk: bounds that a glance can tell are
enough.  A page over budget keeps its bytes and waits for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MOST_BYTES = 8 * 1024 * 1024
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES = 5_000
_DEEPEST = 2_000
_MOST_REOPENED = 500_000

_WITHIN_TAG = (  # quotes count only after "="
    r"(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)*+"
)
_TOKEN = re.compile(
    r"<(?:(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?=</(?P=raw)\b|\Z)"
    rf"|(?P<opened>[a-z][^\s/>]*+)(?P<attributes>{_WITHIN_TAG})>?"
    r"|/(?P<closed>[a-z][^\s/>]*+)|!--(?:-?>|.*?(?:--!?>|\Z)))",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"[^\s/>=]+(?:\s*=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s>\"'][^\s>]*))?")
_TAG_AT_A_GLANCE = re.compile(r"<[a-z][^>]*", re.IGNORECASE)
_END_IN_QUOTES = re.compile(r"=\s*+(?:\"[^\">]*+|'[^'>]*+)>")
_TAG_END_IN_QUOTES = re.compile(r"<[a-z][^>]*?=\s*+(?:\"[^\">]*+|'[^'>]*+)>", re.IGNORECASE)
_FORMATTING_AT_A_GLANCE = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![^\s/>])", re.IGNORECASE
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


@dataclass(slots=True)
class Cost:
    """What a parser would have built so far."""

    depth: int = 0
    deepest: int = 0
    attributes: int = 0
    reopened: int = 0
    opened: dict[str, int] = field(default_factory=dict)
    formatting: dict[str, list[str]] = field(default_factory=dict)
    alike: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    repeated: int = 0
    is_foreign: bool = False


def over_budget(markup: str) -> str | None:
    """Why ``markup`` would cost too much to parse; None when it would not."""
    if len(markup) > _MOST_BYTES:
        return f"the page is longer than {_MOST_BYTES:,} characters"
    if markup.count("<") > _MOST_TAGS:
        return f"the page has more than {_MOST_TAGS:,} tags"
    if is_plainly_cheap(markup):
        return None
    cost = cost_of(markup)
    if cost.attributes > _MOST_ATTRIBUTES:
        return f"one tag has more than {_MOST_ATTRIBUTES:,} attributes"
    if cost.deepest > _DEEPEST:
        return f"elements are nested more than {_DEEPEST:,} deep"
    if cost.reopened > _MOST_REOPENED:
        return f"unclosed formatting would be opened again more than {_MOST_REOPENED:,} times"
    return None


def is_plainly_cheap(markup: str) -> bool:
    """Whether bounds alone say that ``cost_of`` would stay within the budget.

    No more elements can nest than there are start tags.  An attribute takes two characters at
    least, and a tag ends at the first ``>`` that no quotes hide.  Each start tag opens at most all
    formatting before it again; of links one at most stands open.
    """
    tags = _TAG_AT_A_GLANCE.findall(markup)
    longest = max(map(len, tags), default=0)
    formatting = len(_FORMATTING_AT_A_GLANCE.findall(markup)) + 1
    return (
        len(tags) <= _DEEPEST
        and longest * (len(_ONE_ELEMENT_AT_A_GLANCE.findall(markup)) + 1) <= 2 * _MOST_ATTRIBUTES
        and formatting * len(tags) <= _MOST_REOPENED
        and (_END_IN_QUOTES.search(markup) is None or _TAG_END_IN_QUOTES.search(markup) is None)
    )


def cost_of(markup: str) -> Cost:
    """What a parser would build of ``markup``, tag by tag."""
    cost = Cost()
    for token in _TOKEN.finditer(markup):
        name = token["opened"]
        if name is not None:
            _open(cost, name.lower(), token["attributes"])
        elif (name := token["closed"]) is not None:
            _close(cost, name.lower())
    return cost


def _open(cost: Cost, name: str, attributes: str) -> None:
    if len(attributes) > _MOST_ATTRIBUTES or name in {"html", "body"}:
        count = len(_ATTRIBUTE.findall(attributes))
        if name in {"html", "body"}:  # what several of these tags say is put on one element
            cost.repeated += count
            count = cost.repeated
        cost.attributes = max(cost.attributes, count)
    cost.reopened += cost.waiting
    cost.is_foreign = name in _FOREIGN or (cost.is_foreign and name not in _NOT_FOREIGN)
    if name in _NOT_NESTING or (cost.is_foreign and attributes.endswith("/")):
        return
    cost.opened[name] = cost.opened.get(name, 0) + 1
    cost.depth += 1
    cost.deepest = max(cost.deepest, cost.depth)
    if name in _FORMATTING:
        key = f"{name} {attributes}"
        cost.formatting.setdefault(name, []).append(key)
        cost.alike[key] = cost.alike.get(key, 0) + 1
        cost.waiting += cost.alike[key] <= _MOST_ALIKE


def _close(cost: Cost, name: str) -> None:
    """An end tag ends an element of its own name; one that ends nothing does nothing."""
    if not cost.opened.get(name):
        return
    cost.opened[name] -= 1
    cost.depth -= 1
    cost.is_foreign = cost.is_foreign and name not in _FOREIGN
    if name in _FORMATTING:
        key = cost.formatting[name].pop()
        cost.waiting -= cost.alike[key] <= _MOST_ALIKE
        cost.alike[key] -= 1
