"""What a page may cost to parse, counted before any tree is built.

A hundred thousand nested elements keep the fastest parser busy for most of a minute, so do a
hundred thousand attributes on one, and a thousand ``<b>`` never closed are opened again in every
paragraph after them: 90 KB became 3.6 GB.  So what a parser would have to build is estimated
first (``parse_cost``).  A page over budget keeps its bytes and waits for a person.

Nearly every page needs no walk: it is *light*, which bounds that a glance can tell are enough for.
The worst that we could think of within them took half a second to cut and to read; the rest is
parsed in a process of its own, which can be ended (``services.cut_safely``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive_watch.extract.parse_cost import LONG_TAG_CHARACTERS, MOST_ALIKE, Cost, cost_of

_MOST_BYTES = 8 * 1024 * 1024
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES = 5_000
_MOST_ATTRIBUTE_PAIRS = 100_000_000  # each attribute of a tag is compared with those before it
_DEEPEST = 5_000
_MOST_REOPENED = 500_000

_LIGHT_CHARACTERS = 1_000_000
_LIGHT_TAGS = 5_000
_LIGHT_LINES = 20_000
_LIGHT_ATTRIBUTE_PAIRS = 20_000_000
_LIGHT_REOPENED = 50_000
_FEW = 3

# Seen at a glance: written without IGNORECASE, which would look at every character of the page.
_LONG_TAG_AT_A_GLANCE = re.compile(rf"<[a-zA-Z][^>]{{{LONG_TAG_CHARACTERS},}}+")
_END_IN_QUOTES_AT_A_GLANCE = re.compile(r"=\s*+(?:\"[^\">]*+|'[^'>]*+)>")
_FORMATTING_AT_A_GLANCE = re.compile(
    r"<(?:[bBiIsSuU]|[bB][iI][gG]|[cC][oO][dD][eE]|[eE][mM]|[fF][oO][nN][tT]|[nN][oO][bB][rR]"
    r"|[sS][mM][aA][lL][lL]|[sS][tT][rR][iI][kK][eE]|[sS][tT][rR][oO][nN][gG]|[tT][tT])(?=[\s/>])[^>]*+"
)
_ONE_ELEMENT_AT_A_GLANCE = re.compile(r"<(?:html|body)(?![^\s/>])", re.IGNORECASE)


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
        _is_small(markup, *_tags(markup))
        and cost.attribute_pairs <= _LIGHT_ATTRIBUTE_PAIRS
        and cost.reopened <= _LIGHT_REOPENED
    )


def _is_small(markup: str, starts: int, ends: int) -> bool:
    """Whether neither length nor number of tags is a danger, however they nest.

    End tags count too: a ``</p>`` that ends nothing makes an element.  So do lines, which are
    paragraphs in preformatted text.
    """
    return (
        len(markup) <= _LIGHT_CHARACTERS
        and max(starts, ends) <= _LIGHT_TAGS
        and markup.count("\n") + markup.count("\r") <= _LIGHT_LINES
    )


def is_plainly_light(markup: str) -> bool:
    """Whether bounds alone say that ``markup`` is light.

    An attribute takes two characters at least, and a tag ends at the first ``>`` that no quotes
    hide: a few may.  Each start tag opens at most all formatting before it again, of what is alike
    three at most; of links one at most stands open.
    """
    starts, ends = _tags(markup)
    if not _is_small(markup, starts, ends):
        return False
    hidden = len(_END_IN_QUOTES_AT_A_GLANCE.findall(markup))
    pairs = sum(len(tag) ** 2 for tag in _LONG_TAG_AT_A_GLANCE.findall(markup)) // 4
    formatting = _FORMATTING_AT_A_GLANCE.findall(markup)
    waiting = min(len(formatting), MOST_ALIKE * (len(set(formatting)) + hidden)) + 1
    return (
        hidden <= _FEW
        and pairs * (hidden + 1) ** 2 <= _LIGHT_ATTRIBUTE_PAIRS
        and waiting * starts <= _LIGHT_REOPENED
        and len(_ONE_ELEMENT_AT_A_GLANCE.findall(markup)) <= _FEW
    )


def _tags(markup: str) -> tuple[int, int]:
    """How many start tags and how many end tags there are at most."""
    ends = markup.count("</")
    return markup.count("<") - ends, ends
