"""What a word is to a diff: what must never be cut.

A run of letters and digits with the marks that combine with them (the vowels of Hindi and the
accents of a decomposed é are no letters to ``\\w``) and what hides inside words (soft hyphens,
joiners); also over an apostrophe, a hyphen or a stop.  A number is one word with its sign, its
currency, its commas and its percent.  Scripts that part no words are cut between characters.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

_WHOLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and Han
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_MARKED = (range(0x300, 0x3040), range(0xA600, 0xAC00), range(0xFB1E, 0xFE30))


def _token_pattern() -> re.Pattern[str]:
    """A pattern whose matches, one after another, are the whole text: words, spaces, signs."""
    marks = "".join(chr(at) for at in chain(*_MARKED) if unicodedata.category(chr(at))[0] == "M")
    word = rf"(?:[^\W{_WHOLE}][{marks}{_HIDDEN}]*)+"
    sign = r"(?:(?<![\w.,)\-])[-−–](?=[$€£¥]?\d))?(?:[$€£¥](?=\d))?"
    joined = rf"(?:(?:['’.\-‑]|(?<=\d),(?=\d)){word})*(?:(?<=\d)%)?"
    return re.compile(rf"{sign}{word}{joined}|[{_WHOLE}][{marks}{_HIDDEN}]*|\s+|[^\w\s]")


TOKEN = _token_pattern()
