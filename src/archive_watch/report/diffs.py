"""One diff, drawn from one list of steps: for a terminal, as Markdown, as HTML, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.model.change import Finding, Op, OpKind, Sign, WordRun
from archive_watch.report.html import added, link_to, marked, removed, shown
from archive_watch.report.markdown import escaped, run_as_markdown
from archive_watch.report.page_style import html_page
from archive_watch.report.visible import one_line, visible

_CONTEXT = 1  # unchanged paragraphs shown around an edited one
_SCHEMA = "archive-watch/diff/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a diff: what it is called, when it was seen, and its capture."""

    url: str
    version: int
    observed_at: str
    title: str | None
    capture_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDiff:
    """Two versions, what the step between them means, and the steps themselves."""

    before: Side
    after: Side
    finding: Finding
    ops: Sequence[Op]


def diff_as_json(diff: DrawnDiff) -> dict[str, Any]:
    """The contract's ``diff`` document."""
    return {
        "schema": _SCHEMA,
        "url": diff.after.url,
        "from": _side(diff.before),
        "to": _side(diff.after),
        "kind": diff.finding.kind.value,
        "aspects": [aspect.value for aspect in diff.finding.aspects],
        "severity": diff.finding.severity,
        "summary": diff.finding.summary,
        "flags": [{"kind": f.kind, "old": f.old, "new": f.new} for f in diff.finding.flags],
        "why": list(diff.finding.why),
        "ops": [
            {
                "op": op.op.value,
                "speaker": op.speaker,
                "old": op.old,
                "new": op.new,
                "words": [[run.sign.value, run.text] for run in op.words],
                "move_id": op.move_id,
            }
            for op in diff.ops
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "url": side.url,
        "version": side.version,
        "observed_at": side.observed_at,
        "capture_sha256": side.capture_sha256,
    }


def _folded(ops: Sequence[Op]) -> Iterator[Op | int]:
    """The steps with long unchanged stretches as their number of paragraphs."""
    near = {
        index + step
        for index, op in enumerate(ops)
        if op.op is not OpKind.EQUAL
        for step in range(-_CONTEXT, _CONTEXT + 1)
    }
    skipped = 0
    for index, op in enumerate(ops):
        if index not in near:
            skipped += 1
            continue
        if skipped:
            yield skipped
            skipped = 0
        yield op
    if skipped:
        yield skipped


def _heading(diff: DrawnDiff) -> list[str]:
    return [
        f"version {diff.before.version} ({diff.before.observed_at}) →"
        f" version {diff.after.version} ({diff.after.observed_at})",
        f"{diff.finding.kind}, severity {diff.finding.severity}: {one_line(diff.finding.summary)}",
    ]


def diff_as_text(diff: DrawnDiff) -> str:
    """The diff for a terminal: a sign before each line, [-words-] and {+words+} inside it."""
    between_pages = diff.before.url != diff.after.url
    about = f"{diff.before.url} → {diff.after.url}" if between_pages else diff.after.url
    lines = [about, *_heading(diff), ""]
    for step in _folded(diff.ops):
        if isinstance(step, int):
            lines.append(f"  … {step} unchanged paragraph{'' if step == 1 else 's'} …")
        else:
            lines.append(f"{_sign(step)} {_MOVED.get(step.op, '')}{_in_plain_text(step)}")
        lines.append("")
    return visible("\n".join(lines))


_MOVED = {OpKind.MOVE_FROM: "moved away: ", OpKind.MOVE_TO: "moved here: "}
_PLAIN = {Sign.KEPT: "{}", Sign.REMOVED: "[-{}-]", Sign.ADDED: "{{+{}+}}"}


def _in_plain_text(op: Op) -> str:
    return "".join(_PLAIN[run.sign].format(run.text) for run in _runs(op))


def diff_as_markdown(diff: DrawnDiff) -> str:
    """The diff as Markdown: removed words struck through, added ones bold."""
    lines = [
        f"# {escaped(diff.after.title or diff.after.url)}",
        *(f"\n{escaped(line)}" for line in _heading(diff)),
        "",
    ]
    for step in _folded(diff.ops):
        if isinstance(step, int):
            lines.append(f"*… {step} unchanged …*\n")
        else:
            words = "".join(run_as_markdown(run.sign, run.text) for run in _runs(step))
            lines.append(f"{_MOVED.get(step.op, '')}{words}\n")
    return visible("\n".join(lines))


def diff_as_html(diff: DrawnDiff) -> str:
    """The diff as a self-contained page."""
    title = shown(diff.after.title or diff.after.url)
    body = (
        f'<header class="top"><h1>{title}</h1>'
        + "".join(f'<p class="lead">{shown(line)}</p>' for line in _heading(diff))
        + f'<span class="address">{link_to(diff.after.url)}</span></header>'
        + f"<main>{diff_fragment(diff.ops)}</main>"
        + f"<footer>From capture {diff.before.capture_sha256}<br>to capture"
        + f" {diff.after.capture_sha256}</footer>"
    )
    return html_page(title, body)


def diff_fragment(ops: Sequence[Op]) -> str:
    """The steps as HTML, to stand inside a page; unchanged stretches can be opened."""
    parts = []
    waiting: list[Op] = []
    near = {id(step) for step in _folded(ops) if not isinstance(step, int)}
    for op in ops:
        if id(op) in near:
            parts.append(_unchanged(waiting))
            waiting = []
            parts.append(_paragraph(op))
        else:
            waiting.append(op)
    parts.append(_unchanged(waiting))
    return "".join(parts)


def _unchanged(ops: Sequence[Op]) -> str:
    if not ops:
        return ""
    noun = "paragraph" if len(ops) == 1 else "paragraphs"
    words = "".join(f"<p>{shown(op.new or '')}</p>" for op in ops)
    return f"<details><summary>{len(ops)} unchanged {noun}</summary>{words}</details>"


def _paragraph(op: Op) -> str:
    match op.op:
        case OpKind.EQUAL:
            inside = shown(op.new or "")
        case OpKind.REPLACE:
            inside = "".join(marked(run.sign, run.text) for run in op.words)
        case OpKind.DELETE:
            inside = removed(op.old or "")
        case OpKind.INSERT:
            inside = added(op.new or "")
        case OpKind.MOVE_FROM | OpKind.MOVE_TO:
            return _moved(op)
    return f'<p class="turn">{inside}</p>'


def _moved(op: Op) -> str:
    """One end of a move, with a way to the other."""
    here, there, words, inside = (
        ("from", "to", "moved away from here", removed(op.old or ""))
        if op.op is OpKind.MOVE_FROM
        else ("to", "from", "moved here", added(op.new or ""))
    )
    return (
        f'<p class="turn moved" id="moved-{here}-{op.move_id}">'
        f'<a href="#moved-{there}-{op.move_id}">{words}</a>{inside}</p>'
    )


def _sign(op: Op) -> str:
    return {
        OpKind.EQUAL: " ",
        OpKind.REPLACE: "~",
        OpKind.DELETE: "-",
        OpKind.INSERT: "+",
        OpKind.MOVE_FROM: "<",
        OpKind.MOVE_TO: ">",
    }[op.op]


def _runs(op: Op) -> tuple[WordRun, ...]:
    """The words of a step, each run with its sign, whatever the step is."""
    match op.op:
        case OpKind.REPLACE:
            return tuple(op.words)
        case OpKind.DELETE | OpKind.MOVE_FROM:
            return (WordRun(sign=Sign.REMOVED, text=op.old or ""),)
        case OpKind.INSERT | OpKind.MOVE_TO:
            return (WordRun(sign=Sign.ADDED, text=op.new or ""),)
        case _:
            return (WordRun(sign=Sign.KEPT, text=op.new or ""),)
