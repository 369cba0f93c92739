"""A transcript as its paragraphs, each knowing whose turn it stands in."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from archive_watch.model.transcript import Transcript

PARTING = "\n\n"


class Block(NamedTuple):
    """One paragraph; ``turn`` is the how-manieth of its speaker it stands in, None without one.

    A tuple, for a text has thousands, and most of them are looked at once.
    """

    text: str
    speaker: str | None
    turn: int | None


class Paragraphs:
    """Cuts stretches of one transcript into blocks; what is not asked for costs nothing."""

    def __init__(self, transcript: Transcript) -> None:
        self.text = transcript.text
        self._turns = transcript.turns
        self._starts = [turn.start for turn in transcript.turns]
        self._ordinals: list[int] = []
        self._spoken: dict[str | None, int] = {}

    def blocks(self, start: int, end: int) -> list[Block]:
        """The paragraphs of ``text[start:end]``, which begins and ends where paragraphs do."""
        blocks = []
        if not self._turns:
            return [Block(text, None, None) for text in self.text[start:end].split(PARTING)]
        for text in self.text[start:end].split(PARTING):
            blocks.append(self._block(text, start + len(text)))
            start += len(text) + len(PARTING)
        return blocks

    def _block(self, text: str, end: int) -> Block:
        index = bisect_right(self._starts, end) - 1
        speaker = self._turns[index].speaker if index >= 0 else None
        return Block(text, speaker, None if speaker is None else self._ordinal(index))

    def _ordinal(self, index: int) -> int:
        """The how-manieth turn of its speaker a turn is; counted up to where it is asked for."""
        for turn in self._turns[len(self._ordinals) : index + 1]:
            self._spoken[turn.speaker] = self._spoken.get(turn.speaker, 0) + 1
            self._ordinals.append(self._spoken[turn.speaker])
        return self._ordinals[index]
