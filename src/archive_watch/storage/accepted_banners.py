"""Altered banners that became the rule: by standing for long, or because a reader reviewed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """What pages of one site had declared, and what they declare now; None: nothing any more."""

    site_id: int
    was: str
    now: str | None


def is_accepted(archive: Archive, altered: Altered) -> bool:
    """Whether it is the rule already that pages of the site declare this in the place of that."""
    sql = "SELECT 1 FROM accepted_banners WHERE site_id = ? AND was = ? AND now IS ?"
    return archive.row(sql, (altered.site_id, altered.was, altered.now)) is not None


def accept(archive: Archive, altered: Altered, *, at: str, change_id: int | None) -> None:
    """Make it the rule: every page that shows it is as it should be."""
    values = (altered.site_id, altered.was, altered.now)
    archive.conn.execute(
        "INSERT INTO accepted_banners (site_id, was, now, accepted_at, change_id)"
        " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (*values, at, change_id),
    )
    archive.conn.execute(
        "DELETE FROM altered_banners WHERE site_id = ? AND was = ? AND now IS ?", values
    )


def forget_accepted(archive: Archive, site_id: int, now: str | None) -> None:
    """It is the rule no longer that pages declare ``now``: one was seen to leave it."""
    archive.conn.execute(
        "DELETE FROM accepted_banners WHERE site_id = ? AND now IS ?", (site_id, now)
    )


def that_stood(archive: Archive, *, days: int) -> list[Altered]:
    """What a page was seen to declare so many days after it was altered, or later."""
    rows = archive.rows(
        "SELECT DISTINCT b.site_id, b.was, b.now FROM altered_banners b"
        " JOIN pages p ON p.id = b.page_id"
        " WHERE p.last_ok_at >= strftime('%Y-%m-%dT%H:%M:%SZ', b.not_after, ?)"
        " ORDER BY b.site_id, b.was, b.now",
        (f"+{days} days",),
    )
    return [Altered(**dict(row)) for row in rows]


def altered_with(archive: Archive, change_id: int) -> tuple[str, Sequence[Altered]]:
    """The digest of a template change's edit, and what pages declare otherwise since the very step
    in which they showed it."""
    rows = archive.rows(
        "SELECT DISTINCT c.cluster, b.site_id, b.was, b.now FROM changes c"
        " JOIN altered_banners b ON b.site_id = c.site_id"
        " JOIN frame_edits e ON e.page_id = b.page_id AND e.not_after = b.not_after"
        "  AND e.edit_sha256 = c.cluster WHERE c.id = ? ORDER BY b.was, b.now",
        (change_id,),
    )
    found = [Altered(site_id=row["site_id"], was=row["was"], now=row["now"]) for row in rows]
    return (rows[0]["cluster"] if rows else ""), found


def edits_with(archive: Archive, site_id: int) -> list[tuple[int, str]]:
    """The template changes that pages of a site showed as their banner was altered, the last first,
    each with the digest of its edit."""
    rows = archive.rows(
        "SELECT id, cluster FROM changes WHERE site_id = :site AND superseded_at IS NULL"
        " AND cluster IN (SELECT e.edit_sha256 FROM altered_banners b JOIN frame_edits e"
        "  ON e.page_id = b.page_id AND e.not_after = b.not_after WHERE b.site_id = :site)"
        " ORDER BY not_after DESC, id DESC",
        {"site": site_id},
    )
    return [(row["id"], row["cluster"]) for row in rows]


def host_of(archive: Archive, site_id: int) -> str:
    """The host of a site."""
    row = archive.row("SELECT host FROM sites WHERE id = ?", (site_id,))
    assert row is not None
    return str(row["host"])
