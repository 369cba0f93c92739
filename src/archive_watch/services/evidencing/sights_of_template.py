"""The pages on which an edit of a site's template was seen, each with the checks on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive_watch.storage.database import Archive
from archive_watch.storage.kept_answers import IS_ANSWERED, KeptAnswer, answers_of
from archive_watch.storage.one_change import StoredChange
from archive_watch.storage.told_checks import ToldCheck, told_checks

MOST_PAGES = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateSight:
    """One page that showed the edit: what it answered before and after, and the checks of both."""

    before: KeptAnswer
    after: KeptAnswer
    checks: tuple[ToldCheck, ...]


@dataclass(frozen=True, slots=True)
class FirstSight:
    """The page that a change of many is cited by, and when it answered what stood before (UTC text)."""

    url: str
    at: str


_PAGES = (
    "SELECT e.from_fetch_id, e.to_fetch_id, e.not_before, e.not_after, p.id AS page_id, p.url,"
    " a.sha256 AS from_sha256, b.sha256 AS to_sha256, f.observed_at, f.capture_id,"
    f" {IS_ANSWERED.format('f')} AND {IS_ANSWERED.format('t')} AS is_answered FROM frame_edits e"
    " JOIN pages p ON p.id = e.page_id"
    " JOIN fetches f ON f.id = e.from_fetch_id JOIN fetches t ON t.id = e.to_fetch_id"
    " LEFT JOIN captures a ON a.id = f.capture_id LEFT JOIN captures b ON b.id = t.capture_id"
    " WHERE e.site_id = ? AND e.edit_sha256 = ? AND e.not_before >= ? AND e.not_after <= ?"
    " ORDER BY e.not_after, p.url, e.to_fetch_id"
)


def pages_of_template(archive: Archive, change: StoredChange) -> list[dict[str, Any]]:
    """Every page that showed the edit: its address, when, and the digests of what it answered."""
    names = ("url", "not_before", "not_after", "from_sha256", "to_sha256")
    return [{name: row[name] for name in names} for row in _rows(archive, change)]


def first_sight_of_template(archive: Archive, change: StoredChange) -> FirstSight | None:
    """The first of ``sights_of_template`` that had the bytes which the change is cited by."""
    for row in _rows(archive, change)[:MOST_PAGES]:
        if row["is_answered"] and row["capture_id"] == change.from_capture_id:
            return FirstSight(row["url"], row["observed_at"])
    return None


def sights_of_template(archive: Archive, change: StoredChange) -> list[TemplateSight]:
    """The first pages that showed the edit, each with its checks."""
    sights = []
    for row in _rows(archive, change)[:MOST_PAGES]:
        ids = (row["from_fetch_id"], row["to_fetch_id"])
        answers = answers_of(archive, row["page_id"], row["url"])
        found = {one.fetch_id: one for one in answers if one.fetch_id in ids}
        checks = told_checks(archive, row["page_id"], row["url"])
        if len(found) == len(ids):
            sights.append(
                TemplateSight(
                    before=found[ids[0]],
                    after=found[ids[1]],
                    checks=tuple(one for one in checks if one["id"] in ids),
                )
            )
    return sights


def _rows(archive: Archive, change: StoredChange) -> list[dict[str, Any]]:
    told = change.told
    rows = archive.rows(
        _PAGES, (change.site_id, change.cluster, told["not_before"], told["not_after"])
    )
    return [dict(row) for row in rows]
