"""What a reader typed, made into what the archive is asked with: nothing typed may look like a bug."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive_watch.datasette_plugin.question import Question, Unclear
from archive_watch.errors import CallerError
from archive_watch.services.telling.find_version import moment_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_CHARACTERS = 500


def text_asked(question: Question, *names: str) -> str | None:
    """What was typed under the first of ``names`` that has anything; None where nothing was."""
    for name in names:
        typed = question.asked.get(name, "").replace("\x00", " ").strip()
        if typed:
            return typed[:_MOST_CHARACTERS]
    return None


def number_asked(question: Question, *names: str, most: int = 2**63 - 1) -> int | None:
    """A whole number from 0 to ``most``.  Raises Unclear where it is anything else."""
    typed = text_asked(question, *names)
    if typed is None:
        return None
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 20 else -1
    if not 0 <= number <= most:
        raise Unclear(f"“{typed}” is no {names[0].replace('_', ' ')}.", "Write a whole number.")
    return number


def moment_asked(question: Question, name: str, *, is_end: bool = False) -> str | None:
    """A time as UTC text; a day is its first moment, or its last where ``is_end``.  Raises Unclear."""
    typed = text_asked(question, name)
    if typed is None:
        return None
    try:
        moment = moment_of(typed)
    except CallerError as error:
        raise Unclear(f"{error.message}.", f"{error.remedy}.") from error
    return f"{moment[:10]}T23:59:59Z" if is_end and _DAY.fullmatch(typed) else moment


def asked_after(question: Question) -> tuple[str, int] | None:
    """Where the part of a list before this one ended: its moment and its row.  Raises Unclear."""
    typed = text_asked(question, "after")
    if typed is None:
        return None
    moment, _, number = typed.partition("~")
    if len(moment) != 20 or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Unclear("There is no such page of the list.", "Begin the list anew.")
    return moment, int(number)


def choice_asked(question: Question, name: str, known: Collection[str]) -> str | None:
    """One of the words that are ``known``.  Raises Unclear where it is another."""
    typed = text_asked(question, name)
    if typed is not None and typed not in known:
        raise Unclear(f"There is no {name} “{typed}”.", f"It is one of: {', '.join(known)}.")
    return typed
