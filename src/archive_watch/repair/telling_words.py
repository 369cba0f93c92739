"""The words that tell one document from another.

Not those that every page of an archive has, nor "here" and "read more": that two pages are both
"Remarks at a Press Availability" shows nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

_WORD = re.compile(r"[^\W_]+")
_PARTING = re.compile(r"[-_.+ ]+|(?<=[a-z])(?=[A-Z])")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}$")
_EMPTY = frozenset(
    "the a an and or of for from with without at by to in into on about as is are was were be been"
    " this that these those its it his her their our your we you he she they not no"
    " here click read more full text see also view download continue page website site link home"
    " index default html htm php asp pdf file document version print printable new news latest"
    " remarks remark statement statements press release releases availability briefing speech"
    " speeches interview transcript readout fact sheet media note report reports article"
    " secretary state states department united bureau office spokesperson spokesman government"
    " archive archived content us usa gov http https www".split()
)
_SHORTEST = 3
_SHINGLE = 3


def words_of(text: str) -> list[str]:
    """Every word of a text, folded for comparing."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def telling(*texts: str) -> frozenset[str]:
    """The words of the texts that say which document is meant, without numbers; plurals are folded,
    for an address spells ``Smith's`` as ``smiths``.
    """
    return frozenset(
        word.removesuffix("s") if len(word) > _SHORTEST else word
        for text in texts
        for word in words_of(text)
        if len(word) >= _SHORTEST and word not in _EMPTY and not word.isdigit()
    )


def numbers_of(text: str) -> frozenset[str]:
    """The numbers of a text: two briefings, or two yearly reports, differ by nothing else."""
    return frozenset(word.lstrip("0") for word in words_of(text) if word.isdigit())


def telling_of_address(url: str) -> frozenset[str]:
    """The telling words in the last part of an address."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    if parts and telling(_SUFFIX.sub("", parts[-1])) == frozenset():
        parts.pop()  # index.html, or a number
    return telling(" ".join(_PARTING.split(_SUFFIX.sub("", parts[-1])))) if parts else frozenset()


def covered(words: frozenset[str], by: Iterable[str]) -> float:
    """The share of ``words`` that is also in ``by``, from 0 to 1; 0 where there are none."""
    return len(words & frozenset(by)) / len(words) if words else 0.0


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words in a row."""
    words = words_of(text)
    return frozenset(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
