"""Captures: every distinct body that was ever fetched or imported, addressed by its SHA-256."""

from __future__ import annotations

from archive_watch.errors import ArchiveDamaged
from archive_watch.storage.bodies import (
    Encoded,
    SitePrefix,
    compress,
    decoded,
    dictionary_from,
    patch,
    sha256_hex,
)
from archive_watch.storage.database import Archive, Row

_SMALLEST_DICTIONARY_BYTES = 2_048
_CLEAR_GAIN = 1 / 8  # of the body: on its own it would hardly be smaller, and need not be tried
_MOST_PREFIXES = 8
_PAGES = "text/html"


def store_capture(
    archive: Archive, *, page_id: int, site_id: int, body: bytes, media_type: str, at: str
) -> int:
    """The id of the capture that holds ``body``, stored now if it is new.

    The round trip is proved before the row is written: what is stored decodes to ``body``.
    """
    digest = sha256_hex(body)
    known = archive.row("SELECT id FROM captures WHERE sha256 = ?", (digest,))
    if known is not None:
        return int(known["id"])
    if media_type == _PAGES:
        _offer_dictionary(archive, site_id, body, at)
    encoded, dictionary_id, base_id = _encoded(archive, page_id, site_id, body)
    cursor = archive.conn.execute(
        "INSERT INTO captures (sha256, size, media_type, codec, dictionary_id, base_id, stored_at,"
        " data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (digest, len(body), media_type, encoded.codec, dictionary_id, base_id, at, encoded.data),
    )
    assert cursor.lastrowid is not None
    if load_body(archive, cursor.lastrowid) != body:
        raise ArchiveDamaged(f"the body {digest} would not come back as it was stored")
    return cursor.lastrowid


def load_body(archive: Archive, capture_id: int) -> bytes:
    """The bytes of a capture.  Raises ArchiveDamaged when they cannot be restored."""
    row = archive.row(
        "SELECT codec, data, size, base_id, dictionary_id FROM captures WHERE id = ?",
        (capture_id,),
    )
    if row is None:
        raise ArchiveDamaged(f"there is no capture {capture_id}")
    return decoded(row["codec"], row["data"], prefix=_prefix_of(archive, row), size=row["size"])


def capture_sha256(archive: Archive, capture_id: int | None) -> str | None:
    """The digest by which a capture is cited; None for None."""
    row = archive.row("SELECT sha256 FROM captures WHERE id = ?", (capture_id,))
    return None if row is None else str(row["sha256"])


def capture_size(archive: Archive, capture_id: int) -> int:
    """How many bytes the body of a capture has."""
    return archive.number("SELECT size FROM captures WHERE id = ?", (capture_id,))


def _prefix_of(archive: Archive, row: Row) -> bytes | None:
    if row["base_id"] is not None:
        base = archive.row("SELECT base_id FROM captures WHERE id = ?", (row["base_id"],))
        if base is None or base["base_id"] is not None:
            raise ArchiveDamaged(f"its base, capture {row['base_id']}, is missing or a patch")
        return load_body(archive, row["base_id"])
    if row["dictionary_id"] is not None:
        return _dictionary(archive, row["dictionary_id"])
    return None


def _encoded(
    archive: Archive, page_id: int, site_id: int, body: bytes
) -> tuple[Encoded, int | None, int | None]:
    base_id = _anchor_of(archive, page_id)
    if base_id is not None:
        patched = patch(body, load_body(archive, base_id))
        if patched is not None:
            return patched, None, base_id
    dictionary_id = _dictionary_of(archive, site_id)
    if dictionary_id is None:
        return compress(body), None, None
    shared = _site_prefix(archive, dictionary_id).compress(body)
    if len(shared.data) <= _CLEAR_GAIN * len(body):
        return shared, dictionary_id, None
    alone = compress(body)
    if len(alone.data) <= len(shared.data):
        return alone, None, None
    return shared, dictionary_id, None


def _anchor_of(archive: Archive, page_id: int) -> int | None:
    """The newest capture of the page that is not itself a patch."""
    row = archive.row(
        "SELECT c.id FROM fetches f JOIN captures c ON c.id = f.capture_id"
        " WHERE f.page_id = ? AND c.base_id IS NULL AND f.version_id IS NOT NULL"
        " ORDER BY f.id DESC LIMIT 1",
        (page_id,),
    )
    return None if row is None else int(row["id"])


def _dictionary_of(archive: Archive, site_id: int) -> int | None:
    row = archive.row("SELECT dictionary_id FROM sites WHERE id = ?", (site_id,))
    return None if row is None else row["dictionary_id"]


def _offer_dictionary(archive: Archive, site_id: int, body: bytes, at: str) -> None:
    """Make the first sizeable page of a site its dictionary."""
    if len(body) < _SMALLEST_DICTIONARY_BYTES or _dictionary_of(archive, site_id) is not None:
        return
    data = dictionary_from(body)
    archive.conn.execute(
        "INSERT OR IGNORE INTO codec_dictionaries (sha256, made_at, data) VALUES (?, ?, ?)",
        (sha256_hex(data), at, data),
    )
    archive.conn.execute(
        "UPDATE sites SET dictionary_id = (SELECT id FROM codec_dictionaries WHERE sha256 = ?)"
        " WHERE id = ?",
        (sha256_hex(data), site_id),
    )


def _dictionary(archive: Archive, dictionary_id: int) -> bytes:
    row = archive.row("SELECT data FROM codec_dictionaries WHERE id = ?", (dictionary_id,))
    if row is None:
        raise ArchiveDamaged(f"the compression dictionary {dictionary_id} is missing")
    return bytes(row["data"])


def _site_prefix(archive: Archive, dictionary_id: int) -> SitePrefix:
    key = ("site prefix", dictionary_id)
    prefix = archive.memory.get(key)
    if not isinstance(prefix, SitePrefix):
        if len(archive.memory) >= _MOST_PREFIXES:  # each holds a compressor: sites are many
            archive.memory.clear()
        prefix = SitePrefix(_dictionary(archive, dictionary_id))
        archive.memory[key] = prefix
    return prefix
