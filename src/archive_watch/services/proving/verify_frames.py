"""Prove the frames of pages against their digests, and the template changes against their sights."""

from __future__ import annotations

from collections.abc import Iterator

from archive_watch.errors import ArchiveDamaged
from archive_watch.storage import frame_edits, frames, template_changes
from archive_watch.storage.database import Archive
from archive_watch.versioning.templates import events_of


def frame_faults(archive: Archive) -> Iterator[str]:
    """What of the frames is not what was stored."""
    for frame_id, digest in frames.every_frame(archive):
        try:
            sound = frames.digest_of(frames.lines_of(archive, frame_id)) == digest
        except ArchiveDamaged:
            sound = False
        if not sound:
            yield f"frame {frame_id}: its lines do not have the digest {digest}"


def template_faults(archive: Archive) -> Iterator[str]:
    """Which template changes are not what the sights of their edit add up to."""
    for site_id, edit in frame_edits.every_edit(archive):
        told = {
            (row.pages, row.not_before, row.not_after)
            for row in template_changes.standing_templates(archive, site_id, edit)
        }
        events = events_of(frame_edits.sights_of_edit(archive, site_id, edit))
        if told != {(event.pages, event.not_before, event.not_after) for event in events}:
            yield f"site {site_id}: its template changes of edit {edit} are not what its pages show"
