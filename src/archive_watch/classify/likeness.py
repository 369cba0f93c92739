"""Whether two pages are one page: the page that a site shows for whatever it does not have.

Such a page may repeat the address that was asked, or carry a nonce, so a few words may differ.  A
page without words is like nothing: the shell of an application is the same for every address that
it has.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from itertools import pairwise
from operator import getitem

from archive_watch.model.imprint import MOST_WORDS, Imprint

_WORD = re.compile(r"\w+")
_MOST_LOOKED_AT = 1_500  # words: further ones change nothing of what a page is
_BITS = 64
_LANE = 16  # bits for the count of each bit of the digests: more than there are words
_NEAR_BITS = 3
_ALIKE = 0.9
_FEWEST_BYTES = 200  # of text, for a simhash to say anything


def _lanes(byte: int) -> int:
    return sum(1 << (_LANE * bit) for bit in range(8) if byte >> bit & 1)


_LANES = tuple(
    tuple(_lanes(byte) << (_LANE * 8 * place) for byte in range(256)) for place in range(8)
)
"""For each byte of a digest and each value of it, one in the lane of each bit that is set."""


def imprint_of(title: str, text: str) -> Imprint:
    """The imprint of a page with this title and these words."""
    words = _WORD.findall(text.lower())[:_MOST_LOOKED_AT]
    distinct = {_digest(word, 4) for word in set(words)}
    return Imprint(
        title=title,
        simhash=_simhash(words),
        words=frozenset(sorted(distinct)[:MOST_WORDS]),
        text_bytes=len(" ".join(text.split()).encode()),
    )


def is_like(one: Imprint, other: Imprint) -> bool:
    """Whether both are one page but for a word or two: the simhash within 3 bits, or the title
    equal and more than nine words of ten in common."""
    if not one.words or not other.words:
        return False
    if one.title == other.title and in_common(one, other) > _ALIKE:
        return True
    is_long = min(one.text_bytes, other.text_bytes) >= _FEWEST_BYTES
    return is_long and (one.simhash ^ other.simhash).bit_count() <= _NEAR_BITS


def in_common(one: Imprint, other: Imprint) -> float:
    """The share of the words of both that both have, from 0 to 1; about, where there are many."""
    lowest = sorted(one.words | other.words)[:MOST_WORDS]
    both = one.words & other.words
    return sum(word in both for word in lowest) / len(lowest) if lowest else 0.0


def _simhash(words: list[str]) -> int:
    """Of pairs of words: their order counts too.  All 64 sums are kept in one number."""
    pairs = Counter(pairwise(words)) if len(words) > 1 else Counter([(word, "") for word in words])
    sums = 0
    for (first, second), count in pairs.items():
        digest = blake2b(f"{first} {second}".encode("utf-8", "replace"), digest_size=8).digest()
        sums += count * sum(map(getitem, _LANES, digest))
    half, mask = pairs.total() / 2, (1 << _LANE) - 1
    return sum(1 << bit for bit in range(_BITS) if (sums >> (_LANE * bit) & mask) > half)


def _digest(word: str, size: int) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=size).digest())
