"""The steps of a diff as HTML, for a page of its own and for one among others.

Each change has a number and an anchor, its flags where they were raised, and the way to the other end
of a move.  Unchanged stretches can be opened.  Whatever a page wrote is text, in its own direction;
what came and went is said in words, by line and by border as well as by colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive_watch.model.change import Op, OpKind, Sign
from archive_watch.report.beside import Beside
from archive_watch.report.diffs import DrawnDiff, Unchanged, folded, runs_of, speaker_beside
from archive_watch.report.html_words import marked, shown
from archive_watch.report.placed_flags import PlacedFlags, ToldFlag, placed_flags
from archive_watch.report.run_marks import one_line_run, parted_run

_LOOKS = {
    OpKind.REPLACE: ("edited", "edited"),
    OpKind.DELETE: ("gone", "removed"),
    OpKind.INSERT: ("came", "added"),
    OpKind.MOVE_FROM: ("moved", "moved away from here"),
    OpKind.MOVE_TO: ("moved", "moved here"),
}


def _nothing(_: int) -> str:
    return ""


def anchor(number: int) -> str:
    """Where the change of that number stands on the same page."""
    return f"#c{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around the words of steps.

    ``below`` is HTML below a step, by its place, ``instead`` that of an unchanged stretch, by the
    place of its first paragraph, where it is not drawn; ``way`` is where a change of that number is;
    ``opened``: unchanged stretches are not folded.
    """

    below: Callable[[int], str] = _nothing
    instead: Callable[[int], str] = _nothing
    way: Callable[[int], str] = anchor
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """The numbers of the changed steps, by their place, and where the other end of a move is."""

    numbers: Mapping[int, int]
    ends: Mapping[tuple[OpKind, int | None], int]

    @classmethod
    def of(cls, ops: Sequence[Op]) -> Numbered:
        """The numbers of all steps of a diff."""
        changed = [at for at, op in enumerate(ops) if op.op is not OpKind.EQUAL]
        numbers = {at: number for number, at in enumerate(changed, 1)}
        ends = {
            (ops[at].op, ops[at].move_id): number
            for at, number in numbers.items()
            if ops[at].move_id is not None
        }
        return cls(numbers, ends)

    def other_end(self, op: Op) -> int | None:
        """The number of the step to which this one's words were moved, or from which."""
        other = {OpKind.MOVE_FROM: OpKind.MOVE_TO, OpKind.MOVE_TO: OpKind.MOVE_FROM}.get(op.op)
        return None if other is None else self.ends.get((other, op.move_id))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A step, or unchanged ones taken together, and its place in the list of steps."""

    place: int
    step: Op | Unchanged


def stretches_of(ops: Sequence[Op]) -> Iterator[Stretch]:
    """The steps in their order, what is unchanged and far from a change taken together."""
    place = 0
    for step in folded(ops):
        yield Stretch(place, step)
        place += len(step.ops) if isinstance(step, Unchanged) else 1


def diff_fragment(diff: DrawnDiff) -> str:
    """The whole diff as HTML, to stand inside a page."""
    marks = Marks.of(diff)
    return beside_words(diff.beside) + steps_as_html(stretches_of(diff.ops), marks, Around())


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of all the steps of a diff, to draw some of them."""

    numbered: Numbered
    flags: PlacedFlags

    @classmethod
    def of(cls, diff: DrawnDiff) -> Marks:
        """The numbers and the flags of a diff."""
        return cls(Numbered.of(diff.ops), placed_flags(diff.finding, diff.ops))


def beside_words(beside: Beside) -> str:
    """What differs beside the words, a line each; nothing where nothing does."""
    lines = "".join(
        f'<li dir="auto"><span class="label" dir="ltr">{label}</span> '
        f"{''.join(marked(run.sign, one_line_run(run.sign, run.text)) for run in runs)}</li>"
        for label, runs in beside.labelled()
    )
    return (
        f'<section class="beside"><h2>Beside the words</h2><ul class="plain">{lines}</ul></section>'
        if lines
        else ""
    )


def steps_as_html(stretches: Iterable[Stretch], marks: Marks, around: Around) -> str:
    """Some steps of a diff as HTML."""
    return "".join(_drawn(stretch, marks, around) for stretch in stretches)


def _drawn(stretch: Stretch, marks: Marks, around: Around) -> str:
    step = stretch.step
    if isinstance(step, Unchanged):
        return around.instead(stretch.place) or _unchanged(step, opened=around.opened)
    if step.op is OpKind.EQUAL:
        return _same(step)
    return _changed(step, stretch.place, marks, around)


def _unchanged(step: Unchanged, *, opened: bool) -> str:
    words = "".join(map(_same, step.ops))
    return f"<details{' open' if opened else ''}><summary>{step.told()}</summary>{words}</details>"


def _same(op: Op) -> str:
    return f'<p class="text same" dir="auto">{shown(op.new or "")}</p>'


def _changed(op: Op, place: int, marks: Marks, around: Around) -> str:
    look, what = _LOOKS[op.op]
    what += ", edited on its way" if op.words and op.op is OpKind.MOVE_TO else ""
    number, total = marks.numbered.numbers[place], len(marks.numbered.numbers)
    other = marks.numbered.other_end(op)
    said = what if other is None else f'<a href="{around.way(other)}">{what} (change {other})</a>'
    who = f"<bdi>{shown(speaker)}</bdi>" if (speaker := speaker_beside(op)) else ""
    flags = "".join(map(flag_as_html, marks.flags.by_step.get(place, ())))
    return (
        f'<section class="step {look}" id="c{number}" tabindex="-1"'
        f' aria-label="change {number} of {total}: {what}"><h2 class="where">'
        f'<a class="number" href="{around.way(number)}">{number} of {total}</a>'
        f"<span>{said}</span>{who}</h2>"
        f"{_inline(op)}{_beside(op)}{flags}{around.below(place)}</section>"
    )


def flag_as_html(told: ToldFlag) -> str:
    """A flag and why it was raised, on a line."""
    return f'<p class="flag">{shown(told.told())}</p>'


def _inline(op: Op) -> str:
    return f'<div class="inline">{_text(op, (Sign.KEPT, Sign.REMOVED, Sign.ADDED))}</div>'


def _beside(op: Op) -> str:
    """Before and after in a column each; a side on which the step has no words stays empty."""
    has_words = (op.old is not None or bool(op.words), op.new is not None)
    sides = zip(("before", "after"), (Sign.REMOVED, Sign.ADDED), has_words, strict=True)
    cells = (
        f"<div><h3>{name}</h3>{_text(op, (Sign.KEPT, sign))}</div>" if has else "<div></div>"
        for name, sign, has in sides
    )
    return f'<div class="side">{"".join(cells)}</div>'


def _text(op: Op, signs: Sequence[Sign]) -> str:
    words = "".join(
        marked(run.sign, parted_run(run.sign, run.text)) for run in runs_of(op) if run.sign in signs
    )
    return f'<p class="text" dir="auto">{words}</p>'
