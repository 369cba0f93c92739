"""How alike two paragraphs are: the share of their words that an edit of one would keep."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz

from archive_watch.extract.words.labels import label_of

_ALIKE = 50.0  # of 100: paragraphs less alike than this are not a pair
_GIANT_WORDS = 4_000
_SHORT = 200  # characters
_NO_LETTER = re.compile(r"[\W_]+")


class Measured:
    """A paragraph that is compared with many; what is asked of it is worked out once."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[str]:
        """Its words, in order."""
        return self.text.split()

    @cached_property
    def counted(self) -> Counter[str]:
        """Its words, and how often each stands in it."""
        return Counter(self.words)

    @cached_property
    def speech(self) -> str:
        """What follows its label; all of it where it has none."""
        label = label_of(self.text)
        return self.text if label is None else self.text[label.speech :]

    @cached_property
    def letters(self) -> str:
        """Its letters and digits alone, capitals folded: equal where only typography differs."""
        return _NO_LETTER.sub("", self.text).casefold()


def measured_all(texts: Iterable[str]) -> list[Measured]:
    """All of ``texts``, ready to be compared."""
    return [Measured(text) for text in texts]


def likeness(old: Measured, new: Measured) -> float:
    """How alike two paragraphs are, 0 to 100; 0 when not enough to be a pair."""
    if old.speech and old.speech == new.speech:
        return 100.0  # the same words under another speaker's label
    in_common = _in_common(old, new)
    if in_common < _ALIKE:
        return _short_likeness(old, new)
    if max(len(old.words), len(new.words)) > _GIANT_WORDS:
        return in_common
    return fuzz.ratio(old.words, new.words, score_cutoff=_ALIKE) or _short_likeness(old, new)


def _in_common(old: Measured, new: Measured) -> float:
    """The share of words that both have, whatever their order: no alignment keeps more."""
    total = len(old.words) + len(new.words)
    if 200.0 * min(len(old.words), len(new.words)) < _ALIKE * total:
        return 0.0
    few, many = sorted((old.counted, new.counted), key=len)
    shared = sum(min(count, many[word]) for word, count in few.items() if word in many)
    return 200.0 * shared / max(1, total)


def _short_likeness(old: Measured, new: Measured) -> float:
    """Paragraphs of a few words are compared by letters: one word more is half of them."""
    if max(len(old.text), len(new.text)) > _SHORT:
        return 0.0
    return fuzz.ratio(old.text, new.text, score_cutoff=_ALIKE + 10)
