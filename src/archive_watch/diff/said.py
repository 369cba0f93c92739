"""How often a text says some words: by the rules of the search, over quotes, dashes and line ends.

Capitals, accents and punctuation do not matter; words are whole, but in scripts that part none
(Chinese, Japanese, Thai and their neighbours) every letter is a word.
"""

from __future__ import annotations

import re
import unicodedata

_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNPARTED}]|[^\W_{_UNPARTED}]+")
_ACCENT = re.compile("[\u0300-\u036f]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ONE_WORD_FROM_THE_NEXT = "  "
HAS_UNPARTED = re.compile(f"[{_UNPARTED}]")


def as_said(text: str) -> str:
    """The form in which words are looked for: made once for a text that is asked often."""
    if not text.isascii():
        text = _HIDDEN.sub("", _ACCENT.sub("", unicodedata.normalize("NFKD", text)))
        text = unicodedata.normalize("NFKC", text)
    words = _WORD.findall(text.casefold())
    return f" {_ONE_WORD_FROM_THE_NEXT.join(words)} " if words else ""


def times_said(said: str, words: str) -> int:
    """How often ``words`` stand in a text, one behind the other; both as ``as_said`` gives them."""
    return said.count(words) if words else 0
