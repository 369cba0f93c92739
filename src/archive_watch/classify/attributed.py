"""The same words, given to somebody else: a turn that came, went, or begins elsewhere.

Asked only where the words themselves are the same, or differ in typography: an edit of words shows
by itself whose words they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.classify.typography import is_typography
from archive_watch.model.transcript import Transcript, Turn
from archive_watch.versioning.attribution import attributed_turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Reattribution:
    """The first words that another speaker has now; None: nobody is named for them."""

    words: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A turn with all words up to the next one, the next one's label too."""

    speaker: str
    words: str
    turn: Turn


def reattribution(old: Transcript, new: Transcript) -> Reattribution | None:
    """The first words whose speaker is another one in ``new``; None where everybody says the same."""
    before, after = _said(old), _said(new)
    for at, (was, now) in enumerate(zip(before, after, strict=False)):
        if not _is_same(was.speaker, now.speaker):
            words = new.turn_text(now.turn)
            return Reattribution(words=words, old=was.speaker, new=now.speaker)
        if not _is_same(was.words, now.words):
            return _at_the_border(old, new, before[at:], after[at:])
    return _at_the_end(old, new, before, after)


def _said(transcript: Transcript) -> list[_Said]:
    turns = attributed_turns(transcript)
    ends = [*(turn.start for turn in turns[1:]), len(transcript.text)]
    return [
        _Said(speaker=turn.speaker or "", words=transcript.text[turn.start : end], turn=turn)
        for turn, end in zip(turns, ends, strict=False)
    ]


def _at_the_border(
    old: Transcript, new: Transcript, before: Sequence[_Said], after: Sequence[_Said]
) -> Reattribution:
    """Of the first turns one is longer: what stands beyond the other is somebody else's there."""
    speaker = before[0].speaker
    if len(before[0].words) < len(after[0].words):
        words = old.turn_text(before[1].turn) if len(before) > 1 else after[0].words
        return Reattribution(words=words, old=_speaker(before[1:]), new=speaker)
    words = new.turn_text(after[1].turn) if len(after) > 1 else before[0].words
    return Reattribution(words=words, old=speaker, new=_speaker(after[1:]))


def _at_the_end(
    old: Transcript, new: Transcript, before: Sequence[_Said], after: Sequence[_Said]
) -> Reattribution | None:
    """A turn that only one side has, after all others."""
    if len(before) == len(after):
        return None
    if len(before) > len(after):
        lost = before[len(after)]
        last = _speaker(after[-1:])
        return Reattribution(words=old.turn_text(lost.turn), old=lost.speaker, new=last)
    won = after[len(before)]
    last = _speaker(before[-1:])
    return Reattribution(words=new.turn_text(won.turn), old=last, new=won.speaker)


def _speaker(said: Sequence[_Said]) -> str | None:
    return said[0].speaker if said else None


def _is_same(old: str, new: str) -> bool:
    return old.split() == new.split() or is_typography(old, new)
