"""A transcript as its paragraphs, each knowing whose turn it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from archive_watch.model.transcript import Transcript

_PARTING = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph; ``turn`` is the how-manieth of its speaker it stands in, None without one."""

    text: str
    speaker: str | None
    turn: int | None


def blocks_of(transcript: Transcript) -> list[Block]:
    """The paragraphs of the text, in order."""
    starts = [turn.start for turn in transcript.turns]
    ordinals = _ordinals(transcript)
    blocks = []
    position = 0
    for text in transcript.text.split(_PARTING):
        end = position + len(text)
        index = bisect_right(starts, end) - 1
        turn = transcript.turns[index] if index >= 0 else None
        blocks.append(
            Block(
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
