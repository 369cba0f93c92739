"""From one transcript to another, paragraph by paragraph, each knowing whose turn it stands in.

Equal paragraphs are found by comparison of whole paragraphs; inside the gaps edited ones are
paired in order by how alike they are, and their words are aligned; a paragraph that left one
place and came back word for word in another was moved.  Work is bounded by sizes, never by a
clock, so that every machine comes to the same steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from archive_watch.diff.words import word_runs
from archive_watch.model.change import Op, OpKind
from archive_watch.model.transcript import Transcript

_PARTING = "\n\n"
_ALIKE = 50.0  # of 100: paragraphs less alike than this are not a pair
_MOST_CELLS = 400_000_000
_MOST_PAIRS = 4_000
_WINDOW = 8
_GIANT_CHARACTERS = 20_000
_MOVED_CHARACTERS = 40
_KEPT_ENOUGH_TO_MOVE = 0.2


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    speaker: str | None
    turn: int | None


def diff_transcripts(old: Transcript, new: Transcript) -> tuple[Op, ...]:
    """The steps from ``old`` to ``new``, one a paragraph, equal ones included.

    Every ``new`` that is not None, joined by blank lines, is the new text exactly; every ``old``
    the old text.
    """
    before, after = _blocks(old), _blocks(new)
    ops = [op for stretch in _stretches(before, after) for op in stretch]
    return tuple(_with_moves(ops))


def _blocks(transcript: Transcript) -> list[_Block]:
    starts = [turn.start for turn in transcript.turns]
    ordinals = _ordinals(transcript)
    blocks = []
    position = 0
    for text in transcript.text.split(_PARTING):
        end = position + len(text)
        index = bisect_right(starts, end) - 1
        turn = transcript.turns[index] if index >= 0 else None
        blocks.append(
            _Block(
                text,
                None if turn is None else turn.speaker,
                None if turn is None or turn.speaker is None else ordinals[index],
            )
        )
        position = end + len(_PARTING)
    return blocks


def _ordinals(transcript: Transcript) -> list[int]:
    """For each turn, the how-manieth it is of its speaker."""
    seen: Counter[str | None] = Counter()
    ordinals = []
    for turn in transcript.turns:
        seen[turn.speaker] += 1
        ordinals.append(seen[turn.speaker])
    return ordinals


def _stretches(before: Sequence[_Block], after: Sequence[_Block]) -> Iterator[Iterator[Op]]:
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


def _equal(old: Sequence[_Block], new: Sequence[_Block]) -> Iterator[Op]:
    for before, after in zip(old, new, strict=True):
        yield Op(
            op=OpKind.EQUAL,
            speaker=after.speaker,
            old=before.text,
            new=after.text,
            turn=after.turn,
        )


def _edited(old: Sequence[_Block], new: Sequence[_Block]) -> Iterator[Op]:
    """The steps inside a gap: pairs in order, and around them what left and what came."""
    done_old = done_new = 0
    for index_old, index_new in _pairs(old, new):
        yield from _unpaired(old[done_old:index_old], new[done_new:index_new])
        yield _replaced(old[index_old], new[index_new])
        done_old, done_new = index_old + 1, index_new + 1
    yield from _unpaired(old[done_old:], new[done_new:])


def _unpaired(old: Sequence[_Block], new: Sequence[_Block]) -> Iterator[Op]:
    for block in old:
        yield Op(op=OpKind.DELETE, speaker=block.speaker, old=block.text, new=None, turn=block.turn)
    for block in new:
        yield Op(op=OpKind.INSERT, speaker=block.speaker, old=None, new=block.text, turn=block.turn)


def _replaced(old: _Block, new: _Block) -> Op:
    return Op(
        op=OpKind.REPLACE,
        speaker=new.speaker,
        old=old.text,
        new=new.text,
        words=word_runs(old.text, new.text),
        turn=new.turn,
    )


def _pairs(old: Sequence[_Block], new: Sequence[_Block]) -> list[tuple[int, int]]:
    """Which paragraphs are one edited: the in-order pairing that keeps the most, within budget."""
    if not old or not new:
        return []
    if len(old) * len(new) <= _MOST_PAIRS:
        return _best_pairs([[_likeness(a, b) for b in new] for a in old])
    return list(_pairs_in_window(old, new))


def _likeness(old: _Block, new: _Block) -> float:
    """How alike two paragraphs are, 0 to 100; 0 when not enough to be a pair."""
    shorter, longer = sorted((len(old.text), len(new.text)))
    if not shorter or 200.0 * shorter / (shorter + longer) < _ALIKE:
        return 0.0
    if longer > _GIANT_CHARACTERS:
        return _words_in_common(old.text, new.text)
    return fuzz.ratio(old.text.split(), new.text.split(), score_cutoff=_ALIKE) or _short_likeness(
        old, new
    )


def _words_in_common(old: str, new: str) -> float:
    """For giant paragraphs: the share of words that both have, whatever their order."""
    before, after = Counter(old.split()), Counter(new.split())
    share = 200.0 * (before & after).total() / max(1, before.total() + after.total())
    return share if share >= _ALIKE else 0.0


def _short_likeness(old: _Block, new: _Block) -> float:
    """Paragraphs of a few words are compared by letters: one word more is half of them."""
    if max(len(old.text), len(new.text)) > 200:
        return 0.0
    return fuzz.ratio(old.text, new.text, score_cutoff=_ALIKE + 10)


def _best_pairs(likeness: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    rows, columns = len(likeness), len(likeness[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            paired = likeness[row][column]
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                best[row + 1][column + 1] + paired if paired else 0.0,
            )
    pairs, row, column = [], 0, 0
    while row < rows and column < columns:
        paired = likeness[row][column]
        if paired and best[row][column] == best[row + 1][column + 1] + paired:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _pairs_in_window(old: Sequence[_Block], new: Sequence[_Block]) -> Iterator[tuple[int, int]]:
    """For large gaps: each old paragraph with the most alike of the next few new ones."""
    begin = 0
    for index, block in enumerate(old):
        window = range(begin, min(begin + _WINDOW, len(new)))
        scored = [(_likeness(block, new[at]), -at) for at in window]
        score, at = max(scored, default=(0.0, 0))
        if score:
            yield index, -at
            begin = -at + 1


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
