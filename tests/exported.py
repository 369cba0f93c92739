"""An archive's captures as one WARC file, and all that must be the same where it is imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive_watch.services.exporting.export_warc import export_warc
from archive_watch.services.exporting.selection import Selection
from archive_watch.storage.database import Archive, open_archive


def exported(database: Path, selection: Selection | None = None) -> bytes:
    """The export of an archive as one file."""
    blocks: list[bytes] = []
    with open_archive(database) as archive:
        export_warc(archive, selection or Selection(), blocks.append, operator="a@b.example")
    return b"".join(blocks)


def history(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """All that must be the same in an archive that an export was imported into."""
    asked = {
        "versions": "SELECT p.url, v.number, v.state_sha256, t.text, v.media_type, v.title,"
        " v.is_current FROM versions v JOIN pages p ON p.id = v.page_id"
        " LEFT JOIN texts t ON t.id = v.text_id ORDER BY 1, 2",
        "spans": "SELECT p.url, v.number, n.first_seen_at, n.last_seen_at, n.last_full_at, n.checks,"
        " n.moved_to FROM spans n JOIN pages p ON p.id = n.page_id"
        " LEFT JOIN versions v ON v.id = n.version_id ORDER BY 1, 3",
        "changes": "SELECT url, kind, severity, not_before, not_after, from_version, to_version,"
        " summary FROM recent_changes ORDER BY 1, 5",
        "captures": "SELECT sha256, size FROM captures ORDER BY 1",
    }
    return {name: [tuple(row) for row in archive.rows(sql)] for name, sql in asked.items()}


def history_in(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with open_archive(database) as archive:
        return history(archive)
