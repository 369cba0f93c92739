"""Folds: rows of the check log that found nothing new, many of them packed into one.

A fold loses nothing.  What all of its rows have alike is written once; of what each has for itself
the differences are deflated: a few bytes a check.  Whoever works a history out again from its checks
first has them unfolded, with the numbers they had.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from archive_watch.errors import ArchiveDamaged
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.version import How
from archive_watch.storage.database import Archive, Row
from archive_watch.versioning.folding import FoldableCheck

_OWN = (
    "id", "observed_at", "run_id", "outcome", "status", "elapsed_ms", "how", "capture_id",
    "frame_id",
)  # fmt: skip
_PLAIN = "f.source = 'live' AND f.outcome IN ('unchanged', 'not_modified') AND f.how IS NOT NULL"
_IS_FREE = (
    f"{_PLAIN} AND v.retracted_at IS NULL AND f.version_id IS NOT NULL AND f.headers IS NULL"
    " AND f.evidence IS NULL AND f.reason IS NULL AND f.id < :newest"
    " AND f.id NOT IN (SELECT first_fetch_id FROM spans WHERE page_id = :page)"
)
_ORDER = "f.observed_at, f.source = 'live', f.id"  # those of one second are never folded
_COUNTED = {
    How.NOT_MODIFIED: "not_modified",
    How.SAME_BYTES: "same_bytes",
    How.SAME_SLICE: "same_slice",
    How.READ: "read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedCheck:
    """One check that was folded, as a row of the check log has it; ``row`` by its columns."""

    page_id: int
    at: str
    how: How
    row: dict[str, Any]


def pages_with_checks(archive: Archive, *, before: str, fewest: int) -> Iterator[int | None]:
    """Every page that has so many plain checks before a time, to be looked at for folding; None for
    each that has not: whoever goes through a long log can stop at any page."""
    for page in archive.rows("SELECT id FROM pages ORDER BY id"):
        enough = archive.row(
            f"SELECT 1 FROM fetches f WHERE f.page_id = ? AND f.observed_at < ? AND {_PLAIN}"
            " LIMIT 1 OFFSET ?",
            (page["id"], before, fewest - 1),
        )
        yield None if enough is None else page["id"]


def checks_of(archive: Archive, page_id: int) -> list[FoldableCheck]:
    """Every check of the page that is a row, in order of time."""
    is_free = " AND NOT ".join((_IS_FREE, *_referring(archive)))
    rows = archive.rows(
        f"SELECT f.*, {is_free} AS free, v.retracted_at IS NOT NULL AS set_aside FROM fetches f"
        f" LEFT JOIN versions v ON v.id = f.version_id WHERE f.page_id = :page ORDER BY {_ORDER}",
        {"page": page_id, "newest": archive.number("SELECT max(id) FROM fetches")},
    )
    return [
        FoldableCheck(
            fetch_id=row["id"],
            at=row["observed_at"],
            how=How(row["how"]) if row["how"] and not row["set_aside"] else None,
            version_id=row["version_id"],
            moved_to=row["moved_to"],
            capture_id=row["capture_id"],
            frame_id=row["frame_id"],
            held=not row["free"],
            alike=_alike(row),
        )
        for row in rows
    ]


def fold(archive: Archive, page_id: int, ids: Sequence[int], *, at: str) -> None:
    """Put these checks of the page, in order of time, into one row."""
    marks = ", ".join("?" for _ in ids)
    rows = archive.rows(
        f"SELECT f.* FROM fetches f WHERE f.id IN ({marks}) ORDER BY {_ORDER}", list(ids)
    )
    hows = [How(row["how"]) for row in rows]
    full = [row["observed_at"] for row in rows if row["how"] != How.NOT_MODIFIED]
    counts = [hows.count(how) for how in _COUNTED]
    archive.conn.execute(
        "INSERT INTO folds (page_id, version_id, first_fetch_id, first_at, last_at, last_full_at,"
        f" checks, {', '.join(_COUNTED.values())}, folded_at, alike, packed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (page_id, rows[0]["version_id"], rows[0]["id"], rows[0]["observed_at"],
         rows[-1]["observed_at"], full[-1] if full else None, len(rows), *counts, at,
         _alike(rows[0]), _packed(rows)),
    )  # fmt: skip
    archive.conn.execute(f"DELETE FROM fetches WHERE id IN ({marks})", list(ids))


def unfold(archive: Archive, page_id: int) -> None:
    """Make every folded check of the page a row again, as it was."""
    for row in archive.rows("SELECT * FROM folds WHERE page_id = ?", (page_id,)):
        for check in _unpacked(row):
            names = ", ".join(check.row)
            marks = ", ".join("?" for _ in check.row)
            archive.conn.execute(
                f"INSERT INTO fetches ({names}) VALUES ({marks})", list(check.row.values())
            )
        archive.conn.execute("DELETE FROM folds WHERE id = ?", (row["id"],))


def folded_checks(archive: Archive, page_id: int, *, at: str | None = None) -> list[FoldedCheck]:
    """Every folded check of the page, or those of the folds that reach over the time ``at``.

    Raises ArchiveDamaged where a fold does not unpack.
    """
    rows = archive.rows(
        "SELECT * FROM folds WHERE page_id = :page"
        " AND (:at IS NULL OR :at BETWEEN first_at AND last_at) ORDER BY first_at",
        {"page": page_id, "at": at},
    )
    return [check for row in rows for check in _unpacked(row)]


def folded_back_from(
    archive: Archive, page_id: int, *, until: str, since: str
) -> Iterator[FoldedCheck]:
    """The folded checks of the page in a period, its ends included, the last first."""
    for row in archive.each(
        "SELECT * FROM folds WHERE page_id = ? AND first_at <= ? AND last_at >= ?"
        " ORDER BY first_at DESC",
        (page_id, until, since),
    ):
        yield from (check for check in reversed(_unpacked(row)) if since <= check.at <= until)


def folded_between(archive: Archive, *, since: str, until: str) -> Iterator[FoldedCheck]:
    """Every folded check of any page in a period, its ends included."""
    for row in archive.each(
        "SELECT * FROM folds WHERE last_at >= ? AND first_at <= ?", (since, until)
    ):
        yield from (check for check in _unpacked(row) if since <= check.at <= until)


def fold_faults(archive: Archive, page_id: int) -> Iterator[str]:
    """What a fold of the page says of its checks that they do not add up to."""
    for row in archive.rows("SELECT * FROM folds WHERE page_id = ? ORDER BY id", (page_id,)):
        try:
            checks = _unpacked(row)
        except ArchiveDamaged as error:
            yield error.message
            continue
        times = [check.at for check in checks]
        full = [check.at for check in checks if check.how is not How.NOT_MODIFIED]
        counts = {name: [c.how for c in checks].count(how) for how, name in _COUNTED.items()}
        ends = (row["first_at"], row["last_at"], row["last_full_at"], row["checks"])
        said = {name: row[name] for name in counts}
        if (times[0], times[-1], full[-1] if full else None, len(times)) != ends or counts != said:
            yield f"fold {row['id']}: its counts are not what its checks add up to"
        if checks[0].row["id"] != row["first_fetch_id"] or times != sorted(set(times)):
            yield f"fold {row['id']}: its checks are not in their order"


def _referring(archive: Archive) -> list[str]:
    """That a row of another table refers to check ``f``, for each table that can."""
    found = archive.rows(
        'SELECT m.name, k."from" AS own FROM sqlite_master m, pragma_foreign_key_list(m.name) k'
        " WHERE m.type = 'table' AND k.\"table\" = 'fetches'"
    )
    return [f"EXISTS (SELECT 1 FROM {row['name']} WHERE {row['own']} = f.id)" for row in found]


def _alike(row: Row) -> str:
    names = _alike_names(tuple(row.keys()))
    return json.dumps({name: row[name] for name in names}, sort_keys=True)


@cache
def _alike_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in {*_OWN, "free", "set_aside"})


def _packed(rows: Sequence[Row]) -> bytes:
    own: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in _OWN}
    start = parse_utc(rows[0]["observed_at"])
    own["observed_at"] = [int((parse_utc(at) - start).total_seconds()) for at in own["observed_at"]]
    for name in ("id", "observed_at"):
        own[name] = _steps(own[name])
    return zlib.compress(json.dumps(own, separators=(",", ":")).encode("ascii"), 9)


def _steps(numbers: Sequence[int]) -> list[int]:
    return [number - before for before, number in zip((0, *numbers), numbers, strict=False)]


def _unpacked(row: Row) -> list[FoldedCheck]:
    try:
        own = json.loads(zlib.decompress(row["packed"]))
        alike = json.loads(row["alike"])
        start = parse_utc(row["first_at"])
        own["id"] = list(accumulate(own["id"]))
        own["observed_at"] = [
            utc_text(start + timedelta(seconds=after)) for after in accumulate(own["observed_at"])
        ]
        each = zip(*(own[name] for name in _OWN), strict=True)
        rows = [{**alike, **dict(zip(_OWN, values, strict=True))} for values in each]
        checks = [
            FoldedCheck(page_id=one["page_id"], at=one["observed_at"], how=How(one["how"]), row=one)
            for one in rows
        ]
    except (zlib.error, ValueError, LookupError, TypeError, OverflowError) as error:
        raise ArchiveDamaged(f"fold {row['id']}: its checks cannot be read") from error
    if not checks or any(check.page_id != row["page_id"] for check in checks):
        raise ArchiveDamaged(f"fold {row['id']}: its checks are not of its page")
    return checks
