"""Questions to the archive, answered in the shapes that the public contract promises.

Read-only.  Times are UTC text; digests are hex; JSON columns come back as values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.storage.database import Archive, Row
from archive_watch.storage.page_ids import ids_of_pages, with_their_ids
from archive_watch.storage.told_at import URL
from archive_watch.storage.tombstones import absences_between

Answer = dict[str, Any]

# A template change is of no page: it is told at its site's root.
_CHANGE = f"""SELECT c.id, {URL} AS url, s.host,
    coalesce(w.title, v.title) AS title, c.kind, c.severity, c.aspects, c.flags,
    c.not_after AS observed_at, c.not_before, c.not_after, c.detected_at, c.source,
    v.number AS from_version, w.number AS to_version, a.sha256 AS from_capture_sha256,
    b.sha256 AS to_capture_sha256, c.words_added, c.words_removed, c.cluster,
    (SELECT max(o.severity) FROM changes o WHERE o.cluster = c.cluster) AS cluster_severity,
    coalesce(k.pages, c.pages) AS pages, c.summary,
    c.why, c.classifier,
    j.id AS verdict, j.reviewed, j.importance, j.labels, j.note, j.marked_by, j.marked_at
  FROM changes c LEFT JOIN pages p ON p.id = c.page_id
  JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)
  LEFT JOIN versions v ON v.id = c.from_version_id LEFT JOIN versions w ON w.id = c.to_version_id
  LEFT JOIN captures a ON a.id = c.from_capture_id LEFT JOIN captures b ON b.id = c.to_capture_id
  LEFT JOIN verdicts j ON j.change_id = c.id
  LEFT JOIN edit_clusters k ON k.edit_sha256 = c.cluster
  WHERE c.superseded_at IS NULL"""

_PAGES = """SELECT n.*, p.rate, p.next_why FROM pages_now n JOIN pages p ON p.id = n.page_id
  ORDER BY n.page_id"""

# Within one second as versioning.lineage orders observations: by what they show, ours as made.
_IN_ORDER = (
    " ORDER BY c.not_after, coalesce(p.url, s.host), c.source = 'live',"
    " CASE WHEN c.source = 'live' THEN '' ELSE coalesce(w.state_sha256, c.cluster, '') END, c.id"
)

_JUDGED = " AND coalesce(j.reviewed, iif(c.kind = 'cosmetic', NULL, 0)) = ?"
_LABELLED = " AND ? IN (SELECT value FROM json_each(j.labels))"
# A change may show the edit of more clusters than the one that it is told with.
_OF_CLUSTER = """ AND c.id IN (WITH wanted(mark) AS (SELECT ?)
    SELECT o.id FROM changes o, wanted WHERE o.cluster BETWEEN mark AND mark || 'g'
    UNION SELECT change_id FROM edit_marks, wanted
      WHERE edit_sha256 BETWEEN mark AND mark || 'g' AND stands)"""
_VERDICT = ("reviewed", "importance", "labels", "note", "marked_by", "marked_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFilter:
    """Which changes are asked for; None means any.  Times are UTC text, ``since`` included.

    ``reviewed`` False: what nobody has reviewed, and is not typography alone.  Of ``cluster`` the
    beginning will do.
    """

    since: str | None = None
    until: str | None = None
    host: str | None = None
    kind: str | None = None
    min_severity: int = 0
    page_id: int | None = None
    reviewed: bool | None = None
    labels: tuple[str, ...] = ()
    min_importance: int | None = None
    cluster: str | None = None


def changes(archive: Archive, wanted: ChangeFilter) -> Iterator[Answer]:
    """The changes that stand, in order of ``observed_at``."""
    clauses = {
        " AND c.not_after >= ?": wanted.since,
        " AND c.not_after <= ?": wanted.until,
        " AND s.host = ?": wanted.host,
        " AND c.kind = ?": wanted.kind,
        " AND c.severity >= ?": wanted.min_severity or None,
        " AND c.page_id = ?": wanted.page_id,
        _JUDGED: None if wanted.reviewed is None else int(wanted.reviewed),
        " AND j.importance >= ?": wanted.min_importance,
        _OF_CLUSTER: wanted.cluster,
    }
    used = [(clause, value) for clause, value in clauses.items() if value is not None]
    used += [(_LABELLED, label) for label in wanted.labels]
    sql = _CHANGE + "".join(clause for clause, _ in used) + _IN_ORDER
    for row in archive.each(sql, [value for _, value in used]):
        yield _change(row)


def one_change(archive: Archive, change_id: int) -> Answer:
    """The change with that id, one that was superseded too."""
    sql = _CHANGE.replace("c.superseded_at IS NULL", "c.id = ?")
    return next(_change(row) for row in archive.each(sql, (change_id,)))


def changes_by_id(archive: Archive, ids: Sequence[int]) -> dict[int, Answer]:
    """The changes with these ids that stand, each by its id."""
    wanted = "c.superseded_at IS NULL AND c.id IN (SELECT value FROM json_each(?))"
    sql = _CHANGE.replace("c.superseded_at IS NULL", wanted)
    return {row["id"]: _change(row) for row in archive.rows(sql, (json.dumps(list(ids)),))}


def _change(row: Row) -> Answer:
    answer = dict(row)
    answer["aspects"] = json.loads(row["aspects"])
    answer["flags"] = json.loads(row["flags"])
    answer["why"] = json.loads(row["why"])
    said = {name: answer.pop(name) for name in _VERDICT}
    if answer["verdict"] is not None:
        reviewed = None if said["reviewed"] is None else bool(said["reviewed"])
        answer["verdict"] = {**said, "reviewed": reviewed, "labels": json.loads(said["labels"])}
    return answer


def edits_of(archive: Archive, change_id: int) -> list[Answer]:
    """The words that left and came in one change, turn by turn."""
    rows = archive.rows(
        "SELECT speaker, removed, added, excerpt FROM change_edits WHERE change_id = ?"
        " ORDER BY position",
        (change_id,),
    )
    return [{**dict(row), "excerpt": json.loads(row["excerpt"])} for row in rows]


def pages(archive: Archive) -> Iterator[Answer]:
    """Every watched page as it is now, with its rate (changes a day) and why it is due when it is."""
    for row, ids in with_their_ids(archive, archive.each(_PAGES)):
        yield {**dict(row), "tags": json.loads(row["tags"]), "ids": ids}


def history(archive: Archive, page_id: int) -> list[Answer]:
    """The spans of a page, tombstones too (``version`` null), in order of time.

    ``absences`` are the checks that a tombstone rests on; none of any other span.
    """
    rows = archive.rows(
        "SELECT v.number AS version, n.version_id, n.first_seen_at, n.last_seen_at,"
        " n.last_full_at, n.checks, n.how, n.source, v.title, t.words, t.sha256 AS text_sha256,"
        " c.sha256 AS capture_sha256, v.extractor, n.moved_to, v.retraction FROM spans n"
        " LEFT JOIN versions v ON v.id = n.version_id LEFT JOIN texts t ON t.id = v.text_id"
        " LEFT JOIN captures c ON c.id = n.first_capture_id"
        " WHERE n.page_id = ? ORDER BY n.first_seen_at, n.id",
        (page_id,),
    )
    ids = ids_of_pages(archive, page_id).get(page_id, [])
    return [{**dict(row), "ids": ids, "absences": _absences(archive, page_id, row)} for row in rows]


def _absences(archive: Archive, page_id: int, span: Row) -> list[Answer]:
    if span["version_id"] is not None:
        return []
    return absences_between(archive, page_id, span["first_seen_at"], span["last_seen_at"])


def retracted(archive: Archive, page_id: int) -> list[Answer]:
    """The versions of a page that were set aside, and why."""
    rows = archive.rows(
        "SELECT number AS version, id AS version_id, retracted_at, retraction FROM versions"
        " WHERE page_id = ? AND retracted_at IS NOT NULL ORDER BY number",
        (page_id,),
    )
    return [dict(row) for row in rows]


def open_incidents(archive: Archive) -> list[Answer]:
    """Every incident that is open."""
    return [dict(row) for row in archive.rows("SELECT * FROM open_incidents ORDER BY opened_at")]


def counts(archive: Archive, sql: str, values: Sequence[object] = ()) -> dict[str, int]:
    """A two-column query as a mapping from its first column to its second."""
    return {str(row[0]): int(row[1]) for row in archive.rows(sql, values)}
