"""What is learnt of how often pages change: read before a page's next check is planned, kept after.

Inside the caller's transaction.  Times are UTC text.
"""

from __future__ import annotations

from datetime import timedelta

from archive_watch.model.clock import parse_utc
from archive_watch.storage.database import Archive

_DATE_CHARACTERS = len("2026-03-01")
_CLOCK_SLACK = timedelta(days=1)  # a sitemap's clock, and the hour at which it is written


def keep_look(archive: Archive, page_id: int, *, changed: bool, at: str) -> None:
    """Count a look at the page, and the change that it met."""
    archive.conn.execute(
        "UPDATE pages SET looked_at = ?, changes_met = changes_met + ? WHERE id = ?",
        (at, changed, page_id),
    )


def keep_plan(archive: Archive, page_id: int, *, why: str) -> None:
    """Say why the page is due when it is."""
    archive.conn.execute("UPDATE pages SET next_why = ? WHERE id = ?", (why, page_id))


def note_lastmod(archive: Archive, page_id: int, lastmod: str, *, at: str) -> bool:
    """Keep what a sitemap said at ``at`` of when the page was modified; whether that is news.

    News is another time than it said before, and one that may be later than our last look.
    """
    said = lastmod.strip()
    page = archive.row("SELECT lastmod, last_checked_at FROM pages WHERE id = ?", (page_id,))
    if page is None or not said or said == page["lastmod"]:
        return False
    looked_at = page["last_checked_at"]
    is_news = looked_at is not None and _may_be_later(said, looked_at)
    archive.conn.execute(
        "UPDATE pages SET lastmod = ?,"
        " lastmod_news_at = CASE WHEN ? THEN coalesce(lastmod_news_at, ?) ELSE lastmod_news_at END"
        " WHERE id = ?",
        (said, is_news, at, page_id),
    )
    return is_news


def _may_be_later(lastmod: str, looked_at: str) -> bool:
    """Whether a modification at ``lastmod`` may have been missed by a look; what is no time may be."""
    try:
        moment = parse_utc(lastmod)
    except ValueError:
        return True
    if len(lastmod) <= _DATE_CHARACTERS:
        moment += timedelta(days=1)
    return moment + _CLOCK_SLACK > parse_utc(looked_at)
