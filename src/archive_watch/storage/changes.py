"""Changes as stored: one a step, found again, narrowed, worded anew or set aside.

A change row is never deleted: when a late capture splits or moves its step it is marked as
superseded, and the steps that replace it get rows of their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive_watch.classify.version import CLASSIFIER_VERSION
from archive_watch.model.change import ChangeKind, Finding, WordRun
from archive_watch.model.version import Step
from archive_watch.storage import clusters
from archive_watch.storage.database import Archive, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStep:
    """A change row that stands: its id, what identifies its step, and how it was told."""

    id: int
    kind: str
    from_version_id: int | None
    to_version_id: int | None
    not_before: str
    not_after: str
    source: str
    from_capture_id: int | None
    to_capture_id: int | None
    reverted: bool
    moved: bool
    classifier: int
    after_freeze: str | None = None


def stored_steps(archive: Archive, page_id: int) -> list[StoredStep]:
    """The page's changes that stand, in order of time."""
    rows = archive.rows(
        "SELECT * FROM changes WHERE page_id = ? AND superseded_at IS NULL"
        " ORDER BY not_after, not_before, id",
        (page_id,),
    )
    return [_step(row) for row in rows]


def superseded_steps(archive: Archive, page_id: int) -> list[StoredStep]:
    """The page's changes that were set aside, the last one first."""
    rows = archive.rows(
        "SELECT * FROM changes WHERE page_id = ? AND superseded_at IS NOT NULL"
        " ORDER BY superseded_at DESC, id DESC",
        (page_id,),
    )
    return [_step(row) for row in rows]


def stand_again(archive: Archive, change_id: int) -> None:
    """Let a change that was set aside stand again, with all that was said of it."""
    archive.conn.execute("UPDATE changes SET superseded_at = NULL WHERE id = ?", (change_id,))
    clusters.stand_again(archive, change_id)


def _step(row: Row) -> StoredStep:
    aspects = json.loads(row["aspects"])
    return StoredStep(
        id=row["id"],
        kind=row["step"],
        from_version_id=row["from_version_id"],
        to_version_id=row["to_version_id"],
        not_before=row["not_before"],
        not_after=row["not_after"],
        source=row["source"],
        from_capture_id=row["from_capture_id"],
        to_capture_id=row["to_capture_id"],
        reverted=ChangeKind.REVERTED in aspects,
        moved=ChangeKind.MOVED in aspects,
        classifier=row["classifier"],
        after_freeze=row["after_freeze"],
    )


def supersede(archive: Archive, change_id: int, *, at: str) -> None:
    """Set a change aside because a late capture replaced its step; the row is kept."""
    archive.conn.execute("UPDATE changes SET superseded_at = ? WHERE id = ?", (at, change_id))
    clusters.set_aside(archive, change_id)


def narrow(archive: Archive, change_id: int, step: Step) -> None:
    """Write the interval and captures that a stored change has now."""
    archive.conn.execute(
        "UPDATE changes SET not_before = ?, not_after = ?, source = ?, from_capture_id = ?,"
        " to_capture_id = ? WHERE id = ?",
        (
            step.not_before,
            step.not_after,
            step.after.source,
            step.before.last_capture_id,
            step.after.first_capture_id,
            change_id,
        ),
    )


def insert_change(
    archive: Archive, *, page_id: int, step: Step, finding: Finding, detected_at: str
) -> int:
    """Write one change with the words that left and came; its id."""
    columns = {
        "page_id": page_id,
        "from_version_id": step.before.version_id,
        "to_version_id": step.after.version_id,
        "step": step.kind,
        "not_before": step.not_before,
        "not_after": step.not_after,
        "detected_at": detected_at,
        "source": step.after.source,
        "from_capture_id": step.before.last_capture_id,
        "to_capture_id": step.after.first_capture_id,
    }
    change_id = insert_row(archive, columns, finding)
    clusters.mark(archive, change_id)
    return change_id


