"""White space folded for storing, and the form of a text by which two captures are compared.

The stored text is as published but for white space, NULs and lone surrogates.  Whether an edit is
typography alone is judged of pairs, in ``classify.typography``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_RARE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")  # what str.split does not part at
_FEWEST_WITH_MARKUP = 2
_SPACE_THAT_SAYS_NOTHING = re.compile(r" (?:(?!\w)|(?<!\w ))")  # it begins with what is rare


def folded(text: str) -> str:
    """``text`` with runs of white space (no-break spaces too) as one space, and none at its ends."""
    if _RARE.search(text) is not None:
        text = _CONTROL.sub(" ", storable(text))
    return " ".join(text.split())


def storable(text: str) -> str:
    """``text`` without what SQLite cannot hold as text: NULs and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def apart(pieces: Sequence[str]) -> str:
    """The pieces that markup parts a line into, with a space wherever markup stands.

    But none beside a single letter: ``<b>S</b>tate`` is one word, whereas two words that only a tag
    parts are the same two when a paragraph break does.
    """
    if len(pieces) < _FEWEST_WITH_MARKUP:
        return "".join(pieces)
    found = [pieces[0]]
    for before, piece in pairwise(pieces):
        inside_a_word = _is_letter(before[-2:].lstrip()) or _is_letter(piece[:2].rstrip())
        found += [piece] if inside_a_word else [" ", piece]
    return "".join(found)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def comparable(spaced: str) -> str:
    """The form by which two captures of a page are compared: where only spaces between words count.

    ``spaced`` is set apart by markup, so that a tag more or less, a line break or a paragraph break
    is no edit; spaces beside punctuation say nothing and are left out.
    """
    return comparable_folded(folded(spaced))


def comparable_folded(text: str) -> str:
    """``comparable`` of a text that is folded."""
    return _SPACE_THAT_SAYS_NOTHING.sub("", text)


def comparable_joined(pieces: Sequence[str]) -> str:
    """``comparable_folded`` of folded texts with a space between, each of them comparable already.

    The space says something where a word ends before it and another begins behind it.
    """
    said = [pieces[0]] if pieces else []
    for before, piece in pairwise(pieces):
        said += [" ", piece] if _is_in_word(before[-1:]) and _is_in_word(piece[:1]) else [piece]
    return "".join(said)


def _is_in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
