"""Frozen pages as stored: since when a site is frozen, what a page showed, which incident is open."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.incident import IncidentKind
from archive_watch.storage.database import Archive

KIND = IncidentKind.EDITED_AFTER_FREEZE


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFreeze:
    """A change that stands, of a frozen page, that no reader has reviewed."""

    id: int
    not_before: str
    not_after: str
    summary: str
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlteredBanner:
    """A page that declares something else than it had; ``now`` None: nothing any more."""

    url: str
    was: str
    now: str | None
    not_before: str
    not_after: str


def keep_frozen_since(archive: Archive, site_id: int, day: str | None) -> None:
    """Write since when the site's profile says that it is frozen, where that is news."""
    known = archive.memory.setdefault("sites frozen since", {})
    assert isinstance(known, dict)
    if known.get(site_id, "") == day:
        return
    known[site_id] = day
    sql = "SELECT 1 FROM sites WHERE id = ? AND frozen_since IS NOT ?"
    if archive.row(sql, (site_id, day)) is not None:
        archive.conn.execute("UPDATE sites SET frozen_since = ? WHERE id = ?", (day, site_id))


def site_frozen_since(archive: Archive, page_id: int) -> tuple[str, str | None]:
    """The host of a page, and the day since when its profile says that it is frozen."""
    row = archive.row(
        "SELECT s.host, s.frozen_since FROM pages p JOIN sites s ON s.id = p.site_id"
        " WHERE p.id = ?",
        (page_id,),
    )
    assert row is not None
    return row["host"], row["frozen_since"]


def frame_shown_by(archive: Archive, page_id: int, *, until: str) -> int | None:
    """The frame that the page showed last, by then."""
    row = archive.row(
        "SELECT frame_id FROM fetches WHERE page_id = ? AND frame_id IS NOT NULL"
        " AND observed_at <= ? ORDER BY observed_at DESC, id DESC LIMIT 1",
        (page_id, until),
    )
    return None if row is None else row["frame_id"]


def broken_freezes(archive: Archive, page_id: int) -> list[BrokenFreeze]:
    """The edits after freeze of a page that nobody has reviewed, in order of time."""
    rows = archive.rows(
        "SELECT c.id, c.not_before, c.not_after, c.summary, c.after_freeze AS contract"
        " FROM changes c LEFT JOIN verdicts j ON j.change_id = c.id WHERE c.page_id = ?"
        " AND c.after_freeze IS NOT NULL AND c.superseded_at IS NULL"
        " AND coalesce(j.reviewed, 0) = 0 ORDER BY c.not_after, c.id",
        (page_id,),
    )
    return [BrokenFreeze(**dict(row)) for row in rows]


def has_incident(archive: Archive, host: str, page_id: int | None) -> bool:
    """Whether an incident of this kind is open, of a page or of a host's banners."""
    sql = (
        "SELECT 1 FROM incidents WHERE kind = ? AND host = ? AND page_id IS ? AND closed_at IS NULL"
    )
    return archive.row(sql, (KIND, host, page_id)) is not None


def keep_altered_banner(
    archive: Archive, *, page_id: int, site_id: int, was: str, now: str | None, not_before: str,
    not_after: str,
) -> None:  # fmt: skip
    """Note that a page declares something else; what it had declared at first stays."""
    archive.conn.execute(
        "INSERT INTO altered_banners (page_id, site_id, was, now, not_before, not_after)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (page_id) DO UPDATE SET now = excluded.now,"
        " not_before = excluded.not_before, not_after = excluded.not_after",
        (page_id, site_id, was, now, not_before, not_after),
    )


def banner_before(archive: Archive, page_id: int) -> str | None:
    """What the page had declared, where its banner was altered since."""
    row = archive.row("SELECT was FROM altered_banners WHERE page_id = ?", (page_id,))
    return None if row is None else row["was"]


def forget_altered_banner(archive: Archive, page_id: int) -> None:
    """The page declares again what it had."""
    archive.conn.execute("DELETE FROM altered_banners WHERE page_id = ?", (page_id,))


def altered_banners(archive: Archive, site_id: int) -> tuple[int, AlteredBanner | None, str]:
    """How many pages of a site have altered banners, the latest, and when the first was seen."""
    row = archive.row(
        "SELECT p.url, b.was, b.now, b.not_before, b.not_after FROM altered_banners b"
        " JOIN pages p ON p.id = b.page_id WHERE b.site_id = ?"
        " ORDER BY b.not_after DESC, p.url LIMIT 1",
        (site_id,),
    )
    sums = archive.row(
        "SELECT count(*) AS pages, coalesce(min(not_after), '') AS first FROM altered_banners"
        " WHERE site_id = ?",
        (site_id,),
    )
    assert sums is not None
    return sums["pages"], None if row is None else AlteredBanner(**dict(row)), sums["first"]
