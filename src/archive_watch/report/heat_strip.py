"""A heat strip in plain characters: one sign for each stretch of a text, the fuller the more was edited.

Signs of one script and width, so that it looks the same in any terminal, mail or file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

STRETCHES = 50
_LEAST = (1, 2, 5, 20)  # words, from which the next sign stands
_SIGNS = ".:+*#"

LEGEND = (
    f"Each sign is one of {STRETCHES} equal stretches of the text: . nothing was edited in it,"
    " : a word, + up to 4 words, * up to 19, # more."
)


def heat_strip(changed_words: Sequence[int]) -> str:
    """The strip of how many words came or left in each stretch."""
    return "".join(_SIGNS[bisect_right(_LEAST, words)] for words in changed_words)


def degree_of(changed_words: int) -> int:
    """How much was edited in a stretch, from 0 (nothing) to 4, as the signs of a strip tell it."""
    return bisect_right(_LEAST, changed_words)
