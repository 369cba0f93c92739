"""The turns of one version, each with its words: for whoever looks for words in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One turn: its place, its label (None before the first), its words."""

    position: int
    speaker: str | None
    text: str


def turns_of_version(
    archive: Archive, version_id: int, *, most_characters: int
) -> Iterator[Spoken]:
    """The turns in their order; none of a longer text."""
    row = archive.row(
        "SELECT t.text FROM versions v JOIN texts t ON t.id = v.text_id WHERE v.id = ?"
        " AND length(t.text) <= ?",
        (version_id, most_characters),
    )
    if row is None:
        return
    for turn in archive.rows(
        "SELECT position, speaker, start, length FROM turns WHERE version_id = ? ORDER BY position",
        (version_id,),
    ):
        said = row["text"][turn["start"] : turn["start"] + turn["length"]]
        yield Spoken(position=turn["position"], speaker=turn["speaker"], text=said)
