"""How alike two paragraphs are: the share of their words that an edit of one would keep."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from archive_watch.extract.words.labels import label_of

_ALIKE = 50.0  # of 100: paragraphs less alike than this are not a pair
_GIANT_WORDS = 4_000
_SHORT = 200  # characters


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A paragraph made ready to be compared with many: its words, and its speech after a label."""

    text: str
    words: list[str]
    counted: Counter[str]
    speech: str


def measured(text: str) -> Measured:
    """``text`` made ready."""
    label = label_of(text)
    words = text.split()
    return Measured(text, words, Counter(words), text if label is None else text[label.speech :])


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
