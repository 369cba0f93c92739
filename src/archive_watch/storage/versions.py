"""Versions: the distinct states of each page, their texts stored once, turns as spans of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive_watch.errors import ArchiveDamaged
from archive_watch.model.transcript import (
    Metadata,
    Transcript,
)
from archive_watch.model.url import host_of
from archive_watch.model.version import StateDigests
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.database import Archive, Row

_METADATA = ("title", "html_title", "doctype", "speaker", "role", "audience", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A state to be kept: its digests, its words (None for a document), and where they are from."""

    page_id: int
    digests: StateDigests
    transcript: Transcript | None
    media_type: str
    extractor: str
    fallback: bool
    capture_id: int
    seen_at: str
    title: str | None = None


def version_of_state(archive: Archive, page_id: int, state_sha256: str) -> int | None:
    """The id of the page's version with that state, if there is one."""
    row = archive.row(
        "SELECT id FROM versions WHERE page_id = ? AND state_sha256 = ?", (page_id, state_sha256)
    )
    return None if row is None else int(row["id"])


def version_of_slice(archive: Archive, page_id: int, slice_sha256: str) -> int | None:
    """The version that a content slice with this digest was read as before."""
    row = archive.row(
        "SELECT r.version_id FROM readings r JOIN versions v ON v.id = r.version_id"
        " WHERE r.page_id = ? AND r.slice_sha256 = ? AND v.retracted_at IS NULL",
        (page_id, slice_sha256),
    )
    return None if row is None else int(row["version_id"])


def remember_slice(archive: Archive, page_id: int, slice_sha256: str, version_id: int) -> None:
    """Note that this slice reads as that version, so that it need not be read again."""
    archive.conn.execute(
        "INSERT INTO readings (page_id, slice_sha256, version_id) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET version_id = excluded.version_id",
        (page_id, slice_sha256, version_id),
    )


def ensure_version(archive: Archive, new: NewVersion) -> int:
    """The id of the version with this state, stored now if it is new."""
    known = version_of_state(archive, new.page_id, new.digests.state)
    return _insert(archive, new) if known is None else known


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionHead:
    """What identifies a version, without its words."""

    id: int
    page_id: int
    url: str
    number: int
    retracted: bool
    extractor: str
    comparable_sha256: str


_HEAD = (
    "SELECT v.id, v.page_id, p.url, v.number, v.retracted_at, v.extractor, v.comparable_sha256"
    " FROM versions v JOIN pages p ON p.id = v.page_id"
)


def find_version(archive: Archive, version_id: int) -> VersionHead | None:
    """The version with that row id, or None."""
    return _head(archive.row(f"{_HEAD} WHERE v.id = ?", (version_id,)))


def numbered_version(archive: Archive, page_id: int, number: int) -> VersionHead | None:
    """The page's version with that display number, or None."""
    return _head(archive.row(f"{_HEAD} WHERE v.page_id = ? AND v.number = ?", (page_id, number)))


def current_version(archive: Archive, page_id: int) -> VersionHead | None:
    """The page's current version: the last good one, also after it was removed."""
    return _head(archive.row(f"{_HEAD} WHERE v.page_id = ? AND v.is_current = 1", (page_id,)))


def is_retracted(archive: Archive, version_id: int) -> bool:
    """Whether the version was set aside."""
    head = find_version(archive, version_id)
    return head is not None and head.retracted


def extractor_of(archive: Archive, version_id: int) -> str | None:
    """What read the version: extractor and profile, with their versions."""
    head = find_version(archive, version_id)
    return None if head is None else head.extractor


def state_sha256(archive: Archive, version_id: int | None) -> str:
    """The digest of the version's state; empty for no version."""
    row = archive.row("SELECT state_sha256 FROM versions WHERE id = ?", (version_id,))
    return "" if row is None else str(row["state_sha256"])


def version_at(archive: Archive, page_id: int, at: str) -> VersionHead | None:
    """What the page said at ``at``: the version of the last span that had begun by then."""
    return _head(
        archive.row(
            f"{_HEAD} WHERE v.id = (SELECT version_id FROM spans WHERE page_id = ?"
            " AND version_id IS NOT NULL AND first_seen_at <= ?"
            " ORDER BY first_seen_at DESC, id DESC LIMIT 1)",
            (page_id, at),
        )
    )


