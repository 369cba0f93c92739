"""Whether the words of an edit say by themselves which edit it is, wherever they stand.

``Natalie`` that became ``Natalia`` is the same edit in any sentence; ``a`` that became ``the``, a
comma, a date or a number is not: there only what stands around it shows that two edits are one.  So
what counts are content words: no common word, no courtesy title, no number, no part of a date.  Two
of them tell an edit, or one that is long enough or an acronym (``climate`` that left, on 214 pages).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive_watch.classify.everyday_words import COMMON_WORDS
from archive_watch.classify.meanings import date_in, negation_in
from archive_watch.classify.numbers import NUMBER_WORDS
from archive_watch.classify.worded import Word

_SHORTEST = 3  # letters of a content word; an acronym has two
_LONG_ENOUGH = 4  # letters of one that tells an edit alone
_SEVERAL = 2
_COURTESY = frozenset(
    "mr mrs ms miss messrs dr prof sir madam mme sec gen sen rep gov amb hon question answer"
    " moderator".split()
)


def content_words(words: Iterable[str]) -> list[str]:
    """Those of ``words`` that carry what a sentence is about."""
    return [word for word in words if _is_content(word)]


def tells_itself(words: Sequence[str]) -> bool:
    """Whether the words of both sides of an edit are enough to know the same edit again."""
    found = content_words(words)
    return len(found) >= _SEVERAL or any(map(_is_rare, found))


def tells_with_neighbours(words: Sequence[str]) -> bool:
    """Whether the words of both sides and those around them are enough."""
    return len(content_words(words)) >= _SEVERAL


def _is_content(word: str) -> bool:
    plain = word.casefold().replace("’", "'").strip("'").removesuffix("'s")
    if not any(letter.isalpha() for letter in plain) or any(map(str.isdigit, plain)):
        return False
    if plain in COMMON_WORDS or plain in _COURTESY or plain.replace(".", "") in _COURTESY:
        return False
    if plain.partition("-")[0] in NUMBER_WORDS or plain.partition("'")[0] in COMMON_WORDS:
        return False
    said = Word(text=word)
    if date_in(said) is not None or negation_in(said) is not None:
        return False
    return len(plain) >= _SHORTEST or _is_acronym(word) or not plain.isascii()


def _is_rare(word: str) -> bool:
    return len(word) >= _LONG_ENOUGH or _is_acronym(word)


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "")
    return len(letters) > 1 and letters.isalpha() and letters.isupper()
