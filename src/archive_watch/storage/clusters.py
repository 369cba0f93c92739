"""Clusters as stored: the same edit in the words of several pages, and which of them a change is of.

A change is of the cluster that most pages have of all its marks; a whole one goes before its parts,
then the lesser digest, so that changes that arrive in any order leave the same.  Only what stands
counts, and each page once.  How many pages there are is kept once a cluster and not in its changes: the
ten-thousandth page writes no more than the third.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_watch.model.change import Edit, Flag, Sign, WordRun
from archive_watch.storage.database import Archive, Row

_FEW = 32  # pages: so many are looked at again rather than asked whether they have to be
_AT_ONCE = 200  # changes of earlier programs that are marked with one that is written
_ALL_MARKED = "all changes are marked"
_BEST = """SELECT m.edit_sha256 FROM edit_marks m JOIN edit_clusters k USING (edit_sha256)
  WHERE m.change_id = changes.id AND m.stands AND k.pages > 1
  ORDER BY k.pages DESC, k.is_whole DESC, m.edit_sha256 LIMIT 1"""
_SETTLE = f"UPDATE changes SET cluster = ({_BEST}) WHERE"

# The mark of all that is told of a change ``c``; none where the page had the same edit before.
FINDING = """(SELECT m.edit_sha256 FROM edit_marks m WHERE m.change_id = c.id AND m.is_all AND m.stands
  AND NOT EXISTS (SELECT 1 FROM edit_marks n JOIN changes b ON b.id = n.change_id
    WHERE n.edit_sha256 = m.edit_sha256 AND n.page_id = m.page_id AND n.stands
      AND (b.not_after, b.id) < (c.not_after, c.id)))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """How many pages a mark stood on, and stands on."""

    sha256: str
    is_whole: bool
    was: int
    now: int

    def rank(self, pages: int) -> tuple[int, bool, str]:
        """Its place among others with so many pages; the least goes first."""
        return -pages, not self.is_whole, self.sha256


def mark(archive: Archive, change_id: int) -> None:
    """Give a change of a page, just written with its edits, its marks and its cluster."""
    _mark(archive, change_id)
    if _ALL_MARKED not in archive.memory and mark_earlier(archive, most=_AT_ONCE) < _AT_ONCE:
        archive.memory[_ALL_MARKED] = True


def mark_earlier(archive: Archive, *, most: int) -> int:
    """Mark changes that an earlier program wrote, up to ``most``; how many, in a transaction."""
    rows = archive.rows(
        "SELECT id FROM changes WHERE marked IS NULL AND page_id IS NOT NULL"
        " AND superseded_at IS NULL ORDER BY id LIMIT ?",
        (most,),
    )
    for row in rows:
        _mark(archive, row["id"])
    return len(rows)


def _mark(archive: Archive, change_id: int) -> None:
    from archive_watch.classify.identical import (  # noqa: PLC0415  (only if it changed)
        MARKS_VERSION,
        marks_of,
    )

    row = archive.row(
        "SELECT page_id, aspects, flags, beside FROM changes WHERE id = ?", (change_id,)
    )
    assert row is not None
    flags = [Flag(**flag) for flag in json.loads(row["flags"])]
    found = marks_of(
        _edits(archive, change_id),
        aspects=json.loads(row["aspects"]),
        flags=flags,
        beside=row["beside"] or "",
    )
    archive.conn.execute("UPDATE changes SET marked = ? WHERE id = ?", (MARKS_VERSION, change_id))
    if not found:
        return
    fresh = {one.sha256: one.is_whole for one in found}
    fresh = {one: whole for one, whole in fresh.items() if not _is_on(archive, one, row["page_id"])}
    archive.conn.executemany(
        "INSERT INTO edit_marks (edit_sha256, page_id, change_id, position, is_all, stands)"
        " VALUES (?, ?, ?, ?, ?, 1)",
        [(one.sha256, row["page_id"], change_id, one.position, one.is_all) for one in found],
    )
    _count(archive, fresh, by=1)
    archive.conn.execute(f"{_SETTLE} id = ?", (change_id,))


def _edits(archive: Archive, change_id: int) -> list[Edit]:
    rows = archive.rows(
        "SELECT speaker, removed, added, excerpt FROM change_edits WHERE change_id = ?"
        " ORDER BY position",
        (change_id,),
    )
    return [_edit(row) for row in rows]


def _edit(row: Row) -> Edit:
    runs = json.loads(row["excerpt"])
    return Edit(
        speaker=row["speaker"],
        removed=row["removed"],
        added=row["added"],
        excerpt=tuple(WordRun(sign=Sign(sign), text=text) for sign, text in runs),
    )


def unmark(archive: Archive, change_id: int) -> None:
    """Take a change's marks away: its words are about to be others."""
    set_aside(archive, change_id)
    archive.conn.execute("DELETE FROM edit_marks WHERE change_id = ?", (change_id,))


def set_aside(archive: Archive, change_id: int) -> None:
    """Let the marks of a change that stands no longer count for nothing."""
    _stand(archive, change_id, stands=False)


