"""Whose words are another's now, and whose label is only written in another way.

A label that became another in some places gives words to somebody else.  One that became another
throughout is a matter of format, provided that it can mean the same person: ``SEC. SAMPLE`` for
``SECRETARY SAMPLE``, ``Q`` for ``QUESTION``, a first name put in, a slip mended.  Another person's
name is another person, however often it stands there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from archive_watch.classify.passages import Passage, Side, stretches_of
from archive_watch.classify.typography import is_typography
from archive_watch.extract.words.labels import kind_of
from archive_watch.model.transcript import TurnKind

_WORD = re.compile(r"[\w’'-]+")
_LONG_ENOUGH = 5  # letters: a shorter name with another letter is another name
_GENDER = {"mr": "m", "mister": "m", "sir": "m", "ms": "f", "mrs": "f", "miss": "f", "madam": "f"}
_Pair = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Handed:
    """Words that one speaker had and another has: where they stand on either side."""

    was: Side
    now: Side


def handed_over(passages: Sequence[Passage]) -> list[Handed]:
    """The passages whose words are somebody else's now, in order."""
    pairs = list(_aligned(passages))
    written = _written_otherwise(pairs, passages)
    return [Handed(was, now) for was, now in pairs if _is_another(was, now, written)]


def same_words_in(stretch: Sequence[Passage]) -> Iterator[tuple[Passage, Passage]]:
    """A passage that left and one that came in the same place with the same words, as pairs."""
    came = [one for one in stretch if one.was is None]
    for left in stretch:
        if left.now is not None or left.was is None or not left.was.speech:
            continue
        for other in came:
            if other.now is not None and is_typography(left.was.speech, other.now.speech):
                came.remove(other)
                yield left, other
                break


def _aligned(passages: Sequence[Passage]) -> Iterator[tuple[Side, Side]]:
    for one in passages:
        if one.was is not None and one.now is not None:
            yield one.was, one.now
    for stretch in stretches_of(passages):
        for left, came in same_words_in(stretch):
            if left.was is not None and came.now is not None:
                yield left.was, came.now


def _is_another(was: Side, now: Side, written: set[_Pair]) -> bool:
    pair = (was.speaker, now.speaker)
    return was.speaker != now.speaker and pair not in written


def _written_otherwise(
    pairs: Sequence[tuple[Side, Side]], passages: Sequence[Passage]
) -> set[_Pair]:
    """The pairs of labels that are one speaker's, written in two ways."""
    counted = Counter((was.speaker, now.speaker) for was, now in pairs)
    before = {one.was.speaker for one in passages if one.was is not None}
    after = {one.now.speaker for one in passages if one.now is not None}
    return {
        (was, now)
        for was, now in counted
        if was is not None
        and now is not None
        and was != now
        and (
            _is_same(was, now) or (was not in after and now not in before and may_be_one(was, now))
        )
    }


def _is_same(was: str, now: str) -> bool:
    """Whether two labels differ in capitals, full stops and typography alone."""
    return is_typography(
        *(re.sub(r"[.\s]+", " ", label.casefold()).strip() for label in (was, now))
    )


def may_be_one(was: str, now: str) -> bool:
    """Whether two labels can mean one speaker: by one surname, or as whoever asks."""
    if kind_of(was) is kind_of(now) is TurnKind.QUESTION:
        return True
    before, after = _words(was), _words(now)
    if not before or not after or not _stands_for(before[-1], after[-1]):
        return False
    honorifics = [{_GENDER[word] for word in words if word in _GENDER} for words in (before, after)]
    return not all(honorifics) or honorifics[0] == honorifics[1]


def _words(label: str) -> list[str]:
    return _WORD.findall(label.casefold())


def _stands_for(short: str, long: str) -> bool:
    if short == long or long.startswith(short) or short.startswith(long):
        return True
    if min(len(short), len(long)) < _LONG_ENOUGH or short[0] != long[0]:
        return False
    return OSA.distance(short, long) <= 1
