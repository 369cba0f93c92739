"""A diff as Markdown, for an issue, a wiki or a mail to a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.model.change import Op, OpKind, WordRun
from archive_watch.report.diffs import (
    DrawnDiff,
    Unchanged,
    folded,
    heading_of,
    runs_of,
    speaker_beside,
)
from archive_watch.report.markdown import address_as_markdown, escaped, runs_as_markdown
from archive_watch.report.placed_flags import (
    PlacedFlags,
    ToldFlag,
    placed_flags,
    reasons_beside,
    told_flags,
)
from archive_watch.report.run_marks import one_line_run
from archive_watch.report.visible import visible

_MOVED = {OpKind.MOVE_FROM: "moved away: ", OpKind.MOVE_TO: "moved here: "}


def diff_as_markdown(diff: DrawnDiff) -> str:
    """The diff as Markdown: removed words struck through, added ones bold."""
    flags = placed_flags(diff.finding, diff.ops)
    places = {id(op): at for at, op in enumerate(diff.ops)}
    blocks = list(_head(diff, flags))
    beside = [f"- {label}: {_words(runs)}" for label, runs in diff.beside.labelled()]
    blocks += ["\n".join(beside)] if beside else []
    for step in folded(diff.ops):
        if isinstance(step, Unchanged):
            blocks.append(f"*… {step.told()} …*")
        else:
            blocks += _step(step, flags.by_step.get(places[id(step)], ()))
    return visible("\n\n".join(blocks)) + "\n"


def _head(diff: DrawnDiff, flags: PlacedFlags) -> Iterator[str]:
    finding = diff.finding
    yield f"# {escaped(diff.after.title or diff.after.url)}"
    urls = dict.fromkeys((diff.before.url, diff.after.url))
    yield " → ".join(address_as_markdown(url) for url in urls)
    yield escaped(heading_of(diff))
    yield f"**{finding.kind}**, severity {finding.severity}: {escaped(finding.summary)}"
    kinds = ", ".join(dict.fromkeys(told.flag.kind for told in told_flags(finding)))
    reasons = [f"- flags: **{escaped(kinds)}**"] if kinds else []
    reasons += _told(flags.apart)
    reasons += [f"- {escaped(why)}" for why in reasons_beside(finding)]
    if reasons:
        yield "\n".join(reasons)


def _told(flags: Sequence[ToldFlag]) -> list[str]:
    return [f"- **{escaped(flag.told())}**" for flag in flags]


def _step(op: Op, flags: Sequence[ToldFlag]) -> Iterator[str]:
    who = speaker_beside(op) if op.op is not OpKind.EQUAL else None
    said = f"*({escaped(who)})* " if who else ""
    moved = "moved here, edited: " if op.words and op.op in _MOVED else _MOVED.get(op.op, "")
    yield f"{moved}{said}{_words(runs_of(op))}"
    if flags:
        yield "\n".join(_told(flags))


def _words(runs: Sequence[WordRun]) -> str:
    return runs_as_markdown([(run.sign, one_line_run(run.sign, run.text)) for run in runs])
