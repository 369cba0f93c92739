"""One diff as a value: its two sides, what the step between them means, and the list of steps.

Every presentation is drawn from that one list: for a program here, for a terminal in ``diff_text``,
for a wiki in ``diff_markdown``, for a browser in ``diff_page``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive_watch.model.change import Finding, Op, OpKind, Sign, WordRun
from archive_watch.report.beside import Beside

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
    """Two versions, what the step between them means, the steps themselves, what differs beside."""

    before: Side
    after: Side
    finding: Finding
    ops: Sequence[Op]
    beside: Beside = field(default_factory=Beside)


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
        **diff.beside.as_json(),
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


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Unchanged paragraphs that stand far from any change, so that they may be folded."""

    ops: tuple[Op, ...]

    def told(self) -> str:
        """``1 unchanged paragraph``, ``2,000 unchanged paragraphs``."""
        return f"{len(self.ops):,} unchanged paragraph{'' if len(self.ops) == 1 else 's'}"


def folded(ops: Sequence[Op]) -> Iterator[Op | Unchanged]:
    """The steps in their order, what is unchanged and far from a change taken together."""
    near = {
        index + step
        for index, op in enumerate(ops)
        if op.op is not OpKind.EQUAL
        for step in range(-_CONTEXT, _CONTEXT + 1)
    }
    waiting: list[Op] = []
    for index, op in enumerate(ops):
        if index not in near:
            waiting.append(op)
            continue
        if waiting:
            yield Unchanged(tuple(waiting))
            waiting = []
        yield op
    if waiting:
        yield Unchanged(tuple(waiting))


def runs_of(op: Op) -> tuple[WordRun, ...]:
    """The words of a step, each run with its sign, whatever the step is.

    Words that were moved are gone from where they stood, and not new where they stand: only what was
    edited on the way is.
    """
    if op.words:
        return op.words
    match op.op:
        case OpKind.DELETE | OpKind.MOVE_FROM:
            return (WordRun(sign=Sign.REMOVED, text=op.old or ""),)
        case OpKind.INSERT:
            return (WordRun(sign=Sign.ADDED, text=op.new or ""),)
        case _:
            return (WordRun(sign=Sign.KEPT, text=op.new or ""),)


def speaker_beside(op: Op) -> str | None:
    """Whose turn a step stands in, where its own words do not begin with that label."""
    begins = ((side or "").lstrip() for side in (op.old, op.new))
    said = op.speaker is not None and any(text.startswith(op.speaker) for text in begins)
    return None if said else op.speaker


def heading_of(diff: DrawnDiff) -> str:
    """Which two versions are compared, and when they were seen."""
    return (
        f"version {diff.before.version} ({diff.before.observed_at}) →"
        f" version {diff.after.version} ({diff.after.observed_at})"
    )


def address_of(diff: DrawnDiff) -> str:
    """The address of the page, or of both pages where two are compared."""
    if diff.before.url == diff.after.url:
        return diff.after.url
    return f"{diff.before.url} → {diff.after.url}"
