"""A diff as one HTML file: inline or side by side, for eyes, screen readers, paper and the dark.

It asks nothing of anywhere and works without its script.  Whatever a page wrote is text, in its own
direction; what came and went is said in words, by line and by border as well as by colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive_watch.model.change import Finding, Op, OpKind, Sign
from archive_watch.report.beside import Beside
from archive_watch.report.diff_page_keys import DIFF_KEYS
from archive_watch.report.diff_page_style import DIFF_STYLE
from archive_watch.report.diffs import (
    DrawnDiff,
    Unchanged,
    folded,
    heading_of,
    runs_of,
    speaker_beside,
)
from archive_watch.report.html_words import link_to, marked, shown
from archive_watch.report.page_style import html_page
from archive_watch.report.placed_flags import (
    PlacedFlags,
    ToldFlag,
    placed_flags,
    reasons_beside,
    told_flags,
)
from archive_watch.report.run_marks import one_line_run, parted_run

_STRONG = 60
_LOOKS = {
    OpKind.REPLACE: ("edited", "edited"),
    OpKind.DELETE: ("gone", "removed"),
    OpKind.INSERT: ("came", "added"),
    OpKind.MOVE_FROM: ("moved", "moved away from here"),
    OpKind.MOVE_TO: ("moved", "moved here"),
}


def diff_as_html(diff: DrawnDiff) -> str:
    """The diff as a self-contained page."""
    title = shown(diff.after.title or diff.after.url)
    flags, numbered = placed_flags(diff.finding, diff.ops), _Numbered.of(diff.ops)
    footer = (
        f"<footer>From capture {shown(diff.before.capture_sha256)}<br>to capture"
        f" {shown(diff.after.capture_sha256)}</footer>"
    )
    body = (
        f'<header class="top"><h1 dir="auto">{title}</h1>{_head(diff, flags, numbered)}</header>'
        f"{_keys(len(numbered.numbers))}"
        f'<main class="diff">{diff_fragment(diff)}</main>{footer}'
    )
    return html_page(title, body, style=DIFF_STYLE, script=DIFF_KEYS)


def _head(diff: DrawnDiff, flags: PlacedFlags, numbered: _Numbered) -> str:
    finding = diff.finding
    whys = "".join(f"<li>{shown(why)}</li>" for why in reasons_beside(finding))
    reasons = (
        f'<details class="why"><summary>Why it is judged so</summary><ul>{whys}</ul></details>'
    )
    urls = dict.fromkeys((diff.before.url, diff.after.url))
    return (
        f'<p class="lead">{shown(heading_of(diff))}</p><p class="tags">{_tags(finding, flags, numbered)}'
        f'</p><p dir="auto">{shown(finding.summary)}</p>'
        + "".join(map(_flag, flags.apart))
        + (reasons if whys else "")
        + "".join(f'<span class="address">{link_to(url)}</span>' for url in urls)
    )


def _tags(finding: Finding, flags: PlacedFlags, numbered: _Numbered) -> str:
    """Kind, severity, and each kind of flag with a way to where it was raised first."""
    strong = " strong" if finding.severity >= _STRONG else ""
    tags = f'<span class="tag{strong}">{shown(finding.kind.replace("_", " "))}</span>'
    tags += f'<span class="tag{strong}">severity {finding.severity} of 100</span>'
    for kind in dict.fromkeys(told.flag.kind for told in told_flags(finding)):
        place = flags.first_step_of(kind)
        tags += (
            f'<span class="tag strong">{shown(kind)}</span>'
            if place is None
            else f'<a class="tag strong" href="#c{numbered.numbers[place]}">{shown(kind)}</a>'
        )
    return tags


def _flag(told: ToldFlag) -> str:
    return f'<p class="flag">{shown(told.told())}</p>'


def _keys(count: int) -> str:
    """The switch and the ways from change to change; what needs the script shows with it."""
    noun = "change" if count == 1 else "changes"
    return (
        '<input type="checkbox" id="beside"><nav class="keys" aria-label="Changes">'
        f'<span class="count">{count:,} {noun}</span>'
        '<span data-script hidden><button type="button" data-way="p">previous <kbd>p</kbd></button>'
        ' <button type="button" data-way="n">next <kbd>n</kbd></button></span>'
        '<label class="switch" for="beside">side by side'
        "<kbd data-script hidden>s</kbd></label>"
        '<label class="letters" data-script hidden><input type="checkbox" id="letters" checked>'
        "keys n, p, s</label></nav>"
    )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The numbers of the changed steps, by their place, and where the other end of a move is."""

    numbers: Mapping[int, int]
    ends: Mapping[tuple[OpKind, int | None], int]

    @classmethod
    def of(cls, ops: Sequence[Op]) -> _Numbered:
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


def diff_fragment(diff: DrawnDiff) -> str:
    """The steps as HTML, to stand inside a page; unchanged stretches can be opened."""
    return _beside_words(diff.beside) + "".join(_steps(diff))


def _beside_words(beside: Beside) -> str:
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


def _steps(diff: DrawnDiff) -> Iterator[str]:
    flags = placed_flags(diff.finding, diff.ops)
    places = {id(op): at for at, op in enumerate(diff.ops)}
    numbered = _Numbered.of(diff.ops)
    for step in folded(diff.ops):
        if isinstance(step, Unchanged):
            words = "".join(map(_same, step.ops))
            yield f"<details><summary>{step.told()}</summary>{words}</details>"
        elif step.op is OpKind.EQUAL:
            yield _same(step)
        else:
            place = places[id(step)]
            yield _changed(step, numbered.numbers[place], numbered, flags.by_step.get(place, ()))


def _same(op: Op) -> str:
    return f'<p class="text same" dir="auto">{shown(op.new or "")}</p>'


def _changed(op: Op, number: int, numbered: _Numbered, flags: Sequence[ToldFlag]) -> str:
    look, what = _LOOKS[op.op]
    what += ", edited on its way" if op.words and op.op is OpKind.MOVE_TO else ""
    other = numbered.other_end(op)
    said = shown(what) if other is None else f'<a href="#c{other}">{what} (change {other})</a>'
    who = f"<bdi>{shown(speaker)}</bdi>" if (speaker := speaker_beside(op)) else ""
    total = len(numbered.numbers)
    return (
        f'<section class="step {look}" id="c{number}" tabindex="-1"'
        f' aria-label="change {number} of {total}: {what}"><h2 class="where">'
        f'<a class="number" href="#c{number}">{number} of {total}</a><span>{said}</span>{who}</h2>'
        f"{_inline(op)}{_beside(op)}{''.join(map(_flag, flags))}</section>"
    )


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
