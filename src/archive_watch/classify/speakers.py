"""Whose words are another's now, and whose label is only written in another way.

A label that became another in some places gives words to somebody else.  One that became another
throughout is a matter of format, provided that it can mean the same person: ``SEC. SAMPLE`` for
``SECRETARY SAMPLE``, ``Q`` for ``QUESTION``, a first name put in, a slip mended.  Another person's
name is another person, however often it stands there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import OSA

from archive_watch.classify.passages import Passage, Side, stretches_of
from archive_watch.classify.typography import is_typography, letters_of
from archive_watch.extract.words.labels import kind_of
from archive_watch.model.transcript import TurnKind

_WORD = re.compile(r"[\w’'-]+")
_LONG_ENOUGH = 5  # letters: a shorter name with another letter is another name
_MOST_ALIKE = 50  # paragraphs of the same letters that are read for one
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
    came = [(one, one.now) for one in stretch if one.was is None and one.now is not None]
    places: dict[str, deque[int]] = defaultdict(deque)
    for at, (_, side) in enumerate(came):
        for letters in letters_of(side.speech):
            places[letters].append(at)
    left = [one for one in stretch if one.now is None] if came else []
    taken: set[int] = set()
    for one in left:
        if one.was is None or not one.was.speech:
            continue
        for at in _of_the_same_letters(one.was.speech, places, taken):
            if is_typography(one.was.speech, came[at][1].speech):
                taken.add(at)
                yield one, came[at][0]
                break


def _of_the_same_letters(
    speech: str, places: Mapping[str, deque[int]], taken: Set[int]
) -> list[int]:
    """The first few of what came that may say ``speech`` and is not taken: no others need be read."""
    found: set[int] = set()
    for letters in letters_of(speech):
        queue = places.get(letters, deque())
        while queue and queue[0] in taken:
            queue.popleft()
        found |= {at for at in islice(queue, _MOST_ALIKE) if at not in taken}
    return sorted(found)


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
