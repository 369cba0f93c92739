"""From one transcript to another, paragraph by paragraph, each knowing whose turn it stands in.

Equal paragraphs are found by comparison of whole paragraphs; inside the gaps edited ones are
paired in order by how alike they are, and their words are aligned; a paragraph that left one
place and came back word for word in another was moved.  Work is bounded by sizes, never by a
clock, so that every machine comes to the same steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from archive_watch.diff.pairs import pairs_in
from archive_watch.diff.paragraphs import Block, blocks_of
from archive_watch.diff.words import word_runs
from archive_watch.model.change import Op, OpKind
from archive_watch.model.transcript import Transcript

_MOST_CELLS = 400_000_000
_MOVED_CHARACTERS = 40
_KEPT_ENOUGH_TO_MOVE = 0.2


def diff_transcripts(old: Transcript, new: Transcript) -> tuple[Op, ...]:
    """The steps from ``old`` to ``new``, one a paragraph, equal ones included.

    Every ``new`` that is not None, joined by blank lines, is the new text exactly; every ``old``
    the old text.
    """
    before, after = blocks_of(old), blocks_of(new)
    ops = [op for stretch in _stretches(before, after) for op in stretch]
    return tuple(_with_moves(ops))


def _stretches(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Iterator[Op]]:
    for tag, old_start, old_end, new_start, new_end in _opcodes(
        [block.text for block in before], [block.text for block in after]
    ):
        old, new = before[old_start:old_end], after[new_start:new_end]
        yield _equal(old, new) if tag == "equal" else _edited(old, new)


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    end_old, end_new = len(old) - tail, len(new) - tail
    if head:
        yield "equal", 0, head, 0, head
    yield from _middle(old[head:end_old], new[head:end_new], head)
    if tail:
        yield "equal", end_old, len(old), end_new, len(new)


def _middle(
    old: list[str], new: list[str], offset: int
) -> Iterator[tuple[str, int, int, int, int]]:
    """Equal stretches and gaps; a gap is what lies between two equal stretches."""
    if len(old) * len(new) > _MOST_CELLS:
        yield "gap", offset, offset + len(old), offset, offset + len(new)
        return
    gap_old = gap_new = 0
    for code in Indel.opcodes(old, new):
        if code.tag != "equal":
            continue
        if code.src_start > gap_old or code.dest_start > gap_new:
            yield (
                "gap",
                offset + gap_old,
                offset + code.src_start,
                offset + gap_new,
                offset + code.dest_start,
            )
        yield (
            "equal",
            offset + code.src_start,
            offset + code.src_end,
            offset + code.dest_start,
            offset + code.dest_end,
        )
        gap_old, gap_new = code.src_end, code.dest_end
    if gap_old < len(old) or gap_new < len(new):
        yield "gap", offset + gap_old, offset + len(old), offset + gap_new, offset + len(new)


def _equal(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Op]:
    for before, after in zip(old, new, strict=True):
        yield Op(
            op=OpKind.EQUAL,
            speaker=after.speaker,
            old=before.text,
            new=after.text,
            turn=after.turn,
        )


def _edited(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Op]:
    """The steps inside a gap: pairs in order, and around them what left and what came."""
    done_old = done_new = 0
    for index_old, index_new in pairs_in(old, new):
        yield from _unpaired(old[done_old:index_old], new[done_new:index_new])
        before, after = old[index_old], new[index_new]
        yield from (
            _equal([before], [after]) if before.text == after.text else [_replaced(before, after)]
        )
        done_old, done_new = index_old + 1, index_new + 1
    yield from _unpaired(old[done_old:], new[done_new:])


def _unpaired(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Op]:
    for block in old:
        yield Op(op=OpKind.DELETE, speaker=block.speaker, old=block.text, new=None, turn=block.turn)
    for block in new:
        yield Op(op=OpKind.INSERT, speaker=block.speaker, old=None, new=block.text, turn=block.turn)


def _replaced(old: Block, new: Block) -> Op:
    return Op(
        op=OpKind.REPLACE,
        speaker=new.speaker,
        old=old.text,
        new=new.text,
        words=word_runs(old.text, new.text),
        turn=new.turn,
    )


def _with_moves(ops: Sequence[Op]) -> Iterator[Op]:
    """The same steps, a long paragraph that left here and came there word for word being a move."""
    left = Counter(op.old for op in ops if op.op is OpKind.DELETE)
    came = Counter(op.new for op in ops if op.op is OpKind.INSERT)
    kept = sum(len(op.new or "") for op in ops if op.op in {OpKind.EQUAL, OpKind.REPLACE})
    total = sum(len(op.new or "") for op in ops)
    moved = {
        text: number
        for number, text in enumerate(
            text
            for text, count in left.items()
            if text and len(text) >= _MOVED_CHARACTERS and count == 1 and came[text] == 1
        )
    }
    if total and kept / total < _KEPT_ENOUGH_TO_MOVE:
        moved = {}
    for op in ops:
        if op.op is OpKind.DELETE and op.old in moved:
            yield replace(op, op=OpKind.MOVE_FROM, move_id=moved[op.old])
        elif op.op is OpKind.INSERT and op.new in moved:
            yield replace(op, op=OpKind.MOVE_TO, move_id=moved[op.new])
        else:
            yield op
