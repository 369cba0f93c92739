"""A version as a reader is shown it: its words, what stood before and after it, and when it stood."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.report.reading_parts import Part, part_of, part_with
from archive_watch.storage.database import Archive
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
from archive_watch.storage.transcripts import load_transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A version to be read; ``transcript`` and ``part`` are None for a document kept as bytes.

    ``spans`` are the first of the times in which it stood, ``times`` how many there were.
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
    transcript = load_transcript(archive, version_id)
    chosen = None if transcript is None else _chosen(transcript, part, turn)
    if transcript is not None and chosen is None:
        return None
    spans, times = spans_of_version(archive, version_id)
    return Reading(
        facts=facts,
        transcript=transcript,
        part=chosen,
        spans=tuple(spans),
        times=times,
        before=version_before(archive, facts),
        after=version_after(archive, facts),
        current=current_of(archive, facts.page_id),
    )


def _chosen(transcript: Transcript, number: int, turn: int | None) -> Part | None:
    if turn is None:
        return part_of(transcript.text, number)
    found = next((one for one in transcript.turns if one.position == turn), None)
    return None if found is None else part_with(transcript.text, found.start)
