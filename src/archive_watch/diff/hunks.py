"""From one frame to another, line by line: the stretches that differ, each an edit of its own.

An edit is what left and what came, wherever on the page: so the same edit on another page, between
other lines, has the same digest.  Lines that stand a line or two apart belong to one edit, for
markup inside a sentence parts it into several.  Work is bounded by sizes, never by a clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rapidfuzz.distance import LCSseq

_NEAR_LINES = 2
_MOST_CELLS = 400_000_000


@dataclass(frozen=True, slots=True)
class Hunk:
    """An edit: stretches of lines that left, each with those that came in its place."""

    parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def sha256(self) -> str:
        """What the same edit has in common wherever it is made."""
        return sha256(json.dumps(self.parts).encode("utf-8")).hexdigest()


def hunks_of(before: Sequence[str], after: Sequence[str]) -> tuple[Hunk, ...]:
    """The edits that lead from the lines ``before`` to the lines ``after``."""
    hunks: list[list[tuple[tuple[str, ...], tuple[str, ...]]]] = []
    last = -_NEAR_LINES - 1
    for start_old, end_old, start_new, end_new in _gaps(before, after):
        part = (tuple(before[start_old:end_old]), tuple(after[start_new:end_new]))
        if hunks and start_old - last <= _NEAR_LINES:
            hunks[-1].append(part)
        else:
            hunks.append([part])
        last = end_old
    return tuple(Hunk(tuple(parts)) for parts in hunks)


def _gaps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where the lines differ: begin and end in the old ones, begin and end in the new ones."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old) * len(new) > _MOST_CELLS:
        yield head, head + len(old), head, head + len(new)
        return
    done_old = done_new = 0
    for code in LCSseq.opcodes(old, new):
        if code.tag != "equal":
            continue
        if code.src_start > done_old or code.dest_start > done_new:
            yield head + done_old, head + code.src_start, head + done_new, head + code.dest_start
        done_old, done_new = code.src_end, code.dest_end
    if done_old < len(old) or done_new < len(new):
        yield head + done_old, head + len(old), head + done_new, head + len(new)
