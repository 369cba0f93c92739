"""A diff for a terminal: a sign before each step and marks around the words, so that nothing hangs on
colour.

It is made of styled parts: joined they are the plain text (for a file, a pipe, a terminal without
colours); the terminal's own side gives each style its look.  No page can write a line of ours: the
lines of a step after its first are indented, and marks that stand in the words themselves are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain

from archive_watch.model.change import Op, OpKind, Sign, WordRun
from archive_watch.report.diffs import (
    DrawnDiff,
    Unchanged,
    address_of,
    folded,
    heading_of,
    runs_of,
    speaker_beside,
)
from archive_watch.report.placed_flags import (
    PlacedFlags,
    ToldFlag,
    placed_flags,
    reasons_beside,
    told_flags,
)
from archive_watch.report.run_marks import one_line_run, plain_run
from archive_watch.report.visible import one_line, visible

_INDENT = "  "
_MARKS = re.compile(r"(?<=[\[{])(?=[-+])|(?<=[-+])(?=[\]}])")


class Style(StrEnum):
    """What a part of a line is; how that looks is the terminal's affair."""

    PLAIN = "plain"
    HEAD = "head"
    SOFT = "soft"
    WARNING = "warning"
    GONE = "gone"
    CAME = "came"
    MOVED = "moved"


Part = tuple[Style, str]
Line = tuple[Part, ...]

_SIGNS = {
    OpKind.EQUAL: (" ", Style.PLAIN),
    OpKind.REPLACE: ("~", Style.WARNING),
    OpKind.DELETE: ("-", Style.GONE),
    OpKind.INSERT: ("+", Style.CAME),
    OpKind.MOVE_FROM: ("<", Style.MOVED),
    OpKind.MOVE_TO: (">", Style.MOVED),
}
_MOVED = {
    OpKind.MOVE_FROM: "moved away: ",
    OpKind.MOVE_TO: "moved here: ",
}
_RUNS = {Sign.KEPT: Style.PLAIN, Sign.REMOVED: Style.GONE, Sign.ADDED: Style.CAME}


def diff_as_text(diff: DrawnDiff) -> str:
    """The diff as plain text: a sign before each step, [-words-] and {+words+} inside it."""
    return "\n".join("".join(text for _, text in line) for line in diff_lines(diff))


def diff_lines(diff: DrawnDiff) -> Iterator[Line]:
    """The lines of the diff, each made of styled parts; nothing in them acts on a terminal."""
    flags = placed_flags(diff.finding, diff.ops)
    yield from _head(diff, flags)
    for label, runs in diff.beside.labelled():
        yield ()
        yield ((Style.WARNING, "~ "), (Style.SOFT, f"({label}) "), *_runs(runs))
    places = {id(op): at for at, op in enumerate(diff.ops)}
    for step in folded(diff.ops):
        yield ()
        if isinstance(step, Unchanged):
            yield ((Style.SOFT, f"  … {step.told()} …"),)
        else:
            yield from _step(step, flags.by_step.get(places[id(step)], ()))
    yield ()


def _head(diff: DrawnDiff, flags: PlacedFlags) -> Iterator[Line]:
    finding = diff.finding
    yield ((Style.HEAD, _said(address_of(diff))),)
    yield ((Style.SOFT, heading_of(diff)),)
    yield (
        (Style.HEAD, f"{finding.kind}, severity {finding.severity}"),
        (Style.PLAIN, f": {_said(finding.summary)}"),
    )
    kinds = dict.fromkeys(told.flag.kind for told in told_flags(finding))
    if kinds:
        yield ((Style.WARNING, f"  ! {_said(', '.join(kinds))}"),)
    yield from _warnings(flags.apart)
    yield from (((Style.SOFT, f"  · {_said(why)}"),) for why in reasons_beside(finding))


def _warnings(flags: Sequence[ToldFlag]) -> Iterator[Line]:
    yield from (((Style.WARNING, f"  ! {_said(told.told())}"),) for told in flags)


def _step(op: Op, flags: Sequence[ToldFlag]) -> Iterator[Line]:
    sign, style = _SIGNS[op.op]
    parts: list[Part] = [(style, f"{sign} ")]
    if op.op in _MOVED:
        edited = "moved here, edited: " if op.words else _MOVED[op.op]
        parts.append((Style.MOVED, edited))
    if op.op is not OpKind.EQUAL and (who := speaker_beside(op)):
        parts.append((Style.SOFT, f"({_said(who)}) "))
    yield tuple(chain(parts, _runs(runs_of(op))))
    yield from _warnings(flags)


def _runs(runs: Sequence[WordRun]) -> Iterator[Part]:
    for run in runs:
        if run.text:
            words = _MARKS.sub(r"\\", one_line_run(run.sign, run.text))
            told = visible(words).replace("\n", f"\n{_INDENT}")
            yield _RUNS[run.sign], plain_run(run.sign, told)


def _said(text: str) -> str:
    return visible(one_line(text))
