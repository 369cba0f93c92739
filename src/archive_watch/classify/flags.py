"""Flags: what about an edit a reader must not miss.  Raised on aligned pairs of words only.

A negation that came or went, a number, a date, a name, a modal verb, a speaker's label.  Moved and
whole paragraphs raise none: there is nothing they were before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from archive_watch.extract.labels import label_of
from archive_watch.model.change import Flag, Op, OpKind, Sign

_WORD = re.compile(r"[\w$%]+(?:['’.,\-‑]\w+)*%?")
_NEGATION = re.compile(
    r"^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t)$", re.IGNORECASE
)
_MODAL = re.compile(r"^(?:must|shall|should|will|would|may|might|can|could|ought)$", re.IGNORECASE)
_MONTH = re.compile(
    r"^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|[mbtr]+illions?|dozens?|half|zero)"
    r"(?:-\w+)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")


def flags_of(ops: Iterable[Op]) -> tuple[Flag, ...]:
    """The flags that the edited pairs among ``ops`` raise, each once, in order."""
    found = [flag for op in ops if op.op is OpKind.REPLACE for flag in _of_pair(op)]
    return tuple(dict.fromkeys(found))


def flags_between(old: str, new: str) -> tuple[Flag, ...]:
    """The flags of one short text (a headline) that became another."""
    return tuple(_of_words(old, new, old, new))


def _of_pair(op: Op) -> Iterator[Flag]:
    before, after = label_of(op.old or ""), label_of(op.new or "")
    if before is not None and after is not None and before.label != after.label:
        yield Flag(kind="speaker", old=before.label, new=after.label)
    removed = " ".join(run.text for run in op.words if run.sign is Sign.REMOVED)
    added = " ".join(run.text for run in op.words if run.sign is Sign.ADDED)
    yield from _of_words(removed, added, op.old or "", op.new or "")


def _of_words(removed: str, added: str, old: str, new: str) -> Iterator[Flag]:
    gone, come = _only(removed, added), _only(added, removed)
    for kind, belongs in (("negation", _NEGATION), ("modal", _MODAL)):
        yield from _flag(kind, _those(gone, belongs), _those(come, belongs))
    dates = re.compile(f"{_MONTH.pattern}|{_YEAR.pattern}", re.IGNORECASE)
    yield from _flag("date", _those(gone, dates), _those(come, dates))
    numbers_gone = [word for word in gone if _is_number(word)]
    numbers_come = [word for word in come if _is_number(word)]
    yield from _flag("number", numbers_gone, numbers_come)
    yield from _flag("entity", _names(gone, old), _names(come, new))


def _flag(kind: str, gone: list[str], come: list[str]) -> Iterator[Flag]:
    if gone or come:
        yield Flag(kind=kind, old=" ".join(gone) or None, new=" ".join(come) or None)


def _only(text: str, other: str) -> list[str]:
    """The words of ``text`` that ``other`` does not have, as often as it lacks them."""
    spare = Counter(_WORD.findall(other))
    words = []
    for word in _WORD.findall(text):
        if spare[word] > 0:
            spare[word] -= 1
        else:
            words.append(word)
    return words


def _those(words: list[str], belongs: re.Pattern[str]) -> list[str]:
    return [word for word in words if belongs.match(word)]


def _is_number(word: str) -> bool:
    has_digit = any(letter.isdigit() for letter in word) and not _YEAR.match(word)
    return has_digit or _NUMBER_WORD.match(word) is not None


def _names(words: list[str], text: str) -> list[str]:
    """Capitalised words that do not begin a sentence: names, titles, places."""
    return [
        word
        for word in words
        if word[:1].isupper()
        and not _MONTH.match(word)
        and not _is_number(word)
        and not re.search(rf"(?:^|[.!?:]['\"”’)]*\s+|\n){re.escape(word)}(?!\w)", text)
    ]
