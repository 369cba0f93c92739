"""What a word means for a flag: which negation, modal, date, number or name it is; None if none.

The answer is a form that is equal for words that say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_watch.classify.worded import Word

_NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor without cannot".split()
)
_MODALS = frozenset("must shall should will would may might can could ought".split())
_MODAL_OF = {"cannot": "can", "can't": "can", "won't": "will", "shan't": "shall"}
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb"
    " mar apr jun jul aug sep sept oct nov dec".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_YEAR = re.compile(r"(?:19|20)\d\ds?(?:[-–/](?:19|20)?\d\d)?")
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_DIGIT = re.compile(r"\d")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = frozenset("hundred thousand million billion trillion quadrillion dozen half".split())
_TELLING = frozenset(
    {*_NEGATIONS, *_MODALS, *_UNITS, *_TENS}
    | {f"{scale}{s}" for scale in _SCALES for s in ("", "s")}
)
_PERCENT = re.compile(r"\s?(?:%|per\s?cent)$")
_SPELT_ALIKE = ((r"is(e[ds]?|ing|ations?)$", r"iz\1"), (r"our(s|ed|ing|able)?$", r"or\1"))
_LONG_ENOUGH = 5  # letters: shorter words that differ little are other words


def may_tell(word: Word) -> bool:
    """Whether a word can mean anything here: a quick look, for long texts hold many that cannot."""
    text = word.text
    return text[:1].isupper() or not text.isalpha() or text in _TELLING


def negation_in(word: Word) -> str | None:
    """Which negation a word is; every contracted one is ``not``."""
    said = _plain(word)
    if said == "cannot" or said.endswith("n't"):
        return "not"
    return said if said in _NEGATIONS else None


def modal_in(word: Word) -> str | None:
    """Which modal verb a word is or holds: ``can't`` holds ``can``; the month of May is none."""
    said = _plain(word)
    if said in _MODALS:
        return None if said == "may" and _is_may_the_month(word) else said
    if said in _MODAL_OF:
        return _MODAL_OF[said]
    stem = said.removesuffix("n't")
    if stem != said:
        return stem if stem in _MODALS else None
    return "will" if said.endswith("'ll") else None


def date_in(word: Word) -> str | None:
    """A month, a weekday, a year, a whole date, or the day beside a month."""
    text = word.text.strip(".,")
    if not text[:1].isdigit():
        return _month_or_day_in(word, text)
    if _YEAR.fullmatch(text) or _DATE.fullmatch(text):
        return text
    if _DAY.fullmatch(text) and (_is_month(word.before) or _is_month(word.after)):
        return text.rstrip("stndrh")
    return None


def _month_or_day_in(word: Word, text: str) -> str | None:
    if not text[:1].isupper():
        return None
    if text.lower() in _DAYS:
        return text.lower()
    if not _is_month(text) or (text == "May" and not _is_may_the_month(word)):
        return None
    return text.lower()


def number_in(word: Word) -> str | None:
    """The value of a number: digits without their commas, words of number as digits."""
    text = word.text.lower()
    if _DIGIT.search(text):
        if date_in(word) is not None:
            return None
        share = " %" if _PERCENT.search(text) else ""
        return _PERCENT.sub("", text).replace(",", "").replace("−", "-").replace("–", "-") + share
    value = _spelt(text)
    if value is not None:
        return str(value) if word.after.lower() not in {"percent", "%"} else f"{value} %"
    scale = text.removesuffix("s")
    return scale if scale in _SCALES else None


def name_in(word: Word) -> str | None:
    """A capitalised word that is no date, number or ``I``; without its possessive ending."""
    text = word.text.replace("’", "'")
    if not text[:1].isupper() or text == "I" or text.startswith("I'"):
        return None
    if _is_month(text) or text.lower() in _DAYS | _TELLING or _DIGIT.search(text):
        return None
    return text.removesuffix("'s").removesuffix("'")


def is_slip(gone: Sequence[Word], come: Sequence[Word]) -> bool:
    """Whether each word became the same word spelt another way, or split or joined."""
    if "".join(map(_plain, gone)) == "".join(map(_plain, come)):
        return bool(gone) and [word.text for word in gone] != [word.text for word in come]
    return (
        len(gone) == len(come) > 0
        and any(_plain(a) != _plain(b) for a, b in zip(gone, come, strict=True))
        and all(_is_slip(_plain(a), _plain(b)) for a, b in zip(gone, come, strict=True))
    )


def _is_slip(old: str, new: str) -> bool:
    if old == new:
        return True
    if min(len(old), len(new)) < _LONG_ENOUGH or not (old + new).isalpha():
        return False
    return _spelling(old) == _spelling(new) or _is_swap(old, new) or _is_doubling(old, new)


def _spelling(word: str) -> str:
    """British endings as American ones."""
    for ending, other in _SPELT_ALIKE:
        word = re.sub(ending, other, word)
    return word


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


def _plain(word: Word) -> str:
    return word.text.lower().replace("’", "'")


def _is_month(text: str) -> bool:
    return text[:1].isupper() and text.lower() in _MONTHS


def _is_may_the_month(word: Word) -> bool:
    """``May`` inside a sentence or beside a number; at the start of one it is a verb."""
    beside = word.before[:1].isdigit() or word.after[:1].isdigit()
    return word.text == "May" and (beside or not word.opens)


def _spelt(text: str) -> int | None:
    """The value of ``seven`` or ``twenty-one``; ``one`` alone is a pronoun as often."""
    tens, _, unit = text.partition("-")
    if tens in _TENS:
        value = 20 + 10 * _TENS.index(tens)
        if not unit:
            return value
        return value + _UNITS.index(unit) if unit in _UNITS[1:10] else None
    return _UNITS.index(text) if text in _UNITS and text != "one" else None
