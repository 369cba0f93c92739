"""Whether two passages say the same word for word, in another form: ``do not`` and ``don't``, ``40%``
and ``forty percent``, ``7 June`` and ``June 7``, ``Sec.`` and ``Secretary``.

Word stands beside word in their order, numbers by their values; of what is no word only stops and
dashes may differ, and the form of quotes and brackets: not that they are there.  What a contraction
may stand for is not guessed: ``it's`` is ``it is``, and where the other side says ``it has`` the two
are not the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_watch.classify.dates_said import with_dates_alike
from archive_watch.classify.names import title_in_full
from archive_watch.classify.numbers import is_half_of_day, may_be_number, numbers_in
from archive_watch.classify.worded import Word, every_word

_LONGEST = 20_000  # characters: of a longer passage that is not asked
_MARKS = re.compile(r"[^\w\s.,;:'’\-‐‑–—…%$€£¥]")
_ALIKE = str.maketrans("[]“”«»„‟", '()""""""')
_CONTRACTIONS = tuple(
    (re.compile(pattern, re.IGNORECASE), full)
    for pattern, full in (
        (r"\bcan't\b|\bcannot\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"\bshan't\b", "shall not"),
        (r"(?<=\w)n't\b", " not"),
        (r"(?<=\w)'ll\b", " will"),
        (r"(?<=\w)'re\b", " are"),
        (r"(?<=\w)'ve\b", " have"),
        (r"\bI'm\b", "I am"),
        (r"\b(i|you|he|she|it|we|they)'d\b", r"\1 would"),
        (r"\b(he|she|it|that|there|here|what|who|where)'s\b", r"\1 is"),
        (r"\blet's\b", "let us"),
    )
)
_OF_THE_NUMBER = frozenset({"percent", "%", "per", "cent", "dollar", "dollars", "euro", "euros"})


def is_another_form(was: str, now: str) -> bool:
    """Whether two passages that differ say the same words, dates and numbers in the same order."""
    if was == now or max(len(was), len(now)) > _LONGEST:
        return False
    return _marks(was) == _marks(now) and _said(was) == _said(now)


def _marks(text: str) -> list[str]:
    return _MARKS.findall(text.translate(_ALIKE))


def _said(text: str) -> list[str]:
    """The words as they are compared: a number as its value, any other in small letters and full."""
    text = with_dates_alike(text.replace("’", "'"))
    for contraction, full in _CONTRACTIONS:
        text = contraction.sub(full, text)
    said: list[str] = []
    number: list[Word] = []
    for word in [*every_word(text), None]:
        if word is not None and may_be_number(word.text) and numbers_in([word]):
            number.append(word)
            continue
        said += _values(number)
        if word is not None and not _belongs(word, after_number=bool(number)):
            said.append(title_in_full(word.text.replace(".", "")).casefold())
        number = []
    return said


def _values(words: Sequence[Word]) -> list[str]:
    return [f"={value}" for value, _ in numbers_in(words)] if words else []


def _belongs(word: Word, *, after_number: bool) -> bool:
    """Whether a word is told by the value of the number before it: percent, dollars, p.m."""
    if is_half_of_day(word):
        return True
    return word.text.lower() in _OF_THE_NUMBER and (after_number or word.before.lower() == "per")
