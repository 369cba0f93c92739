"""White space folded for storing, and the form of a text by which two captures are compared.

The stored text is as published but for white space, NULs and lone surrogates.  Whether an edit is
typography alone is judged of pairs, in ``classify.typography``.
"""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x1f\x7f]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_RARE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")  # what str.split does not part at
_SPACE_THAT_SAYS_NOTHING = re.compile(r" (?:(?!\w)|(?<!\w ))")  # it begins with what is rare


def folded(text: str) -> str:
    """``text`` with runs of white space (no-break spaces too) as one space, and none at its ends."""
    if _RARE.search(text) is not None:
        text = _CONTROL.sub(" ", storable(text))
    return " ".join(text.split())


def storable(text: str) -> str:
    """``text`` without what SQLite cannot hold as text: NULs and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def comparable(text: str) -> str:
    """The form by which two captures of a page are compared: where only spaces between words count.

    A tag more or less, inside a word too, a line break or a paragraph break is no edit; spaces
    beside punctuation say nothing and are left out.
    """
    return comparable_folded(folded(text))


def comparable_folded(text: str) -> str:
    """``comparable`` of a text that is folded."""
    return _SPACE_THAT_SAYS_NOTHING.sub("", text)