def insert_row(archive: Archive, columns: Mapping[str, object], finding: Finding) -> int:
    """Write one change: ``columns`` say what changed when, ``finding`` what it means; its id."""
    row = {**columns, **_finding_columns(finding)}
    cursor = archive.conn.execute(
        f"INSERT INTO changes ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})",
        row,
    )
    assert cursor.lastrowid is not None
    _insert_edits(archive, cursor.lastrowid, finding)
    return cursor.lastrowid


def _finding_columns(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "aspects": json.dumps([str(aspect) for aspect in finding.aspects]),
        "flags": _flags_json(finding),
        "words_added": finding.words_added,
        "words_removed": finding.words_removed,
        "summary": finding.summary,
        "beside": finding.beside,
        "why": json.dumps(finding.why, ensure_ascii=False),
        "classifier": CLASSIFIER_VERSION,
        "after_freeze": finding.after_freeze,
    }


def rewrite_change(archive: Archive, change_id: int, finding: Finding, *, at: str) -> None:
    """Word a page's change anew, in its row: its number, its times and its verdict stay.

    What it was told as by earlier rules is kept beside it.
    """
    clusters.unmark(archive, change_id)
    rewrite_row(archive, change_id, finding, at=at)
    clusters.mark(archive, change_id)


def rewrite_row(archive: Archive, change_id: int, finding: Finding, *, at: str) -> None:
    """The same for any change, a template's too, whose cluster is the digest of its edit."""
    archive.conn.execute(
        "INSERT OR IGNORE INTO earlier_findings (change_id, classifier, replaced_at, kind, severity,"
        " aspects, flags, summary) SELECT id, classifier, ?, kind, severity, aspects, flags, summary"
        " FROM changes WHERE id = ? AND classifier <> ?",
        (at, change_id, CLASSIFIER_VERSION),
    )
    columns = _finding_columns(finding)
    named = ", ".join(f"{name} = :{name}" for name in columns)
    archive.conn.execute(f"UPDATE changes SET {named} WHERE id = :id", {**columns, "id": change_id})
    archive.conn.execute("DELETE FROM change_edits WHERE change_id = ?", (change_id,))
    _insert_edits(archive, change_id, finding)


def _insert_edits(archive: Archive, change_id: int, finding: Finding) -> None:
    archive.conn.executemany(
        "INSERT INTO change_edits (change_id, position, speaker, removed, added, excerpt)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                change_id,
                position,
                edit.speaker,
                edit.removed,
                edit.added,
                _runs_json(edit.excerpt),
            )
            for position, edit in enumerate(finding.edits)
        ],
    )


def kind_and_severity(archive: Archive, change_id: int) -> tuple[str, int]:
    """What a change is told as."""
    row = archive.row("SELECT kind, severity FROM changes WHERE id = ?", (change_id,))
    assert row is not None
    return row["kind"], row["severity"]


def _runs_json(runs: Sequence[WordRun]) -> str:
    return json.dumps([[run.sign.value, run.text] for run in runs], ensure_ascii=False)


def _flags_json(finding: Finding) -> str:
    flags = [{"kind": flag.kind, "old": flag.old, "new": flag.new} for flag in finding.flags]
    return json.dumps(flags, ensure_ascii=False)


def last_change(archive: Archive, page_id: int) -> tuple[int, int] | None:
    """The versions on both sides of the page's last change between two of them."""
    row = archive.row(
        "SELECT from_version_id, to_version_id FROM changes WHERE page_id = ?"
        " AND superseded_at IS NULL AND from_version_id IS NOT NULL AND to_version_id IS NOT NULL"
        " AND from_version_id <> to_version_id ORDER BY not_after DESC, id DESC LIMIT 1",
        (page_id,),
    )
    return None if row is None else (row["from_version_id"], row["to_version_id"])


def matters(archive: Archive, change_id: int) -> bool:
    """Whether a change is more than typography."""
    row = archive.row("SELECT kind FROM changes WHERE id = ?", (change_id,))
    return row is not None and row["kind"] != ChangeKind.COSMETIC
