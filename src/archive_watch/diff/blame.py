"""Which version brought which words of a text, and which of them came back.

Each paragraph is a row of runs, a run being so many characters of one origin.  Paragraphs that
stayed or moved keep their runs as they are; only what was edited is worked out again.  Words that
left and come back later go back to their first origin, and are marked with when they came back:
paragraphs wherever they return, words within a paragraph in that paragraph.

Origins are places in the row of texts that are walked through, from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from archive_watch.diff.descent import Descent, Pair, descent, paragraphs_of
from archive_watch.model.block import PARTING
from archive_watch.model.change import Sign, WordRun

_MOST_LOST = 64  # runs that a paragraph remembers to have lost


class Run(NamedTuple):
    """So many characters that one text brought; ``since`` is when they came back, or ``origin``."""

    length: int
    origin: int
    since: int


_Runs = tuple[Run, ...]


class _Held(NamedTuple):
    """A paragraph's runs, and the runs of words that it has lost, by their text."""

    runs: _Runs
    lost: Mapping[str, _Runs]


@dataclass(slots=True)
class Blame:
    """A walk through the texts of one page, in the order in which they were seen."""

    paragraphs: list[str] = field(default_factory=list)
    steps: int = 0
    _held: list[_Held] = field(default_factory=list)
    _gone: dict[bytes, list[tuple[int, _Held]]] = field(default_factory=dict)

    def runs(self) -> list[_Runs]:
        """The runs of each paragraph of the last text."""
        return [held.runs for held in self._held]

    def then(self, text: str) -> Descent:
        """Go on to the next text; how it came of the one before."""
        new = paragraphs_of(text)
        way = descent(self.paragraphs, new)
        for pair in way.pairs:
            if pair.words or not pair.new:
                self._bury(pair.old)
        held = self._held[: way.head] + [_FRESH] * (len(new) - way.head - way.tail)
        held += self._held[len(self._held) - way.tail :]
        for pair in way.pairs:
            if pair.new:
                held[pair.new.start : pair.new.stop] = self._came(pair, new)
        self._held, self.paragraphs = held, new
        self.steps += 1
        return way

    def _bury(self, places: Iterable[int]) -> None:
        """Remember paragraphs that are there no more, for when they come back."""
        for place in places:
            graves = self._gone.setdefault(_digest(self.paragraphs[place]), [])
            graves.append((self.steps, self._held[place]))

    def _came(self, pair: Pair, new: Sequence[str]) -> list[_Held]:
        """The paragraphs that ``pair`` made, in their order."""
        if pair.old and not pair.words:  # as they were, in another place
            return self._held[pair.old.start : pair.old.stop]
        back = [self._back(new[place]) for place in pair.new]
        if not pair.words:
            return [
                self._brought(new[place]) if one is None else one
                for place, one in zip(pair.new, back, strict=True)
            ]
        if len(back) == 1 and back[0] is not None:
            return [back[0]]
        return list(self._edited(pair, [new[place] for place in pair.new]))

    def _back(self, text: str) -> _Held | None:
        """The paragraph as it was when it left, where it comes back; None where it is new."""
        graves = self._gone.get(_digest(text))
        if not graves:
            return None
        left, held = graves.pop()
        if left == self.steps:  # it only went to another place
            return held
        return _Held(_since(held.runs, self.steps), held.lost)

    def _brought(self, text: str) -> _Held:
        return _Held((Run(len(text), self.steps, self.steps),), {})

    def _edited(self, pair: Pair, texts: Sequence[str]) -> Iterable[_Held]:
        """Paragraphs edited, parted or joined: their words carried over one by one."""
        lost: dict[str, _Runs] = {}
        runs: list[Run] = []
        for place in pair.old:
            runs += [Run(len(PARTING), self.steps, self.steps)] if runs else []
            runs += self._held[place].runs
            lost.update(self._held[place].lost)
        carried, left = _carried(runs, pair.words, lost, self.steps)
        kept = dict([*lost.items(), *left.items()][-_MOST_LOST:])
        at = _Cursor(carried)
        for text in texts:
            yield _Held(_merged(at.take(len(text))), kept)
            at.take(len(PARTING))


_FRESH = _Held((), {})


class _Cursor:
    """Takes runs from the left, cutting the last one where it has to."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._at = 0
        self._used = 0

    def take(self, length: int) -> list[Run]:
        """The runs of the next ``length`` characters."""
        taken: list[Run] = []
        while length and self._at < len(self._runs):
            run = self._runs[self._at]
            part = min(length, run.length - self._used)
            taken.append(run._replace(length=part))
            length -= part
            self._used += part
            if self._used == run.length:
                self._at, self._used = self._at + 1, 0
        return taken


def _carried(
    runs: Sequence[Run], words: Sequence[WordRun], lost: Mapping[str, _Runs], now: int
) -> tuple[list[Run], dict[str, _Runs]]:
    """The runs after an edit, and those of the words that left by it."""
    old = _Cursor(runs)
    taken = [[] if word.sign is Sign.ADDED else old.take(len(word.text)) for word in words]
    left = {
        word.text: tuple(part)
        for word, part in zip(words, taken, strict=True)
        if word.sign is Sign.REMOVED and any(letter.isalnum() for letter in word.text)
    }
    carried: list[Run] = []
    for word, part in zip(words, taken, strict=True):
        if word.sign is Sign.KEPT:
            carried += part
        elif word.sign is Sign.ADDED:
            carried += left.get(word.text) or _since(lost.get(word.text, ()), now) or (
                Run(len(word.text), now, now),
            )  # fmt: skip
    return carried, left


def _since(runs: Iterable[Run], now: int) -> _Runs:
    return tuple(run._replace(since=now) for run in runs)


def _merged(runs: Iterable[Run]) -> _Runs:
    return tuple(
        Run(sum(run.length for run in group), origin, since)
        for (origin, since), group in groupby(runs, key=lambda run: (run.origin, run.since))
    )


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
