"""Write what today's extractor reads into versions that are kept, and what they said before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from archive_watch.model.version import StateDigests
from archive_watch.storage.database import Archive

_METADATA = (
    "title", "html_title", "doctype", "speaker", "role", "audience", "place", "published_on",
    "date_text",
)  # fmt: skip


def note_renewal(
    archive: Archive, version_id: int, *, at: str, extractor: str, differs: Sequence[str]
) -> None:
    """Keep what the version says now, before it is derived anew: by which extractor, and what."""
    said = ", ".join(f"'{name}', v.{name}" for name in _METADATA)
    archive.conn.execute(
        "INSERT INTO renewals (version_id, renewed_at, from_extractor, to_extractor, differs,"
        " from_state_sha256, from_text_id, from_metadata, from_links)"
        f" SELECT v.id, ?, v.extractor, ?, ?, v.state_sha256, v.text_id,"
        f" json_object({said}, 'lines', json(v.lines)),"
        " (SELECT json_group_array(url) FROM (SELECT l.url FROM page_links k JOIN links l"
        "   ON l.id = k.link_id WHERE k.version_id = v.id AND k.area = 'body' ORDER BY k.position))"
        " FROM versions v WHERE v.id = ?",
        (at, extractor, json.dumps(list(differs)), version_id),
    )


def park_states(archive: Archive, version_ids: Iterable[int]) -> None:
    """Free the states of versions that are about to get others: they may trade them."""
    archive.conn.executemany(
        "UPDATE versions SET state_sha256 = 'parked ' || id WHERE id = ?",
        [(version_id,) for version_id in version_ids],
    )


def keep_digests(archive: Archive, version_id: int, digests: StateDigests) -> None:
    """Keep the version under these digests."""
    archive.conn.execute(
        "UPDATE versions SET state_sha256 = ?, comparable_sha256 = ?, metadata_sha256 = ?,"
        " links_sha256 = ?, turns_sha256 = ? WHERE id = ?",
        (digests.state, digests.text, digests.metadata, digests.links, digests.turns, version_id),
    )


def keep_extractor(archive: Archive, version_id: int, extractor: str, *, fallback: bool) -> None:
    """Name what read the version last: it reads what it read before."""
    archive.conn.execute(
        "UPDATE versions SET extractor = :name, fallback = :fallback WHERE id = :id"
        " AND (extractor <> :name OR fallback <> :fallback)",
        {"name": extractor, "fallback": int(fallback), "id": version_id},
    )


def replace_slices(archive: Archive, page_id: int, version_id: int, slices: Iterable[str]) -> None:
    """Let these be the slices that are known to read as the version."""
    archive.conn.execute(
        "DELETE FROM readings WHERE page_id = ? AND version_id = ?", (page_id, version_id)
    )
    archive.conn.executemany(
        "INSERT INTO readings (page_id, slice_sha256, version_id) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET version_id = excluded.version_id",
        [(page_id, digest, version_id) for digest in slices],
    )
