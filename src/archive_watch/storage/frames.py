"""Frames as stored: each line once a site, a frame as the numbers of its lines, deflated.

Most pages of a site differ in a line or two of their frames, so that a frame is some sixty bytes.
For each line the first few pages that showed it are known: one that few pages show is their own,
a date or a number, and part of no template.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate

from archive_watch.errors import ArchiveDamaged
from archive_watch.storage.database import Archive, Row

_SIGHT = (
    "SELECT f.id, f.observed_at, f.source, f.frame_id, r.sha256, r.extractor FROM fetches f"
    " JOIN frames r ON r.id = f.frame_id WHERE"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSight:
    """One check that saw a frame of its page."""

    fetch_id: int
    frame_id: int
    at: str
    extractor: str


def ensure_frame(archive: Archive, *, site_id: int, extractor: str, lines: Sequence[str]) -> int:
    """The frame of these lines on a site, as this extractor takes frames; written where it is new."""
    digest = digest_of(lines)
    row = archive.row(
        "SELECT id FROM frames WHERE site_id = ? AND sha256 = ? AND extractor = ?",
        (site_id, digest, extractor),
    )
    if row is not None:
        return int(row["id"])
    ids = _ids_of(archive, site_id, lines)
    cursor = archive.conn.execute(
        "INSERT INTO frames (site_id, extractor, sha256, lines) VALUES (?, ?, ?, ?)",
        (site_id, extractor, digest, _packed([ids[line] for line in lines])),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def digest_of(lines: Sequence[str]) -> str:
    """The digest of a frame; no line has a line break in it."""
    return sha256("\n".join(lines).encode("utf-8")).hexdigest()


def every_frame(archive: Archive) -> Iterator[tuple[int, str]]:
    """Every frame's id and digest."""
    for row in archive.each("SELECT id, sha256 FROM frames ORDER BY id"):
        yield row["id"], row["sha256"]


def _ids_of(archive: Archive, site_id: int, lines: Sequence[str]) -> dict[str, int]:
    """The numbers of the site's lines; new lines are written."""
    wanted = list(dict.fromkeys(lines))
    known = {row["line"]: int(row["id"]) for row in _known(archive, site_id, wanted)}
    missing = [(site_id, line) for line in wanted if line not in known]
    if missing:
        archive.conn.executemany("INSERT INTO frame_lines (site_id, line) VALUES (?, ?)", missing)
        new = _known(archive, site_id, [line for _, line in missing])
        known |= {row["line"]: int(row["id"]) for row in new}
    return known


def _known(archive: Archive, site_id: int, lines: Sequence[str]) -> list[Row]:
    return archive.rows(
        "SELECT id, line FROM frame_lines WHERE site_id = ?"
        " AND line IN (SELECT value FROM json_each(?))",
        (site_id, json.dumps(lines)),
    )


def _packed(ids: Sequence[int]) -> bytes:
    before = [0, *ids[:-1]]
    steps = " ".join(str(one - last) for one, last in zip(ids, before, strict=False))
    return zlib.compress(steps.encode("ascii"), 9)


def _unpacked(packed: bytes) -> list[int]:
    try:
        return list(accumulate(map(int, zlib.decompress(packed).split())))
    except (zlib.error, ValueError, TypeError) as error:
        raise ArchiveDamaged("the numbers of a frame's lines cannot be read") from error


def _line_ids(archive: Archive, frame_id: int) -> list[int]:
    row = archive.row("SELECT lines FROM frames WHERE id = ?", (frame_id,))
    assert row is not None
    return _unpacked(row["lines"])


def lines_of(archive: Archive, frame_id: int, *, fewest_pages: int = 0) -> list[str]:
    """The lines of a frame in their order; only those that so many pages showed, if not more."""
    ids = _line_ids(archive, frame_id)
    rows = archive.rows(
        "SELECT id, line FROM frame_lines WHERE id IN (SELECT value FROM json_each(?))"
        " AND json_array_length(seen_on) >= ?",
        (json.dumps(ids), fewest_pages),
    )
    lines = {row["id"]: row["line"] for row in rows}
    return [lines[id_] for id_ in ids if id_ in lines]


