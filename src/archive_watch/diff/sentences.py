"""The sentences of a paragraph, for telling which version brought each.

A stop ends a sentence where white space and something that can begin one follow; after a title, an
initial or a common abbreviation it does not.  Joined they give the paragraph back exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Each run of stops is looked at once, from its beginning: a million of them are one look.
_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W_a-z])"
    r"|(?<![。！？｡])[。！？｡]+[」』”’）]*\s*(?=\S)"
)
_NO_END = frozenset(
    "mr mrs ms messrs dr prof st gen col maj capt lt sgt adm sen rep gov amb hon rev no vs etc inc"
    " jr sr jan feb mar apr jun jul aug sept sep oct nov dec u.s u.n u.k e.u d.c a.m p.m i.e e.g".split()
)
_LONGEST = 24  # characters: no abbreviation with what closes it is longer
_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]*\w)?)\.$")


def sentences_of(paragraph: str) -> Iterator[str]:
    """The sentences, each with the white space behind it."""
    start = 0
    for end in _END.finditer(paragraph):
        if not _is_abbreviation(paragraph[max(start, end.end() - _LONGEST) : end.end()].rstrip()):
            yield paragraph[start : end.end()]
            start = end.end()
    if start < len(paragraph):
        yield paragraph[start:]


def _is_abbreviation(text: str) -> bool:
    last = _LAST_WORD.search(text)
    return last is not None and (len(last[1]) == 1 or last[1].lower() in _NO_END)
