"""A version as a reader is shown it: its words, what stood before and after it, and when it stood."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.report.reading_parts import Part, part_of, part_with
from archive_watch.storage.database import Archive
from archive_watch.storage.text_blocks import blocks_between
from archive_watch.storage.told_version import (
    Neighbour,
    SeenSpan,
    VersionFacts,
    current_of,
    facts_of_version,
    spans_of_version,
    version_after,
    version_before,
)
from archive_watch.storage.transcripts import load_words, turn_at, turns_between


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A version to be read; ``transcript`` and ``part`` are None for a document kept as bytes.

    The transcript has the whole text, and the turns and blocks of the part alone.  ``spans`` are the
    first of the times in which it stood, ``times`` how many there were.
    """

    facts: VersionFacts
    transcript: Transcript | None
    part: Part | None
    spans: tuple[SeenSpan, ...]
    times: int
    before: Neighbour | None
    after: Neighbour | None
    current: Neighbour | None

    @property
    def said(self) -> Metadata:
        """What the page said about itself."""
        if self.transcript is None:
            return Metadata(title=self.facts.title)
        return self.transcript.metadata

    @property
    def checks(self) -> int:
        """How many checks saw it, in the times that are told."""
        return sum(span.checks for span in self.spans)


def read_transcript(
    archive: Archive, version_id: int, *, part: int = 1, turn: int | None = None
) -> Reading | None:
    """The version with its words, and which part of them is read: the one with that number, or the
    one in which the turn at that position begins.

    None where there is no such version, part or turn.
    """
    facts = facts_of_version(archive, version_id)
    if facts is None:
        return None
    words = load_words(archive, version_id)
    chosen = None if words is None else _chosen(archive, version_id, words, part, turn)
    if words is not None and chosen is None:
        return None
    spans, times = spans_of_version(archive, version_id)
    return Reading(
        facts=facts,
        transcript=None if words is None else _read(archive, version_id, words, chosen),
        part=chosen,
        spans=tuple(spans),
        times=times,
        before=version_before(archive, facts),
        after=version_after(archive, facts),
        current=current_of(archive, facts.page_id),
    )


def _chosen(
    archive: Archive, version_id: int, words: Transcript, number: int, position: int | None
) -> Part | None:
    if position is None:
        return part_of(words.text, number)
    turn = turn_at(archive, version_id, position)
    return None if turn is None else part_with(words.text, turn.start)


def _read(archive: Archive, version_id: int, words: Transcript, part: Part | None) -> Transcript:
    """The words with the turns and the blocks that stand in the part: a book is not read whole."""
    if part is None:
        return words
    return replace(
        words,
        turns=turns_between(archive, version_id, part.start, part.end),
        blocks=blocks_between(archive, version_id, part.start, part.end),
    )
