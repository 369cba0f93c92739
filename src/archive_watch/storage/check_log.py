"""The check log of one page as its life is worked out from it, the folded checks among the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.storage.database import Archive
from archive_watch.storage.fetches import CHECKS, IN_ORDER, set_aside
from archive_watch.storage.folding import folded_checks


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCheck:
    """One row of the check log, as far as it bears on the life of its page."""

    at: str
    outcome: Outcome
    how: How | None
    moved_to: str | None


def log_of(archive: Archive, page_id: int) -> list[LoggedCheck]:
    """Every check of a page in the order of time, as ``versioning.lineage`` orders them; the
    folded ones too.

    One that saw a version which was set aside since is in need of review.
    """
    rows = archive.rows(
        f"SELECT f.observed_at, f.source, f.moved_to, v.retracted_at IS NOT NULL AS set_aside,"
        f" f.outcome, f.how FROM {CHECKS} WHERE f.page_id = ? ORDER BY {IN_ORDER}",
        (page_id,),
    )
    folded = folded_checks(archive, page_id)
    if not folded:
        return [_logged(dict(row)) for row in rows]
    retracted = set_aside(archive, page_id)
    own = [{**c.row, "set_aside": c.row["version_id"] in retracted} for c in folded]
    both = [dict(row) for row in rows] + own
    both.sort(key=lambda row: (row["observed_at"], row["source"] == "live"))
    return [_logged(row) for row in both]


def _logged(row: Mapping[str, Any]) -> LoggedCheck:
    return LoggedCheck(
        at=row["observed_at"],
        outcome=Outcome.NEEDS_REVIEW if row["set_aside"] else Outcome(row["outcome"]),
        how=How(row["how"]) if row["how"] and not row["set_aside"] else None,
        moved_to=row["moved_to"],
    )
