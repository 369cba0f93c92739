"""Readers' marks as stored: each one kept, and beside them what those of a change come to.

A mark also keeps what was marked as it was told then, with the digests of both states and of both
captures: it can be understood without the row that it hangs on.  Where a change is set aside and
written again, a trigger takes its verdict along (migration 0023).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from archive_watch.model.verdict import Mark, Verdict
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.told_at import URL

_MARKED = f"""SELECT {URL} AS url, c.kind, c.summary,
    c.not_before, c.not_after, v.state_sha256 AS from_state_sha256,
    w.state_sha256 AS to_state_sha256, a.sha256 AS from_capture_sha256,
    b.sha256 AS to_capture_sha256
  FROM changes c LEFT JOIN pages p ON p.id = c.page_id
  JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)
  LEFT JOIN versions v ON v.id = c.from_version_id LEFT JOIN versions w ON w.id = c.to_version_id
  LEFT JOIN captures a ON a.id = c.from_capture_id LEFT JOIN captures b ON b.id = c.to_capture_id
  WHERE c.id = ?"""
_LISTS = ("labels_added", "labels_removed")


def set_aside_at(archive: Archive, change_id: int) -> str | None:
    """When the change was set aside; empty where it stands, None where there is no such change."""
    row = archive.row("SELECT superseded_at FROM changes WHERE id = ?", (change_id,))
    return None if row is None else row["superseded_at"] or ""


def in_its_place(archive: Archive, change_id: int) -> list[int]:
    """The changes that stand where one that was set aside stood: of its page, in its interval."""
    rows = archive.rows(
        "SELECT n.id FROM changes c JOIN changes n ON n.superseded_at IS NULL"
        " AND (n.page_id = c.page_id OR (n.site_id = c.site_id AND n.cluster = c.cluster))"
        " AND n.not_before <= c.not_after AND c.not_before <= n.not_after"
        " WHERE c.id = ? ORDER BY n.not_after, n.id",
        (change_id,),
    )
    return [row["id"] for row in rows]


def verdict_on(archive: Archive, change_id: int) -> Verdict:
    """What the marks of a change come to so far."""
    row = archive.row("SELECT * FROM verdicts WHERE change_id = ?", (change_id,))
    return Verdict() if row is None else _verdict(row)


def _verdict(row: Row) -> Verdict:
    return Verdict(
        reviewed=None if row["reviewed"] is None else bool(row["reviewed"]),
        importance=row["importance"],
        labels=tuple(json.loads(row["labels"])),
        note=row["note"],
    )


def add_mark(archive: Archive, change_id: int, mark: Mark) -> Verdict:
    """Write one mark of a change that there is; what its marks come to now."""
    verdict = verdict_on(archive, change_id).after(mark)
    archive.conn.execute(
        "INSERT INTO verdicts (change_id, reviewed, importance, labels, note, marked_at, marked_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (change_id) DO UPDATE SET"
        " reviewed = excluded.reviewed, importance = excluded.importance, labels = excluded.labels,"
        " note = excluded.note, marked_at = excluded.marked_at, marked_by = excluded.marked_by",
        (
            change_id,
            verdict.reviewed,
            verdict.importance,
            _list(verdict.labels),
            verdict.note,
            mark.at,
            mark.by,
        ),
    )
    _insert_mark(archive, change_id, mark)
    return verdict


def _insert_mark(archive: Archive, change_id: int, mark: Mark) -> None:
    told = archive.row(_MARKED, (change_id,))
    assert told is not None
    row: dict[str, object] = {
        "marked_at": mark.at,
        "marked_by": mark.by,
        "reviewed": mark.reviewed,
        "importance": mark.importance,
        "labels_added": _list(mark.add),
        "labels_removed": _list(mark.remove),
        "note": mark.note,
        **dict(told),
    }
    archive.conn.execute(
        f"INSERT INTO marks (verdict_id, {', '.join(row)}) VALUES"
        f" ((SELECT id FROM verdicts WHERE change_id = :change), {_named(row)})",
        {**row, "change": change_id},
    )


def _named(row: dict[str, object]) -> str:
    return ", ".join(f":{name}" for name in row)


def _list(labels: Sequence[str]) -> str:
    return json.dumps(list(labels), ensure_ascii=False)


def marks(archive: Archive, change_ids: Sequence[int] = ()) -> list[dict[str, Any]]:
    """Every mark in the order they were made; of the changes that are named, else of all."""
    rows = archive.rows(
        "SELECT * FROM reader_marks WHERE :all OR change_id IN (SELECT value FROM json_each(:ids))"
        " ORDER BY marked_at, mark_id",
        {"all": not change_ids, "ids": json.dumps(list(change_ids))},
    )
    return [_told(row) for row in rows]


def _told(row: Row) -> dict[str, Any]:
    told = dict(row)
    told["reviewed"] = None if row["reviewed"] is None else bool(row["reviewed"])
    return told | {name: json.loads(row[name]) for name in _LISTS}


def verdict_faults(archive: Archive) -> Iterator[str]:
    """The verdicts that are not what their marks come to, each named by its change."""
    for row in archive.rows("SELECT * FROM verdicts ORDER BY id"):
        made = archive.rows("SELECT * FROM marks WHERE verdict_id = ? ORDER BY id", (row["id"],))
        come_to = Verdict()
        for one in made:
            come_to = come_to.after(_mark(one))
        last = (made[-1]["marked_at"], made[-1]["marked_by"]) if made else None
        if _verdict(row) != come_to or (row["marked_at"], row["marked_by"]) != last:
            yield f"verdict on change {row['change_id']}: it is not what its marks come to"


def _mark(row: Row) -> Mark:
    return Mark(
        by=row["marked_by"],
        at=row["marked_at"],
        reviewed=None if row["reviewed"] is None else bool(row["reviewed"]),
        importance=row["importance"],
        add=tuple(json.loads(row["labels_added"])),
        remove=tuple(json.loads(row["labels_removed"])),
        note=row["note"],
    )
