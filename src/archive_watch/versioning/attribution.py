"""Who speaks which words, in a form that markup alone cannot alter.

A turn is its label and the place where its words begin, counted in characters without spaces: so a
paragraph break that goes, and takes a turn away, counts although the words are the same, and a
line that is wrapped elsewhere does not.  A label that is one only because it is set in bold counts
for nothing here, or setting it in roman would be a change.
"""

from __future__ import annotations

from archive_watch.extract.words.labels import is_label_by_its_words
from archive_watch.model.transcript import Transcript, Turn

_NEAR = 12  # the colon, and spaces around it
_NO_SIGN = dict.fromkeys(map(ord, ":：\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2069\ufeff"))


def attribution_of(transcript: Transcript) -> tuple[tuple[str, int], ...]:
    """Each label, without spaces, and how many characters stand before the words under it."""
    found: list[tuple[str, int]] = []
    place = passed = 0
    for turn, label in _labelled(transcript):
        place += _characters(transcript.text[passed : turn.start])
        passed = turn.start
        found.append((label.replace(" ", ""), place))
    return tuple(found)


def attributed_turns(transcript: Transcript) -> tuple[Turn, ...]:
    """The turns whose speakers count."""
    return tuple(turn for turn, _ in _labelled(transcript))


def _labelled(transcript: Transcript) -> list[tuple[Turn, str]]:
    labels = {turn.speaker for turn in transcript.turns if turn.speaker is not None}
    counted = {label for label in labels if is_label_by_its_words(label)}
    return [
        (turn, turn.speaker)
        for turn in transcript.turns
        if turn.speaker in counted and _begins_there(transcript.text, turn, turn.speaker)
    ]


def _begins_there(text: str, turn: Turn, label: str) -> bool:
    """Whether the label stands before the turn: else it goes on after a line that is not spoken."""
    before = text[max(0, turn.start - 2 * len(label) - _NEAR) : turn.start]
    return "".join(before.translate(_NO_SIGN).split()).endswith("".join(label.split()))


def _characters(text: str) -> int:
    return len(text) - text.count(" ") - text.count("\n")
