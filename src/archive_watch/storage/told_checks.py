"""The check log of one page in full, as it is handed on: every check a row, the folded ones too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from archive_watch.storage.database import Archive
from archive_watch.storage.folding import folded_checks

ToldCheck = dict[str, Any]

CHECK_COLUMNS = (
    "url", "observed_at", "source", "outcome", "reason", "status", "how", "elapsed_ms", "final_url",
    "capture_sha256", "version", "evidence", "software",
)  # fmt: skip

_OWN = (
    "f.id, f.observed_at, f.source, f.outcome, f.reason, f.status, f.how, f.elapsed_ms,"
    " f.final_url, f.capture_id, f.version_id, f.evidence, f.run_id"
)


def told_checks(archive: Archive, page_id: int, url: str) -> list[ToldCheck]:
    """Every check of the page in order of time.

    ``how`` is the proof that the page was in a state, ``version`` that state's display number,
    ``evidence`` the signs by which an absence was told, ``software`` what made the check.  ``id``,
    and ``capture_id``, are numbers of this archive.
    """
    rows: list[Mapping[str, Any]] = [
        dict(row)
        for row in archive.rows(f"SELECT {_OWN} FROM fetches f WHERE page_id = ?", (page_id,))
    ]
    rows += [check.row for check in folded_checks(archive, page_id)]
    rows.sort(key=lambda row: (row["observed_at"], row["source"] == "live", row["id"]))
    names = _Names(archive)
    return [names.told(row, url) for row in rows]


class _Names:
    """What the numbers of an archive stand for, each looked up once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[tuple[str, int], Any] = {}

    def told(self, row: Mapping[str, Any], url: str) -> ToldCheck:
        capture = self._of("SELECT sha256 FROM captures WHERE id = ?", row["capture_id"])
        return {
            "id": row["id"],
            "capture_id": row["capture_id"],
            "url": url,
            "observed_at": row["observed_at"],
            "source": row["source"],
            "outcome": row["outcome"],
            "reason": row["reason"],
            "status": row["status"],
            "how": row["how"],
            "elapsed_ms": row["elapsed_ms"],
            "final_url": row["final_url"] or url,
            "capture_sha256": capture,
            "version": self._of("SELECT number FROM versions WHERE id = ?", row["version_id"]),
            "evidence": json.loads(row["evidence"] or "[]"),
            "software": self._of("SELECT software FROM runs WHERE id = ?", row["run_id"]),
        }

    def _of(self, sql: str, number: int | None) -> Any:
        if number is None:
            return None
        if (sql, number) not in self._known:
            row = self._archive.row(sql, (number,))
            self._known[sql, number] = None if row is None else row[0]
        return self._known[sql, number]


def handed_on(check: ToldCheck, columns: Sequence[str] = CHECK_COLUMNS) -> ToldCheck:
    """A check without the numbers that mean nothing outside of its archive."""
    return {name: check[name] for name in columns}
