"""The words that left and came with each passage: as rows to search, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from archive_watch.classify.excerpt import excerpt_of
from archive_watch.model.change import Edit, Op, OpKind, Sign


def edits_of(ops: Iterable[Op]) -> Iterator[Edit]:
    """The words that left and came, one row an edited paragraph; moves and equal ones have none."""
    for op in ops:
        removed = " … ".join(text.strip() for sign, text in _signed(op) if sign is Sign.REMOVED)
        added = " … ".join(text.strip() for sign, text in _signed(op) if sign is Sign.ADDED)
        if removed or added:
            yield Edit(speaker=op.speaker, removed=removed, added=added, excerpt=excerpt_of(op))


def words_in(ops: Sequence[Op]) -> tuple[int, int]:
    """How many words left with ``ops``, and how many came."""
    removed = added = 0
    for op in ops:
        for sign, text in _signed(op):
            removed += len(text.split()) if sign is Sign.REMOVED else 0
            added += len(text.split()) if sign is Sign.ADDED else 0
    return removed, added


def _signed(op: Op) -> Iterator[tuple[Sign, str]]:
    match op.op:
        case OpKind.REPLACE | OpKind.MOVE_TO:
            yield from ((run.sign, run.text) for run in op.words)
        case OpKind.DELETE:
            yield Sign.REMOVED, op.old or ""
        case OpKind.INSERT:
            yield Sign.ADDED, op.new or ""
        case _:
            return
