"""How often each rule of the map of hosts was tried, and how often it led to the document."""

from __future__ import annotations

from collections.abc import Mapping

from archive_watch.repair.sisters import Record
from archive_watch.storage.database import Archive


def rule_records(archive: Archive) -> Mapping[str, Record]:
    """The record of every rule that was tried, by its name."""
    rows = archive.rows("SELECT rule, tries, successes FROM repair_rules")
    return {row["rule"]: Record(tries=row["tries"], successes=row["successes"]) for row in rows}


def note_rule(archive: Archive, rule: str, *, is_right: bool, at: str) -> None:
    """A rule was tried, in the caller's transaction; what could not be asked is no try."""
    archive.conn.execute(
        "INSERT INTO repair_rules (rule, tries, successes, last_success_at)"
        " VALUES (:rule, 1, :right, :at) ON CONFLICT (rule) DO UPDATE SET tries = tries + 1,"
        " successes = successes + excluded.successes,"
        " last_success_at = coalesce(excluded.last_success_at, last_success_at)",
        {"rule": rule, "right": int(is_right), "at": at if is_right else None},
    )