def version_facts(archive: Archive, version_id: int) -> Row:
    """What is known of a version beside its words, with the digest of its first capture."""
    row = archive.row(
        "SELECT v.*, c.sha256 FROM versions v JOIN captures c ON c.id = v.capture_id"
        " WHERE v.id = ?",
        (version_id,),
    )
    if row is None:
        raise ArchiveDamaged(f"there is no version {version_id}")
    return row


def set_aside(archive: Archive, version_id: int, *, at: str, reason: str) -> None:
    """Mark a version as retracted; the history is worked out anew by the caller."""
    archive.conn.execute(
        "UPDATE versions SET retracted_at = ?, retraction = ? WHERE id = ?",
        (at, reason, version_id),
    )


def _head(row: Row | None) -> VersionHead | None:
    if row is None:
        return None
    return VersionHead(
        id=row["id"],
        page_id=row["page_id"],
        url=row["url"],
        number=row["number"],
        retracted=row["retracted_at"] is not None,
        extractor=row["extractor"],
        comparable_sha256=row["comparable_sha256"],
    )


def _insert(archive: Archive, new: NewVersion) -> int:
    said = new.transcript.metadata if new.transcript is not None else Metadata(title=new.title)
    cursor = archive.conn.execute(
        "INSERT INTO versions (page_id, number, state_sha256, text_id, comparable_sha256,"
        " metadata_sha256, links_sha256, title, html_title, doctype, speaker, role, audience, place,"
        " published_on,"
        " language, tags, media_type, extractor, fallback, capture_id, first_seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new.page_id,
            _next_number(archive, new.page_id),
            new.digests.state,
            _text_id(archive, new),
            new.digests.text,
            new.digests.metadata,
            new.digests.links,
            *(getattr(said, name) for name in _METADATA),
            said.published_on,
            said.language,
            json.dumps(list(said.tags), ensure_ascii=False),
            new.media_type,
            new.extractor,
            int(new.fallback),
            new.capture_id,
            new.seen_at,
        ),
    )
    assert cursor.lastrowid is not None
    if new.transcript is not None:
        _insert_turns(archive, cursor.lastrowid, new.transcript)
        _insert_links(archive, cursor.lastrowid, new.transcript, new.seen_at)
    return cursor.lastrowid


def _next_number(archive: Archive, page_id: int) -> int:
    return 1 + archive.number("SELECT max(number) FROM versions WHERE page_id = ?", (page_id,))


def _text_id(archive: Archive, new: NewVersion) -> int | None:
    if new.transcript is None:
        return None
    text = new.transcript.text
    digest = sha256_hex(text.encode("utf-8"))
    archive.conn.execute(
        "INSERT INTO texts (sha256, words, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (digest, len(text.split()), text),
    )
    return archive.number("SELECT id FROM texts WHERE sha256 = ?", (digest,))


def _insert_turns(archive: Archive, version_id: int, transcript: Transcript) -> None:
    archive.conn.executemany(
        "INSERT INTO turns (version_id, position, speaker, person, kind, start, length)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (version_id, t.position, t.speaker, t.person, t.kind, t.start, t.length)
            for t in transcript.turns
        ],
    )


def _insert_links(archive: Archive, version_id: int, transcript: Transcript, at: str) -> None:
    archive.conn.executemany(
        "INSERT INTO links (url, host, first_seen_at, next_check_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE"
        " SET first_seen_at = min(first_seen_at, excluded.first_seen_at)",
        [(link.url, _host_or_nothing(link.url), at, at) for link in transcript.links],
    )
    archive.conn.executemany(
        "INSERT INTO page_links (version_id, position, link_id, text, area, context)"
        " VALUES (?, ?, (SELECT id FROM links WHERE url = ?), ?, ?, ?)",
        [
            (version_id, link.position, link.url, link.text, link.area, link.context)
            for link in transcript.links
        ],
    )


def _host_or_nothing(url: str) -> str:
    try:
        return host_of(url)
    except ValueError:
        return ""