def stand_again(archive: Archive, change_id: int) -> None:
    """Let the marks of a change that stands again count."""
    _stand(archive, change_id, stands=True)


def _stand(archive: Archive, change_id: int, *, stands: bool) -> None:
    rows = archive.rows(
        "SELECT m.edit_sha256, m.page_id, k.is_whole FROM edit_marks m"
        " JOIN edit_clusters k USING (edit_sha256) WHERE m.change_id = ? AND m.stands <> ?",
        (change_id, stands),
    )
    if not rows:
        return
    fresh = [row for row in rows if stands and not _is_on(archive, row[0], row[1])]
    archive.conn.execute(
        "UPDATE edit_marks SET stands = ? WHERE change_id = ?", (stands, change_id)
    )
    left = [row for row in rows if not stands and not _is_on(archive, row[0], row[1])]
    _count(archive, {row[0]: bool(row[2]) for row in fresh or left}, by=1 if stands else -1)
    archive.conn.execute(f"{_SETTLE} id = ?", (change_id,))


def _is_on(archive: Archive, digest: str, page_id: int) -> bool:
    """Whether a change of the page that stands has the mark."""
    sql = "SELECT 1 FROM edit_marks WHERE edit_sha256 = ? AND page_id = ? AND stands LIMIT 1"
    return archive.row(sql, (digest, page_id)) is not None


def _count(archive: Archive, digests: dict[str, bool], *, by: int) -> None:
    """Count a page more or less for each mark, and settle the changes that are of others by it."""
    counts = []
    for digest, is_whole in digests.items():
        now = archive.number(
            "INSERT INTO edit_clusters (edit_sha256, pages, is_whole) VALUES (?, ?, ?)"
            " ON CONFLICT (edit_sha256) DO UPDATE SET pages = pages + excluded.pages RETURNING pages",
            (digest, by, is_whole),
        )
        counts.append(_Count(sha256=digest, is_whole=is_whole, was=now - by, now=now))
    for count in counts:
        _settle(archive, count, counts)


def _settle(archive: Archive, count: _Count, counts: Sequence[_Count]) -> None:
    """Bring the changes with a mark in line with how many pages have it now."""
    low, high = sorted((count.was, count.now))
    if high < 2:  # it was none, and is none
        return
    members = "SELECT change_id FROM edit_marks WHERE edit_sha256 = ? AND stands"
    if low < 2:
        archive.conn.execute(f"{_SETTLE} id IN ({members})", (count.sha256,))
    elif high <= _FEW or any(_crosses(count, other) for other in _rivals(archive, count, counts)):
        archive.conn.execute(f"{_SETTLE} id IN ({members} AND is_all = 0)", (count.sha256,))


def _rivals(archive: Archive, count: _Count, counts: Sequence[_Count]) -> Iterator[_Count]:
    """The clusters that have about as many pages, with how many they had before."""
    before = {one.sha256: one.was for one in counts}
    for row in archive.rows(
        "SELECT edit_sha256, pages, is_whole FROM edit_clusters"
        " WHERE pages > 1 AND pages BETWEEN ? AND ?",
        sorted((count.was, count.now)),
    ):
        was = before.get(row["edit_sha256"], row["pages"])
        if row["edit_sha256"] != count.sha256:
            yield _Count(
                sha256=row["edit_sha256"],
                is_whole=bool(row["is_whole"]),
                was=was,
                now=row["pages"],
            )


def _crosses(one: _Count, other: _Count) -> bool:
    """Whether one of two clusters went before the other, and now goes after it."""
    return (one.rank(one.was) > other.rank(other.was)) != (
        one.rank(one.now) > other.rank(other.now)
    )


def pages_with(archive: Archive, digest: str) -> int:
    """On how many pages a mark stands."""
    return archive.number("SELECT pages FROM edit_clusters WHERE edit_sha256 = ?", (digest,))


def cluster_faults(archive: Archive) -> Iterator[str]:
    """The clusters that are not what the marks of their changes come to, each named."""
    for row in archive.rows(
        "SELECT k.edit_sha256, k.pages, count(DISTINCT m.page_id) AS found FROM edit_clusters k"
        " LEFT JOIN edit_marks m ON m.edit_sha256 = k.edit_sha256 AND m.stands"
        " GROUP BY k.edit_sha256 HAVING k.pages <> found"
    ):
        yield f"cluster {row['edit_sha256']}: {row['found']} pages show it, and not {row['pages']}"
    for row in archive.rows(
        "SELECT id FROM changes WHERE page_id IS NOT NULL AND marked IS NOT NULL"
        f" AND cluster IS NOT CASE WHEN superseded_at IS NULL THEN ({_BEST}) END"
    ):
        yield f"change {row['id']}: it is not of the cluster that its marks come to"
    for row in archive.rows(
        "SELECT m.change_id FROM edit_marks m JOIN changes c ON c.id = m.change_id"
        " WHERE m.stands <> (c.superseded_at IS NULL) GROUP BY 1"
    ):
        yield f"change {row['change_id']}: its marks stand where it does not, or do not where it does"
