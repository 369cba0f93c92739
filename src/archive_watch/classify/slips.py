"""Slips of spelling: a word that became the same word, spelt another way.

Nobody has a list of all words here, so a slip must be shown to be one: a British ending that became
an American one, two letters that changed places, a letter doubled, one letter more or less inside a
long word; or one letter more, less or other inside a shorter one, where only one of the spellings
can be a word: the other text keeps it elsewhere, the letters cannot stand beside one another, or it
is a common misspelling.  Two words that are often mistaken for each other are two words (``statute``
and ``statue``), however alike they are: to call a word of another meaning a slip would hide it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from rapidfuzz.distance import OSA

from archive_watch.classify.confusable_words import CONFUSABLE_WORDS
from archive_watch.classify.misspellings import MISSPELLINGS
from archive_watch.classify.worded import Word

_SPELT_ALIKE = (
    (r"is(e[ds]?|ing|ations?)$", r"iz\1"),
    (r"our(s|ed|ing|able|ers?|ite|ites)?$", r"or\1"),
    (
        r"^(travel|cancel|label|model|level|signal|counsel|fuel|marvel|total|channel|tunnel)l(?=ed|ing|er)",
        r"\1",
    ),
    (r"([cht])re(s)?$", r"\1er\2"),
    (r"ence(s)?$", r"ense\1"),
    (r"ogue(s)?$", r"og\1"),
    (r"amme(s)?$", r"am\1"),
)
_LONG_ENOUGH = 5  # letters: shorter words that differ little are other words
_LONG_ENOUGH_FOR_A_LETTER = 6
_LONG_WORD = 8  # letters: hardly any such word becomes another by one letter more or less inside
_LONGEST_WORD = 100  # letters: what is longer is no word, and dear to compare letter by letter
_FURTHEST = 2  # letters
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+")
# Five consonants in a row, an ending that no English word has, a q alone: rare enough to tell apart.
_NO_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}|[bfgkmptv]d$|q(?!u)")


class Lexicon:
    """The words that two texts have in common: what is spelt so elsewhere is a word.

    Nothing is read before it is asked for: most edits ask for nothing.
    """

    def __init__(self, old: str, new: str) -> None:
        self._texts = old, new

    @cached_property
    def _sides(self) -> tuple[frozenset[str], frozenset[str]]:
        old, new = (frozenset(map(str.casefold, _LETTERS.findall(text))) for text in self._texts)
        return old, new

    def tells_apart(self, was: str, now: str) -> bool:
        """Whether both texts have one of two spellings, and only one text has the other."""
        old, new = self._sides
        return (was in old and was in new) != (now in old and now in new)

    def has_in_small(self, word: str) -> bool:
        """Whether one of the texts has ``word`` without a capital: then it is nobody's name."""
        return word.casefold() in self._small

    @cached_property
    def _small(self) -> frozenset[str]:
        return frozenset(
            word for text in self._texts for word in _LETTERS.findall(text) if word.islower()
        )


def is_slip(gone: Sequence[Word], come: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether each word became the same word spelt another way, or split or joined."""
    before, after = [_plain(word) for word in gone], [_plain(word) for word in come]
    if _without_hyphens(before) == _without_hyphens(after):
        return bool(before) and before != after
    return len(before) == len(after) > 0 and before != after and all(
        a == b or is_slip_of(a, b, lexicon) for a, b in zip(before, after, strict=True)
    )  # fmt: skip


def is_slip_of(old: str, new: str, lexicon: Lexicon) -> bool:
    """Whether two different words in small letters are one word spelt in two ways."""
    if max(len(old), len(new)) > _LONGEST_WORD or {old, new} <= CONFUSABLE_WORDS:
        return False
    if not (old + new).isalpha():
        return False
    if (old in MISSPELLINGS) != (new in MISSPELLINGS):
        return OSA.distance(old, new) <= _FURTHEST
    if min(len(old), len(new)) < _LONG_ENOUGH:
        return False
    if _spelling(old) == _spelling(new) or _is_swap(old, new) or _is_doubling(old, new):
        return True
    return _is_one_letter(old, new) and (
        (len(old) != len(new) and min(len(old), len(new)) >= _LONG_WORD)
        or lexicon.tells_apart(old, new)
        or bool(_NO_WORD.search(old)) != bool(_NO_WORD.search(new))
    )


def _plain(word: Word) -> str:
    return word.text.lower().replace("’", "'").replace(".", "")


def _without_hyphens(words: Sequence[str]) -> str:
    """The letters of ``words``; the hyphen of re-sign is one of them."""
    return "".join(
        word if word.startswith(("re-", "un-")) else _HYPHEN.sub("", word) for word in words
    )


def _spelling(word: str) -> str:
    """British endings as American ones."""
    for ending, other in _SPELT_ALIKE:
        word = re.sub(ending, other, word)
    return word


def _is_one_letter(old: str, new: str) -> bool:
    """Whether one letter inside came, left or became another: the last one is an ending."""
    return (
        min(len(old), len(new)) >= _LONG_ENOUGH_FOR_A_LETTER
        and old[0] == new[0]
        and old[-1] == new[-1]
        and OSA.distance(old, new) == 1
    )


def _is_swap(old: str, new: str) -> bool:
    """Whether two neighbouring letters inside the word changed places."""
    apart = [at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
    return (
        len(old) == len(new)
        and len(apart) == 2
        and apart[0] > 0
        and apart[1] == apart[0] + 1
        and old[apart[0]] == new[apart[1]]
        and old[apart[1]] == new[apart[0]]
    )


def _is_doubling(old: str, new: str) -> bool:
    """Whether one letter is written once or twice."""
    return old != new and re.sub(r"(.)\1", r"\1", old) == re.sub(r"(.)\1", r"\1", new)
