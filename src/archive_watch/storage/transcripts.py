"""What a version says, read back from the rows that it was stored as."""

from __future__ import annotations

import json

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


def load_transcript(archive: Archive, version_id: int) -> Transcript | None:
    """What a version says; None for a document that is kept as bytes.  Raises ArchiveDamaged."""
    row = archive.row(
        "SELECT v.*, t.text AS words_said FROM versions v LEFT JOIN texts t ON t.id = v.text_id"
        " WHERE v.id = ?",
        (version_id,),
    )
    if row is None:
        raise ArchiveDamaged(f"there is no version {version_id}")
    if row["text_id"] is None:
        return None
    return Transcript(
        text=row["words_said"],
        metadata=_metadata(row),
        turns=_turns(archive, version_id),
        links=links_of(archive, version_id),
        blocks=blocks_of(archive, version_id),
    )


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
    rows = archive.rows(
        "SELECT position, speaker, person, kind, start, length FROM turns"
        " WHERE version_id = ? ORDER BY position",
        (version_id,),
    )
    return tuple(
        Turn(
            position=row["position"],
            speaker=row["speaker"],
            person=row["person"],
            kind=TurnKind(row["kind"]),
            start=row["start"],
            length=row["length"],
        )
        for row in rows
    )
