"""Sections of hosts, and the search through one of them when a page of it is gone.

To be called inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.page import WatchedPage
from archive_watch.schedule.refresh import Evidence
from archive_watch.schedule.sections import FEWEST_PAGES, end_of, folders_of, root_of
from archive_watch.storage.database import Archive, Row

_PLANNED = "every_seconds IS NULL AND next_fetch_at IS NOT NULL AND state <> 'paused'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another page of a section, as far as a moment for it is worked out."""

    id: int
    rate: float
    looked_at: str
    due_at: str
    page: Evidence


def join_section(archive: Archive, page_id: int, site_id: int, key: str) -> int | None:
    """The section of a page that is planned for the first time; None: its whole host.

    The folder becomes one once it has pages enough, and its earlier pages leave a wider one for it.
    """
    for prefix in folders_of(key):
        section_id = _known(archive, prefix) or _made(archive, site_id, prefix)
        if section_id is not None:
            archive.conn.execute(
                "UPDATE pages SET section_id = ? WHERE id = ?", (section_id, page_id)
            )
            return section_id
    return None


def _known(archive: Archive, prefix: str) -> int | None:
    row = archive.row("SELECT id FROM sections WHERE prefix = ?", (prefix,))
    return None if row is None else int(row["id"])


def _made(archive: Archive, site_id: int, prefix: str) -> int | None:
    bounds = (prefix, end_of(prefix))
    pages = archive.number(
        "SELECT count(*) FROM (SELECT 1 FROM pages WHERE key >= ? AND key < ? LIMIT ?)",
        (*bounds, FEWEST_PAGES),
    )
    if pages < FEWEST_PAGES:
        return None
    section_id = _inserted(archive, site_id, prefix)
    wider = (
        "rate IS NOT NULL AND (section_id IS NULL OR length((SELECT prefix FROM sections c"
        " WHERE c.id = section_id)) < length(:prefix))"
    )
    named = {"from": bounds[0], "to": bounds[1], "prefix": prefix, "id": section_id}
    archive.conn.execute(
        "UPDATE sections SET changes_met = changes_met - m.changes, days_watched = days_watched -"
        " m.days FROM (SELECT section_id, total(changes_met) AS changes, total(days_watched) AS days"
        f" FROM pages WHERE key >= :from AND key < :to AND {wider} GROUP BY section_id) m"
        " WHERE m.section_id = sections.id",
        named,
    )
    archive.conn.execute(
        f"UPDATE pages SET section_id = :id WHERE key >= :from AND key < :to AND {wider}", named
    )
    archive.conn.execute(
        "UPDATE sections SET (changes_met, days_watched) = (SELECT total(changes_met),"
        " total(days_watched) FROM pages WHERE section_id = :id) WHERE id = :id",
        named,
    )
    return section_id


def _inserted(archive: Archive, site_id: int, prefix: str) -> int:
    cursor = archive.conn.execute(
        "INSERT INTO sections (site_id, prefix, gone_belief) VALUES (?, ?, '[]')", (site_id, prefix)
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def pages_in(archive: Archive, section_id: int, *, most: int) -> int:
    """How many pages a section has, counted as far as ``most``."""
    return archive.number(
        "SELECT count(*) FROM (SELECT 1 FROM pages WHERE section_id = ? LIMIT ?)",
        (section_id, most),
    )


def keep_search(
    archive: Archive,
    section_id: int | None,
    page: WatchedPage,
    belief: Sequence[float],
    *,
    since: str,
) -> None:
    """Write how far the search is that began ``since``; through the whole host where the page is
    of no section."""
    if section_id is None:
        root = root_of(page.host)
        section_id = _known(archive, root) or _inserted(archive, page.site_id, root)
    archive.conn.execute(
        "UPDATE sections SET gone_at = ?, gone_belief = ? WHERE id = ?",
        (since, json.dumps([round(chance, 9) for chance in belief]), section_id),
    )


def waiting_for_a_look(
    archive: Archive, section_id: int | None, site_id: int, *, now: str, most: int
) -> int:
    """How many pages of a section are due and were not looked at yet, as far as ``most``."""
    where, value = _members(section_id, site_id)
    return archive.number(
        f"SELECT count(*) FROM (SELECT 1 FROM pages WHERE {where} AND next_fetch_at <= ?"
        " AND state <> 'paused' LIMIT ?)",
        (value, now, most),
    )


def not_looked_at(
    archive: Archive, section_id: int | None, site_id: int, *, since: str, now: str, most: int
) -> list[Sibling]:
    """Pages of a section that are not due yet and were last looked at before ``since``.

    One that could not be seen the last time is none of them: it is tried again in its own time.
    """
    where, value = _members(section_id, site_id)
    rows = archive.rows(
        f"SELECT * FROM pages WHERE {where} AND next_fetch_at > ? AND looked_at < ?"
        " AND failures = 0 AND every_seconds IS NULL AND rate IS NOT NULL"
        " AND state NOT IN ('paused', 'suspect', 'removed') ORDER BY next_fetch_at LIMIT ?",
        (value, now, since, most),
    )
    return [_sibling(row) for row in rows]


def _members(section_id: int | None, site_id: int) -> tuple[str, int]:
    """A condition on pages, and what is bound to it."""
    if section_id is not None:
        return "section_id = ?", section_id
    return "section_id IS NULL AND site_id = ?", site_id


def looks_between(
    archive: Archive, section_id: int, page_id: int, *, soonest: str, latest: str, most: int
) -> list[str]:
    """When other pages of a section are due between two moments, in order."""
    rows = archive.rows(
        "SELECT next_fetch_at FROM pages WHERE section_id = ? AND next_fetch_at BETWEEN ? AND ?"
        " AND id <> ? ORDER BY next_fetch_at LIMIT ?",
        (section_id, soonest, latest, page_id, most),
    )
    return [row[0] for row in rows]


def latest_siblings(archive: Archive, section_id: int, *, most: int) -> list[Sibling]:
    """The pages of a section that are due last, but for those that could not be seen."""
    rows = archive.rows(
        f"SELECT * FROM pages WHERE section_id = ? AND {_PLANNED} AND rate IS NOT NULL"
        " AND looked_at IS NOT NULL AND failures = 0 ORDER BY next_fetch_at DESC LIMIT ?",
        (section_id, most),
    )
    return [_sibling(row) for row in rows]


def _sibling(row: Row) -> Sibling:
    return Sibling(
        id=row["id"],
        rate=row["rate"],
        looked_at=row["looked_at"],
        due_at=row["next_fetch_at"],
        page=Evidence(changes=row["changes_met"], days=row["days_watched"]),
    )


def keep_rates(archive: Archive, rates: Sequence[tuple[int, float]]) -> None:
    """Write the rates that pages (id, rate) are believed to have now."""
    archive.conn.executemany(
        "UPDATE pages SET rate = ? WHERE id = ?", [(rate, id_) for id_, rate in rates]
    )
