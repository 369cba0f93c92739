"""The values of numbers, in whatever way they are written: 5, five, 5,000, 5 thousand, 5%, fifth.

Words of number that follow each other are one number.  ``one``, ``first`` and ``second`` are
numbers only where another number stands in their place: alone they say something else as often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from archive_watch.classify.worded import Word

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_TENTHS = [ten.removesuffix("y") + "ieth" for ten in _TENS]
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "quadrillion": 10**15,
}  # fmt: skip
_COUNTS = frozenset({"half"})
_VALUES = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * at for at, word in enumerate(_TENS, start=2)},
}
_PLACES = {
    **{word: value for value, word in enumerate(_ORDINALS)},
    **{word: 10 * at for at, word in enumerate(_TENTHS, start=2)},
}
NUMBER_WORDS = frozenset(
    {*_VALUES, *_PLACES} | {f"{word}{s}" for word in (*_SCALES, *_COUNTS) for s in ("", "s")}
)
_WEAK = frozenset({"1", "1st", "2nd"})
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"\s?(?:%|per\s?cent)$")
_PLAIN = re.compile(r"[$€£¥]?\d{1,15}(?:\.\d{1,9})?")
_CURRENCY = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥"}
_PERCENT_WORDS = frozenset({"percent", "%", "per"})
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)?")
_HALVES_OF_DAY = frozenset({"a.m", "p.m", "am", "pm"})
_SHORT_SCALE = re.compile(r"([$€£¥]?)(\d{1,15}(?:\.\d{1,9})?)(k|m|mn|b|bn|tn)")
_SHORT_SCALES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "tn": 12}  # k, m and b of money alone
_RANGE = re.compile(r"(\d[\d,.]*)[-–](\d[\d,.]*)")  # 10-15, and a vote of 14-0

Meant = tuple[str, Word]


def numbers_in(words: Sequence[Word]) -> list[Meant]:
    """The numbers among ``words``, each with its value as text; what follows each other is one."""
    found: list[Meant] = []
    for group in _groups([part for word in words for part in _ends(word)]):
        value = _value_of(group)
        if value is None:
            found += [(said, _told(word)) for word in group if (said := _meaning(word)) is not None]
        else:
            whole = " ".join(word.text for word in group)
            found.append((value, replace(group[-1], text=whole, before=group[0].before)))
    return found


def may_be_number(text: str) -> bool:
    """Whether a word can be a number, or a part of one: a quick look."""
    return not text.isalpha() or text.lower() in NUMBER_WORDS


def is_weak(value: str) -> bool:
    """Whether a number says nothing where no other number stands in its place."""
    return value in _WEAK


def is_half_of_day(word: Word) -> bool:
    """Whether a word is the a.m. or p.m. of the hour before it."""
    return word.text.lower() in _HALVES_OF_DAY and word.before[:1].isdigit()


def _ends(word: Word) -> list[Word]:
    """Both numbers of a range, or the word itself."""
    ends = _RANGE.fullmatch(word.text)
    if ends is None:
        return [word]
    return [replace(word, text=ends[1], after="–"), replace(word, text=ends[2], before="–")]


def _told(word: Word) -> Word:
    """A number as it is told: an hour with its half of the day."""
    if word.after.lower() not in _HALVES_OF_DAY:
        return word
    stop = "." if "." in word.after else ""
    return replace(word, text=f"{word.text} {word.after}{stop}")


def _groups(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words that are numbers, those that follow each other together."""
    group: list[Word] = []
    for word in words:
        if _meaning(word) is None:
            continue
        if group and not (group[-1].after == word.text and word.before == group[-1].text):
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _value_of(group: Sequence[Word]) -> str | None:
    """The value of words of number that follow each other; None where they are several numbers."""
    sign, total, part = "", 0.0, 0.0
    for at, word in enumerate(group):
        said = _meaning(word) or ""
        scale = _SCALES.get(said)
        if scale is not None:
            part = (part or 1.0) * scale
            total, part = (total + part, 0.0) if scale > 100 else (total, part)
        elif _PLAIN.fullmatch(said) and (part == 0.0 or part % 100 == 0.0):
            if at and said[0] in "$€£¥":
                return None
            sign = said[0] if said[0] in "$€£¥" else sign
            part += float(said.lstrip("$€£¥"))
        else:
            return None
    whole = total + part
    sign = sign or _CURRENCY.get(group[-1].after.lower().removesuffix("s"), "")
    return sign + (str(int(whole)) if whole == int(whole) else str(whole))


def _meaning(word: Word) -> str | None:
    """The value of a number: digits without their commas, words of number as digits."""
    text = word.text.lower()
    if _DIGIT.search(text):
        figures = _time_of_day(text, word.after.lower()) or _of_short_scale(text)
        if figures is not None:
            return figures
        share = " %" if _PERCENT.search(text) else ""
        plain = _PERCENT.sub("", text).replace(",", "").replace("−", "-").replace("–", "-")
        return ("0" + plain if plain.startswith(".") else plain) + (share or _share(word))
    value = _spelt(text)
    if value is not None:
        return value + _share(word)
    scale = text.removesuffix("s")
    return scale if scale in _SCALES or scale in _COUNTS else None


def _share(word: Word) -> str:
    return " %" if word.after.lower() in _PERCENT_WORDS else ""


def _time_of_day(text: str, after: str) -> str | None:
    """A time on the clock of 24 hours; one without a.m. or p.m. is on that already."""
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return None
    half = clock[3] or (after.replace(".", "") if after in _HALVES_OF_DAY else None)
    if half is None:
        return f"{int(clock[1])}:{clock[2]}" if ":" in text else None
    hour = int(clock[1]) % 12 + (12 if half == "pm" else 0)
    return f"{hour}:{clock[2] or '00'}"


def _of_short_scale(text: str) -> str | None:
    """The value of $3m, £1.5bn or 2bn in figures; 5m may be metres."""
    short = _SHORT_SCALE.fullmatch(text)
    if short is None or not (short[1] or short[3] in {"mn", "bn", "tn"}):
        return None
    value = Fraction(short[2]) * 10 ** _SHORT_SCALES[short[3]]
    return short[1] + (str(int(value)) if value.denominator == 1 else str(float(value)))


def _spelt(text: str) -> str | None:
    """The value of ``seven``, ``twenty-one``, ``eighth``, or ``three`` in ``three-in-four``."""
    if text in _VALUES:
        return str(_VALUES[text])
    if text in _PLACES:
        return _nth(_PLACES[text])
    head, hyphen, rest = text.partition("-")
    if not hyphen or not (head in _VALUES or rest in _VALUES):
        return None
    if head in _TENS and rest in _UNITS[1:10]:
        return str(_VALUES[head] + _VALUES[rest])
    if head in _TENS and rest in _ORDINALS[1:10]:
        return _nth(_VALUES[head] + _PLACES[rest])
    return "-".join(str(_VALUES.get(part, part)) for part in text.split("-"))


def _nth(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
