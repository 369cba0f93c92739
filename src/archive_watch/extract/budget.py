"""What a page may cost to parse, counted before any tree is built.

A hundred thousand nested elements keep the fastest parser busy for most of a minute, and so do a
hundred thousand attributes on one.  A page over budget keeps its bytes and waits for a person.
"""

from __future__ import annotations

import re

_MOST_BYTES = 8 * 1024 * 1024
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES = 5_000
_DEEPEST = 2_000
_SHALLOW_ENOUGH_TAGS = 2_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td tr th".split()
)


def over_budget(markup: str) -> str | None:
    """Why ``markup`` would cost too much to parse; None when it would not."""
    if len(markup) > _MOST_BYTES:
        return f"the page is longer than {_MOST_BYTES:,} characters"
    tags = markup.count("<")
    if tags > _MOST_TAGS:
        return f"the page has more than {_MOST_TAGS:,} tags"
    if markup.count("=") > _MOST_ATTRIBUTES and _most_attributes(markup) > _MOST_ATTRIBUTES:
        return f"one tag has more than {_MOST_ATTRIBUTES:,} attributes"
    if tags > _SHALLOW_ENOUGH_TAGS and _depth(markup) > _DEEPEST:
        return f"elements are nested more than {_DEEPEST:,} deep"
    return None


def _most_attributes(markup: str) -> int:
    return max(piece.partition(">")[0].count("=") for piece in markup.split("<"))


def _depth(markup: str) -> int:
    """An estimate of how deep elements nest; elements that close by themselves do not count."""
    depth = deepest = 0
    for closing, name, self_closing in _TAG.findall(markup):
        if self_closing or name.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
