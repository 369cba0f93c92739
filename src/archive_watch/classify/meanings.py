"""What a word means for a flag: which negation, modal, date or name it is; None if none.

The answer is a form that is equal for words that say the same.
"""

from __future__ import annotations

import re

from archive_watch.classify.names import title_in_full
from archive_watch.classify.numbers import NUMBER_WORDS, is_half_of_day
from archive_watch.classify.worded import Word

_NEGATIONS = frozenset(
    # English, and the languages of the translations
    "not no never none nobody nothing nowhere neither nor without cannot nunca jamás nadie nada ningún"
    " ninguna ninguno tampoco sin ne pas jamais rien aucun aucune não nem não не нет никогда ни без"
    " nicht kein keine keinen لا لم لن ليس".split()
)
_SAME_NEGATION = {"nor": "not"}
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
_BEHIND_AN_ARTICLE = re.compile(r"[a-z]{1,3}['-][A-Z]")  # al-Qaida, d'Ivoire
_OF_MONEY = frozenset({"US", "U.S"})  # US$3 million
_TELLING = frozenset({*_NEGATIONS, *_MODALS, *NUMBER_WORDS})


def may_tell(word: Word) -> bool:
    """Whether a word can mean anything here: a quick look, for long texts hold many that cannot."""
    text = word.text
    return text[:1].isupper() or not text.isalpha() or text in _TELLING


def negation_in(word: Word) -> str | None:
    """Which negation a word is; every contracted one is ``not``."""
    said = _plain(word)
    if said == "cannot" or said.endswith("n't"):
        return "not"
    if said.startswith("n'"):
        return "ne"
    if word.text == "No" and word.after[:1].isdigit():
        return None  # No. 2 is a number
    return _SAME_NEGATION.get(said, said) if said in _NEGATIONS else None


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
    text = word.text.replace("’", "'").removesuffix("'s").strip(".,")
    if not text[:1].isdigit():
        return _month_or_day_in(word, text)
    if _YEAR.fullmatch(text) or _DATE.fullmatch(text):
        return text
    if _DAY.fullmatch(text) and (
        _is_month(word.before)
        or _is_month(word.after)
        or (word.after == "of" and _is_month(word.beyond))
    ):
        return text.rstrip("stndrh")
    return None


def _month_or_day_in(word: Word, text: str) -> str | None:
    if not text[:1].isupper():
        return None
    if text.lower() in _DAYS:
        return text.lower()
    if not _is_month(text) or (text == "May" and not _is_may_the_month(word)):
        return None
    return text.lower()[:3]


def name_in(word: Word) -> str | None:
    """A capitalised word that is no date, number or ``I``; without its possessive ending."""
    text = word.text.replace("’", "'")
    if _BEHIND_AN_ARTICLE.match(text):
        return text.removesuffix("'s")
    if is_half_of_day(word) or (text in _OF_MONEY and word.after[:1] == "$"):
        return None
    if not text[:1].isupper() or text == "I" or text.startswith("I'"):
        return None
    bare = text.removesuffix("'s")
    if _is_month(bare) or bare.lower() in _DAYS | _TELLING or _DIGIT.search(text):
        return None
    if text.partition("-")[0].lower() in NUMBER_WORDS:
        return None
    return title_in_full(bare.removesuffix("'").replace(".", ""))


def _plain(word: Word) -> str:
    return word.text.lower().replace("’", "'")


def _is_month(text: str) -> bool:
    return text[:1].isupper() and text.lower() in _MONTHS


def _is_may_the_month(word: Word) -> bool:
    """``May`` inside a sentence or beside a number; at the start of one it is a verb."""
    beside = word.before[:1].isdigit() or word.after[:1].isdigit()
    return word.text == "May" and (beside or not word.opens)
