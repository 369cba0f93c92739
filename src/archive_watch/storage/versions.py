"""Versions: the distinct states of each page, found again and described."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.errors import ArchiveDamaged
from archive_watch.storage.database import Archive, Row


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
