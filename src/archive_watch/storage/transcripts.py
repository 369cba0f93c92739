"""What a version says, read back from the rows that it was stored as."""

from __future__ import annotations

import json
from dataclasses import replace

from archive_watch.errors import ArchiveDamaged
from archive_watch.model.transcript import (
    LinkArea,
    Metadata,
    PageLink,
    Transcript,
    Turn,
    TurnKind,
)
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.text_blocks import blocks_of

_METADATA = ("title", "html_title", "doctype", "speaker", "role", "audience", "place")
_TURNS = "SELECT position, speaker, person, kind, start, length FROM turns"


def load_transcript(archive: Archive, version_id: int) -> Transcript | None:
    """What a version says; None for a document that is kept as bytes.  Raises ArchiveDamaged."""
    words = load_words(archive, version_id)
    if words is None:
        return None
    return replace(
        words,
        turns=_turns(archive, version_id),
        links=links_of(archive, version_id),
        blocks=blocks_of(archive, version_id),
    )


def load_words(archive: Archive, version_id: int) -> Transcript | None:
    """The words of a version and what it says of itself, without its turns, links and blocks; None
    for a document that is kept as bytes.  Raises ArchiveDamaged."""
    row = archive.row(
        "SELECT v.*, t.text AS words_said FROM versions v LEFT JOIN texts t ON t.id = v.text_id"
        " WHERE v.id = ?",
        (version_id,),
    )
    if row is None:
        raise ArchiveDamaged(f"there is no version {version_id}")
    if row["text_id"] is None:
        return None
    return Transcript(text=row["words_said"], metadata=_metadata(row))


def turns_between(archive: Archive, version_id: int, start: int, end: int) -> tuple[Turn, ...]:
    """The turns that stand between two characters of a version's text, and the one before them."""
    rows = archive.rows(
        f"{_TURNS} WHERE version_id = :version AND start < :end AND position >= coalesce((SELECT"
        "   max(position) FROM turns WHERE version_id = :version AND start < :start), 0)"
        " ORDER BY position",
        {"version": version_id, "start": start, "end": end},
    )
    return tuple(map(_turn, rows))


def turn_at(archive: Archive, version_id: int, position: int) -> Turn | None:
    """The turn at that place among the turns of a version, or None."""
    row = archive.row(f"{_TURNS} WHERE version_id = ? AND position = ?", (version_id, position))
    return None if row is None else _turn(row)


def links_of(archive: Archive, version_id: int) -> tuple[PageLink, ...]:
    """The links of a version, in the order of the page."""
    rows = archive.rows(
        "SELECT k.position, l.url, k.text, k.area, k.context, k.scheme_counts FROM page_links k"
        " JOIN links l ON l.id = k.link_id WHERE k.version_id = ? ORDER BY k.position",
        (version_id,),
    )
    return tuple(
        PageLink(
            position=row["position"],
            url=row["url"],
            text=row["text"],
            area=LinkArea(row["area"]),
            context=row["context"],
            scheme_counts=bool(row["scheme_counts"]),
        )
        for row in rows
    )


def _metadata(row: Row) -> Metadata:
    return Metadata(
        **{name: row[name] for name in _METADATA},
        published_on=row["published_on"],
        date_text=row["date_text"],
        lines=tuple(json.loads(row["lines"])),
        language=row["language"],
        tags=tuple(json.loads(row["tags"])),
    )


def _turns(archive: Archive, version_id: int) -> tuple[Turn, ...]:
    rows = archive.rows(f"{_TURNS} WHERE version_id = ? ORDER BY position", (version_id,))
    return tuple(map(_turn, rows))


def _turn(row: Row) -> Turn:
    return Turn(
        position=row["position"],
        speaker=row["speaker"],
        person=row["person"],
        kind=TurnKind(row["kind"]),
        start=row["start"],
        length=row["length"],
    )
