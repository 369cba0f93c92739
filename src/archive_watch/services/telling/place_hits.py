"""In which turn of its version a hit's words stand, and whose turn that is."""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.diff.said import as_said, times_said
from archive_watch.storage.database import Archive
from archive_watch.storage.turns_of import Spoken, turns_of_version

_MOST_CHARACTERS = 1_000_000  # a longer text is led to as a whole


def turn_with(archive: Archive, version_id: int, phrases: Sequence[str]) -> Spoken | None:
    """The first turn that has all the phrases, else the first that has one; None where none has."""
    wanted = [as_said(phrase) for phrase in phrases]
    first = None
    for turn in turns_of_version(archive, version_id, most_characters=_MOST_CHARACTERS):
        said = as_said(turn.text)
        has = [bool(times_said(said, phrase)) for phrase in wanted]
        if all(has):
            return turn
        if first is None and any(has):
            first = turn
    return first
