"""One version of a page, in the shape that the public contract promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.model.page import WatchedPage
from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive
from archive_watch.storage.page_ids import ids_of_pages
from archive_watch.storage.transcripts import load_transcript
from archive_watch.storage.versions import VersionHead, version_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A version with its words (None for a document that is kept as bytes)."""

    page: WatchedPage
    head: VersionHead
    observed_at: str
    capture_id: int
    capture_sha256: str
    media_type: str
    fallback: bool
    title: str | None
    transcript: Transcript | None
    ids: Sequence[dict[str, Any]] = ()

    def as_json(self) -> dict[str, Any]:
        """The version as the contract's ``show`` document."""
        said = self.transcript.metadata if self.transcript else Metadata(title=self.title)
        return {
            "url": self.page.url,
            "host": self.page.host,
            "version": self.head.number,
            "title": said.title,
            "html_title": said.html_title,
            "doctype": said.doctype,
            "speaker": said.speaker,
            "role": said.role,
            "audience": said.audience,
            "place": said.place,
            "published_on": said.published_on,
            "date_text": said.date_text,
            "lines": list(said.lines),
            "language": said.language,
            "tags": list(said.tags),
            "observed_at": self.observed_at,
            "text": self.transcript.text if self.transcript else None,
            "turns": self._turns(),
            "notes": self._notes(),
            "blocks": self._blocks(),
            "links": self._links(),
            "media_type": self.media_type,
            "capture_sha256": self.capture_sha256,
            "extractor": self.head.extractor,
            "fallback": self.fallback,
            "ids": list(self.ids),
        }

    def _turns(self) -> list[dict[str, Any]]:
        if self.transcript is None:
            return []
        return [
            {
                "position": turn.position,
                "speaker": turn.speaker,
                "person": turn.person,
                "kind": turn.kind.value,
                "text": self.transcript.turn_text(turn),
            }
            for turn in self.transcript.turns
        ]

    def _blocks(self) -> list[dict[str, Any]]:
        """What each paragraph is; the cells of a table's row in words."""
        if self.transcript is None:
            return []
        text = self.transcript.text
        return [
            {
                "position": block.position,
                "kind": block.kind.value,
                "level": block.level,
                "start": block.start,
                "length": block.length,
                "text": block.words_in(text),
                "cells": list(block.cells_in(text)),
            }
            for block in self.transcript.blocks
        ]

    def _notes(self) -> list[dict[str, Any]]:
        notes = self.transcript.notes if self.transcript else ()
        return [{"start": one.start, "length": one.length, "text": one.words} for one in notes]

    def _links(self) -> list[dict[str, Any]]:
        links = self.transcript.links if self.transcript else ()
        return [{"url": link.url, "text": link.text, "area": link.area.value} for link in links]


def show_version(archive: Archive, page: WatchedPage, head: VersionHead) -> Shown:
    """The version with everything that is known of it."""
    facts = version_facts(archive, head.id)
    return Shown(
        page=page,
        head=head,
        observed_at=facts["first_seen_at"],
        capture_id=facts["capture_id"],
        capture_sha256=facts["sha256"],
        media_type=facts["media_type"],
        fallback=bool(facts["fallback"]),
        title=facts["title"],
        transcript=load_transcript(archive, head.id),
        ids=ids_of_pages(archive, page.id).get(page.id, ()),
    )


def raw_body(archive: Archive, shown: Shown) -> bytes:
    """The bytes that the version was first read from."""
    return load_body(archive, shown.capture_id)