def note_page(archive: Archive, frame_id: int, page_id: int, *, enough: int) -> set[int]:
    """Note that a page showed the lines of a frame.

    Returns the pages that showed a line of which it is known only now that ``enough`` pages did.
    """
    known = archive.memory.setdefault("frames of the template", set())
    assert isinstance(known, set)
    if frame_id in known:
        return set()
    rows = archive.rows(
        "SELECT id, seen_on FROM frame_lines WHERE id IN (SELECT value FROM json_each(?))"
        " AND json_array_length(seen_on) < ?",
        (json.dumps(_line_ids(archive, frame_id)), enough),
    )
    if not rows:
        known.add(frame_id)
    seen = {row["id"]: json.loads(row["seen_on"]) for row in rows}
    noted = {id_: [*pages, page_id] for id_, pages in seen.items() if page_id not in pages}
    archive.conn.executemany(
        "UPDATE frame_lines SET seen_on = ? WHERE id = ?",
        [(json.dumps(pages), id_) for id_, pages in noted.items()],
    )
    return {page for pages in noted.values() if len(pages) == enough for page in pages}


def set_frame(archive: Archive, fetch_id: int, frame_id: int) -> None:
    """Write which frame a check saw."""
    archive.conn.execute("UPDATE fetches SET frame_id = ? WHERE id = ?", (frame_id, fetch_id))


def keep_anew(archive: Archive, fetch_id: int, frame_id: int) -> None:
    """Write which frame a later extractor takes from the bytes of a check."""
    archive.conn.execute(
        "INSERT INTO frames_anew (fetch_id, frame_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (fetch_id, frame_id),
    )


def taken_alike(archive: Archive, before: FrameSight, after: FrameSight) -> tuple[int, int] | None:
    """The frames of two sights as one extractor takes both; None where none did."""
    if before.extractor == after.extractor:
        return before.frame_id, after.frame_id
    old, new = (_by_extractor(archive, sight) for sight in (before, after))
    alike = sorted(old.keys() & new.keys(), key=lambda name: (name != after.extractor, name))
    return (old[alike[0]], new[alike[0]]) if alike else None


def _by_extractor(archive: Archive, sight: FrameSight) -> dict[str, int]:
    rows = archive.rows(
        "SELECT r.extractor, r.id FROM frames_anew n JOIN frames r ON r.id = n.frame_id"
        " WHERE n.fetch_id = ?",
        (sight.fetch_id,),
    )
    return {**{row["extractor"]: int(row["id"]) for row in rows}, sight.extractor: sight.frame_id}


def sights_of(archive: Archive, page_id: int) -> list[FrameSight]:
    """Every check that saw a frame of the page, in order of time."""
    return _in_order(archive.rows(f"{_SIGHT} f.page_id = :page", {"page": page_id}))


def sight_of(archive: Archive, fetch_id: int) -> FrameSight:
    """The frame that one check saw."""
    return _in_order(archive.rows(f"{_SIGHT} f.id = ?", (fetch_id,)))[0]


def neighbours(
    archive: Archive, page_id: int, fetch_id: int, at: str
) -> tuple[FrameSight | None, FrameSight | None]:
    """The sights of the page just before and just after the one that check ``fetch_id`` made."""
    near = "(SELECT {}(observed_at) FROM fetches WHERE page_id = :page AND frame_id IS NOT NULL"
    near += " AND observed_at {} :at)"
    rows = archive.rows(
        f"{_SIGHT} f.page_id = :page AND f.observed_at IN"
        f" (:at, {near.format('max', '<')}, {near.format('min', '>')})",
        {"page": page_id, "at": at},
    )
    sights = _in_order(rows)
    own = next(number for number, sight in enumerate(sights) if sight.fetch_id == fetch_id)
    return sights[own - 1] if own else None, next(iter(sights[own + 1 :]), None)


def _in_order(rows: Collection[Row]) -> list[FrameSight]:
    """As ``versioning.lineage`` orders observations: within one second by what they show."""

    def place(row: Row) -> tuple[str, bool, str, int]:
        is_live = row["source"] == "live"
        shown = "" if is_live else f"{row['sha256']} {row['extractor']}"
        return row["observed_at"], is_live, shown, row["id"]

    return [
        FrameSight(
            fetch_id=row["id"],
            frame_id=row["frame_id"],
            at=row["observed_at"],
            extractor=row["extractor"],
        )
        for row in sorted(rows, key=place)
    ]
