"""Footnotes: paragraphs, mostly at the end, that begin with a mark which stands in the text above.

``[ii]`` and ``[1]`` are known by the same mark further up; a bare ``1.`` or ``*`` only where the
list stands at the end of the page and its marks are set into the words (``policy.1``), for numbered
paragraphs are common.  A link back to the mark, or a heading that says so, is proof as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BRACKETED = re.compile(r"\[\s*(\d{1,3}|[ivxlc]{1,8}|\*{1,3}|[a-z])\s*\]", re.IGNORECASE)
_BARE = re.compile(r"\(?(\d{1,3})(?:[.)]\s*|\s+)(?=\D)|(\*{1,3}|†|‡)\s*(?=\w)")
_SET_IN = re.compile(r"[^\W\d_][.,;:\"”’')\]]{0,2}(\d{1,3}|\*{1,3}|†|‡)(?![\w*])")
_HEADING = re.compile(r"(?:foot|end)\s*-?\s*notes?\s*:?", re.IGNORECASE)


def is_footnotes_heading(text: str) -> bool:
    """Whether a paragraph says that footnotes follow."""
    return _HEADING.fullmatch(text) is not None


def footnotes_in(
    texts: Sequence[str], *, headings: frozenset[int], going_back: frozenset[int]
) -> frozenset[int]:
    """Which paragraphs are footnotes; ``going_back`` are those with a link back to their mark."""
    found = {*going_back, *_bracketed(texts), *_under_a_heading(texts, headings)}
    return frozenset({*found, *_at_the_end(texts, found)})


def _bracketed(texts: Sequence[str]) -> Iterator[int]:
    """Paragraphs that begin with a mark in brackets that stands inside a paragraph above."""
    seen: set[str] = set()
    for at, text in enumerate(texts):
        if "[" not in text:
            continue
        opening = _BRACKETED.match(text)
        if opening is not None and opening[1].lower() in seen and opening.end() < len(text):
            yield at
        begin = 0 if opening is None else opening.end()
        seen |= {mark[1].lower() for mark in _BRACKETED.finditer(text, begin)}


def _under_a_heading(texts: Sequence[str], headings: frozenset[int]) -> Iterator[int]:
    """Paragraphs that begin with a mark below ``Footnotes``, up to the next heading."""
    opened = False
    for at, text in enumerate(texts):
        if is_footnotes_heading(text):
            opened = True
        elif at in headings:
            opened = False
        elif opened and (_BARE.match(text) or _BRACKETED.match(text)):
            yield at


def _at_the_end(texts: Sequence[str], found: set[int]) -> list[int]:
    """The last paragraphs, numbered without brackets, if their marks are set into the words above.

    What is no footnote at the very end (a mark, a note) is for the caller to leave out.
    """
    first = len(texts)
    marks: list[str] = []
    while first > 0:
        opening = _BARE.match(texts[first - 1])
        if opening is None and first - 1 not in found:
            break
        first -= 1
        if opening is not None:
            marks.append(opening[1] or opening[2])
            if opening[1] == "1":
                break
    if not marks or not _is_list(marks[::-1]):
        return []
    set_in = {mark for text in texts[:first] for mark in _SET_IN.findall(text)}
    return list(range(first, len(texts))) if set_in.issuperset(marks) else []


def _is_list(marks: Sequence[str]) -> bool:
    """Whether the numbers among the marks go up one by one."""
    numbers = [int(mark) for mark in marks if mark.isdigit()]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
