"""The ways on from a difference: to a change in any of its parts, to the turn in either version."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from markupsafe import Markup

from archive_watch.datasette_plugin.question import Question
from archive_watch.diff.paragraphs import PARTING
from archive_watch.model.transcript import Turn
from archive_watch.report.diff_parts import is_told_only, part_with
from archive_watch.report.diff_steps import Around, Marks, Stretch, anchor
from archive_watch.report.diffs import DrawnDiff, Unchanged
from archive_watch.services.telling.show_version import Shown
from archive_watch.services.telling.tell_difference import Difference

_KEPT = ("view", "context", "change")


@dataclass(frozen=True, kw_only=True)
class DiffWays:
    """The addresses of one difference, of which part number ``part`` is shown."""

    question: Question
    told: Difference
    drawn: DrawnDiff
    marks: Marks
    parts: Sequence[Sequence[Stretch]]
    part: int

    def here(self, **other: object) -> str:
        """This difference, asked for as it is but for ``other``; None leaves a wish away."""
        asked = self.question.asked
        kept: dict[str, object] = {name: asked[name] for name in _KEPT if name in asked}
        kept["part"] = self.part if self.part > 1 else None
        before, after = self.told.before.head.id, self.told.after.head.id
        return self.question.ways.diff(before, after, **{**kept, **other})

    def swapped(self) -> str:
        """The same two versions, the other way round."""
        asked = self.question.asked
        return self.question.ways.diff(
            self.told.after.head.id, self.told.before.head.id, view=asked.get("view")
        )

    def part_at(self, part: int) -> str:
        """Another part of a long difference."""
        return self.here(part=part if part > 1 else None)

    def to_change(self, number: int) -> str:
        """Where the change of that number stands, in whichever part."""
        part = part_with(self.parts, self._places[number - 1])
        return anchor(number) if part == self.part else f"{self.part_at(part)}{anchor(number)}"

    def around(self, *, opened: bool) -> Around:
        """What stands around the words of the steps."""
        return Around(below=self._in_both, instead=self._instead, way=self.to_change, opened=opened)

    def _in_both(self, place: int) -> str:
        """The ways to where a change stands in either version."""
        op, sides = self.drawn.ops[place], []
        if op.old is not None:
            sides.append(_in_version(self.question, self.told.before, self._starts_old[place]))
        if op.new is not None:
            sides.append(_in_version(self.question, self.told.after, self._starts_new[place]))
        return Markup('<p class="at-turn">Read it in {}</p>').format(Markup(" · ").join(sides))

    def _instead(self, place: int) -> str:
        if self.question.asked.get("context") == "all":
            return ""
        step = self._steps[place]
        if not isinstance(step, Unchanged) or not is_told_only(step):
            return ""
        after = self.told.after
        words = Markup('<p class="far">{}: too long to be shown here, read them in {}</p>')
        return words.format(step.told(), _in_version(self.question, after, self._starts_new[place]))

    @cached_property
    def _steps(self) -> dict[int, object]:
        return {one.place: one.step for one in self.parts[self.part - 1]}

    @cached_property
    def _places(self) -> list[int]:
        """Where each numbered change stands in the list of steps."""
        return sorted(self.marks.numbered.numbers)

    @cached_property
    def _starts_old(self) -> list[int]:
        return _starts([op.old for op in self.drawn.ops])

    @cached_property
    def _starts_new(self) -> list[int]:
        return _starts([op.new for op in self.drawn.ops])


def _starts(texts: Sequence[str | None]) -> list[int]:
    """Where each step's words begin in the text that all of them make."""
    sizes = [0 if text is None else len(text) + len(PARTING) for text in texts]
    return list(accumulate(sizes, initial=0))


def _start(turn: Turn) -> int:
    return turn.start


def _in_version(question: Question, shown: Shown, start: int) -> Markup:
    """The way to a place of a version's text: its turn, where it has turns."""
    assert shown.transcript is not None
    turns = shown.transcript.turns
    end = shown.transcript.text.find(PARTING, start)
    at = bisect_right(turns, end if end >= 0 else len(shown.transcript.text), key=_start) - 1
    address = question.ways.version(shown.head.id)
    if at >= 0:
        address = question.ways.turn(shown.head.id, turns[at].position)
    return Markup('<a href="{}">version {}</a>').format(address, shown.head.number)
