"""What a list of changes needs of each beside its words: its page, its versions, its verdict."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive_watch.report.listed_change import ListedChange
from archive_watch.report.told_change import ToldChange
from archive_watch.report.verdicts import verdict_in_words
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.telling import changes_told

_WHERE_TO = """SELECT c.id, c.page_id, c.from_version_id, c.to_version_id, j.id AS verdict_id,
    j.reviewed, j.importance, j.labels, j.note
  FROM changes c LEFT JOIN verdicts j ON j.change_id = c.id
  WHERE c.id IN (SELECT value FROM json_each(?))"""


def changes_listed(archive: Archive, ids: Sequence[int]) -> tuple[ListedChange, ...]:
    """These changes, each with its words, in the order of ``ids``."""
    return listed(archive, changes_told(archive, ids))


def listed(archive: Archive, changes: Sequence[ToldChange]) -> tuple[ListedChange, ...]:
    """``changes``, in their order, with where each leads to."""
    ids = json.dumps([change.id for change in changes])
    found = {row["id"]: row for row in archive.rows(_WHERE_TO, (ids,))}
    return tuple(_listed(change, found[change.id]) for change in changes)


def _listed(change: ToldChange, row: Row) -> ListedChange:
    return ListedChange(
        told=change,
        page_id=row["page_id"],
        from_version_id=row["from_version_id"],
        to_version_id=row["to_version_id"],
        verdict=_verdict(row),
    )


def _verdict(row: Row) -> str:
    if row["verdict_id"] is None:
        return ""
    reviewed = None if row["reviewed"] is None else bool(row["reviewed"])
    return verdict_in_words(
        reviewed=reviewed,
        importance=row["importance"],
        labels=json.loads(row["labels"]),
        note=row["note"],
    )
