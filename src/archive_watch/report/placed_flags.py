"""Which flag was raised by which step, so that it is told where the words are.

A finding has its flags in one list, each once.  A flag belongs to the steps whose removed words hold
all of its old words and whose added words hold all of its new ones; where none does (words that only
changed places, the label of a speaker), to those whose whole paragraphs hold them.  What belongs to no
step, a flag of the headline for one, is told at the top alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive_watch.model.change import Finding, Flag, Op, OpKind, Sign

_OF_WHOLE_PARAGRAPHS = frozenset({"redaction", "speaker"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ToldFlag:
    """A flag with the sentence that says why it was raised; empty where none was kept."""

    flag: Flag
    why: str

    def told(self) -> str:
        """``negation: a negation came or went (“not” left)``, or what is known of it."""
        if self.why:
            return self.why
        sides = " → ".join(f"“{side}”" for side in (self.flag.old, self.flag.new) if side)
        return f"{self.flag.kind}: {sides}" if sides else self.flag.kind


def told_flags(finding: Finding) -> tuple[ToldFlag, ...]:
    """The flags of a finding, each with its own of the reasons (after those of the aspects)."""
    whys = finding.why[len(finding.aspects) :]
    return tuple(
        ToldFlag(flag, whys[at] if at < len(whys) and whys[at].startswith(f"{flag.kind}:") else "")
        for at, flag in enumerate(finding.flags)
    )


def reasons_beside(finding: Finding) -> tuple[str, ...]:
    """The reasons that are no flag's: of the aspects, and of the severity."""
    of_flags = {told.why for told in told_flags(finding)}
    return tuple(why for why in finding.why if why not in of_flags)


@dataclass(frozen=True, slots=True)
class PlacedFlags:
    """The flags by the step, as its place in the list of steps; ``apart`` are those of no step."""

    by_step: Mapping[int, tuple[ToldFlag, ...]]
    apart: tuple[ToldFlag, ...]

    def first_step_of(self, kind: str) -> int | None:
        """The place of the first step with a flag of that kind."""
        places = (at for at, told in self.by_step.items() if any(f.flag.kind == kind for f in told))
        return min(places, default=None)


def placed_flags(finding: Finding, ops: Sequence[Op]) -> PlacedFlags:
    """Where each flag of a finding was raised.  Whole paragraphs that came or went raise few."""
    edited = {at: op for at, op in enumerate(ops) if op.words}
    whole = {at: op for at, op in enumerate(ops) if op.op is not OpKind.EQUAL}
    touched, around = _Index(edited, _touched), _Index(edited, _both_texts)
    anywhere = _Index(whole, _both_texts)
    by_step: dict[int, tuple[ToldFlag, ...]] = {}
    apart = []
    for told in told_flags(finding):
        places = touched.places_of(told.flag) or around.places_of(told.flag)
        if not places and told.flag.kind in _OF_WHOLE_PARAGRAPHS:
            places = anywhere.places_of(told.flag)
        apart += [] if places else [told]
        for at in places:
            by_step[at] = (*by_step.get(at, ()), told)
    return PlacedFlags(by_step, tuple(apart))


_Texts = tuple[str | None, str | None]


def _both_texts(op: Op) -> _Texts:
    return op.old, op.new


def _touched(op: Op) -> _Texts:
    """What left and what came in a step, each as one text."""
    gone = " ".join(run.text for run in op.words if run.sign is Sign.REMOVED)
    come = " ".join(run.text for run in op.words if run.sign is Sign.ADDED)
    return gone, come


class _Index:
    """Which of some steps hold which words on which side."""

    def __init__(self, ops: Mapping[int, Op], texts: Callable[[Op], _Texts]) -> None:
        self._places: dict[tuple[int, str], set[int]] = {}
        for at, op in ops.items():
            for word in _words(*texts(op)):
                self._places.setdefault(word, set()).add(at)

    def places_of(self, flag: Flag) -> list[int]:
        """The steps that hold all the words of both sides of a flag."""
        words = _words(flag.old, flag.new)
        found = [self._places.get(word, set()) for word in words]
        return sorted(set.intersection(*found)) if found else []


def _words(old: str | None, new: str | None) -> set[tuple[int, str]]:
    """The words of both sides, each with its side."""
    return {
        (side, word) for side, text in enumerate((old, new)) for word in _WORD.findall(text or "")
    }
