"""White space folded for storing; typography folded for judging whether an edit is cosmetic.

The stored text is as published but for white space, NULs and lone surrogates.  The cosmetic key is
never stored or shown: two texts with one key say the same words.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0\u200a\u202f\u3000\x00-\x1f\x7f]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SINGLE_QUOTES = re.compile("[\u2018\u2019\u201a\u201b\u2032\u00b4`]")
_DOUBLE_QUOTES = re.compile("[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]|''")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]|--+")
_BETWEEN = re.compile(r"\s+")
_MOJIBAKE_SIGNS = ("â€", "Ã", "Â")


def folded(text: str) -> str:
    """``text`` with runs of white space (no-break spaces too) as one space, and none at its ends."""
    return _SPACES.sub(" ", storable(text)).strip()


def storable(text: str) -> str:
    """``text`` without what SQLite cannot hold as text: NULs and lone surrogates."""
    return _UNSTORABLE.sub("", text)


_SPACE_THAT_SAYS_NOTHING = re.compile(r"(?<!\w) | (?!\w)")


def comparable(spaced: str) -> str:
    """The form by which two captures of a page are compared: where only spaces between words count.

    ``spaced`` has a space wherever markup stands, so that a tag more or less, a line break or a
    paragraph break is no edit; spaces beside punctuation say nothing and are left out.
    """
    return _SPACE_THAT_SAYS_NOTHING.sub("", folded(spaced))


def cosmetic_key(text: str) -> str:
    """What two texts have in common when they differ in typography alone.

    Quotes, dashes, spaces (a split word too), soft hyphens, zero-width characters, compatibility
    forms and mis-decoded UTF-8 are folded; letters, digits, case and other punctuation count.
    """
    text = _INVISIBLE.sub("", _repaired(text))
    text = unicodedata.normalize("NFKC", text)
    text = _SINGLE_QUOTES.sub("'", _DOUBLE_QUOTES.sub('"', text))
    text = _DASHES.sub("-", text)
    return _BETWEEN.sub("", text)


def _repaired(text: str) -> str:
    """UTF-8 that was read as Windows-1252, read aright; any other text as it is."""
    if not any(sign in text for sign in _MOJIBAKE_SIGNS):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
