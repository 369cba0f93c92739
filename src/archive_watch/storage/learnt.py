"""What was learnt of a host, and the stored pages that it is learnt from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from archive_watch.model.learnt import BlockCount, ContainerCount, Learnt, SiteFacts
from archive_watch.storage.database import Archive, Row

_OF_HOST = "p.site_id = (SELECT id FROM sites WHERE host = :host)"
_CURRENT = (
    "FROM versions v JOIN pages p ON p.id = v.page_id"
    f" WHERE {_OF_HOST} AND v.is_current = 1 AND v.text_id IS NOT NULL"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """A stored page to learn from: what it shows now, and how it was declared."""

    capture_id: int
    content_type: str


def pages_to_learn_from(archive: Archive, host: str) -> int:
    """How many different bodies the pages of the host show now."""
    return archive.number(f"SELECT count(DISTINCT v.capture_id) {_CURRENT}", {"host": host})


def teachers(archive: Archive, host: str, *, most: int) -> list[Teacher]:
    """So many pages of the host, each body once: always the same ones of the same pages."""
    rows = archive.rows(
        f"SELECT min(p.key) AS key {_CURRENT} GROUP BY v.capture_id", {"host": host}
    )
    chosen = sorted(rows, key=lambda row: sha256(row["key"].encode()).digest())[:most]
    return [_teacher(archive, row) for row in chosen]


def _teacher(archive: Archive, chosen: Row) -> Teacher:
    row = archive.row(
        "SELECT v.capture_id, v.media_type, (SELECT f.headers FROM fetches f"
        "   WHERE f.page_id = v.page_id AND f.capture_id = v.capture_id AND f.headers IS NOT NULL"
        "   ORDER BY f.observed_at, f.id LIMIT 1) AS headers"
        " FROM versions v JOIN pages p ON p.id = v.page_id WHERE p.key = ? AND v.is_current = 1",
        (chosen["key"],),
    )
    assert row is not None
    headers = dict(json.loads(row["headers"] or "[]"))
    return Teacher(
        capture_id=row["capture_id"], content_type=headers.get("content-type", row["media_type"])
    )


def learnt_number(archive: Archive, host: str) -> int:
    """The number of what was learnt of the host last; 0 where nothing was."""
    return archive.number(
        "SELECT max(t.number) FROM templates t JOIN sites s ON s.id = t.site_id WHERE s.host = ?",
        (host,),
    )


def store_facts(archive: Archive, host: str, facts: SiteFacts, *, at: str) -> None:
    """Keep what was learnt of the host, inside the caller's transaction; another process may have
    kept the same meanwhile."""
    if learnt_number(archive, host) >= facts.learnt.number:
        return
    cursor = archive.conn.execute(
        "INSERT INTO templates (site_id, number, learnt_at, pages)"
        " SELECT id, ?, ?, ? FROM sites WHERE host = ?",
        (facts.learnt.number, at, facts.learnt.pages, host),
    )
    template = cursor.lastrowid
    archive.conn.executemany(
        "INSERT INTO containers (template_id, rank, signature, kind, pages) VALUES (?, ?, ?, ?, ?)",
        [
            (template, rank, one.signature, one.kind, one.pages)
            for rank, one in enumerate(facts.containers)
        ],
    )
    archive.conn.execute(
        "DELETE FROM block_df WHERE template_id IN (SELECT t.id FROM templates t"
        " JOIN sites s ON s.id = t.site_id WHERE s.host = ?)",
        (host,),
    )
    archive.conn.executemany(
        "INSERT INTO block_df (template_id, position, fingerprint, pages) VALUES (?, ?, ?, ?)",
        [(template, one.position, one.fingerprint, one.pages) for one in facts.blocks],
    )


def load_learnt(archive: Archive, host: str) -> Learnt | None:
    """What was learnt of the host last; None where that is nothing that alters a reading.

    Its number is the one under which it was learnt first: more pages that teach the same make no
    other reader, or every page would be read anew each time that their count doubles.
    """
    rows = archive.rows(
        "SELECT t.* FROM templates t JOIN sites s ON s.id = t.site_id WHERE s.host = ?"
        " ORDER BY t.number DESC",
        (host,),
    )
    learnt: Learnt | None = None
    for row in rows:
        before = _learnt(row, _containers(archive, row["id"]))
        if learnt is not None and (before.roots, before.furniture) != (
            learnt.roots,
            learnt.furniture,
        ):
            break
        learnt = before
    return learnt if learnt is not None and learnt.says_anything else None


def load_facts(archive: Archive, host: str) -> SiteFacts | None:
    """Everything that was counted when the host was learnt last; None where it never was."""
    row = _last(archive, host)
    if row is None:
        return None
    containers = _containers(archive, row["id"])
    blocks = archive.rows("SELECT * FROM block_df WHERE template_id = ?", (row["id"],))
    return SiteFacts(
        learnt=_learnt(row, containers),
        containers=containers,
        blocks=tuple(
            BlockCount(
                position=block["position"], fingerprint=block["fingerprint"], pages=block["pages"]
            )
            for block in blocks
        ),
    )


def _last(archive: Archive, host: str) -> Row | None:
    return archive.row(
        "SELECT t.* FROM templates t JOIN sites s ON s.id = t.site_id WHERE s.host = ?"
        " ORDER BY t.number DESC LIMIT 1",
        (host,),
    )


def _containers(archive: Archive, template_id: int) -> tuple[ContainerCount, ...]:
    rows = archive.rows(
        "SELECT * FROM containers WHERE template_id = ? ORDER BY rank", (template_id,)
    )
    return tuple(
        ContainerCount(signature=row["signature"], kind=row["kind"], pages=row["pages"])
        for row in rows
    )


def _learnt(row: Row, containers: Iterable[ContainerCount]) -> Learnt:
    by_kind: dict[str, list[str]] = {"root": [], "furniture": []}
    for one in containers:
        by_kind[one.kind].append(one.signature)
    return Learnt(
        number=row["number"],
        pages=row["pages"],
        roots=tuple(by_kind["root"]),
        furniture=tuple(by_kind["furniture"]),
    )
