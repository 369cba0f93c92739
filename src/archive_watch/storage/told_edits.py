"""Which edits each channel was told of at once, as stored: so that many pages are one alert."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive_watch.model.clock import days_after
from archive_watch.model.notice import Transition
from archive_watch.storage.database import Archive

_KEPT_DAYS = 30  # no round of alerts is open for so long without a page


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAtOnce:
    """The last alert of an edit: the gravest page's severity, when it was told, when the last page
    with the edit was seen, told or not; times are UTC text."""

    severity: int
    told_at: str
    last_at: str


# A page that was told, and stands: what was withdrawn stands for no other page.
_TOLD = """SELECT severity, told_at, last_at FROM told_edits
  WHERE channel = :channel AND edit_sha256 = :edit AND EXISTS (
    SELECT 1 FROM edit_marks m JOIN transitions t ON t.subject_id = m.change_id AND t.kind = 'change'
    JOIN told d ON d.channel = :channel AND d.transition_id = t.id
    WHERE m.edit_sha256 = :edit AND m.stands
      AND m.change_id NOT IN (SELECT value FROM json_each(:news)))"""


def edits_told(archive: Archive, channel: str, news: Sequence[Transition]) -> dict[str, ToldAtOnce]:
    """What a channel was told of at once, of the edits in ``news``; by the mark of the edit."""
    found: dict[str, ToldAtOnce] = {}
    ids = json.dumps([one.subject_id for one in news])
    for edit in {one.finding for one in news if one.finding is not None}:
        row = archive.row(_TOLD, {"channel": channel, "edit": edit, "news": ids})
        if row is not None:
            found[edit] = ToldAtOnce(**dict(row))
    return found


def note_edits_told(
    archive: Archive, channel: str, told: Mapping[str, ToldAtOnce], *, now: str
) -> None:
    """Remember what a channel was told of, and forget what is long over, in a transaction."""
    archive.conn.executemany(
        "INSERT INTO told_edits (channel, edit_sha256, severity, told_at, last_at)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT (channel, edit_sha256) DO UPDATE SET"
        " severity = excluded.severity, told_at = excluded.told_at, last_at = excluded.last_at",
        [(channel, one, of.severity, of.told_at, of.last_at) for one, of in told.items()],
    )
    archive.conn.execute(
        "DELETE FROM told_edits WHERE channel = ? AND last_at < ?",
        (channel, days_after(now, -_KEPT_DAYS)),
    )
