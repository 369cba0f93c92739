"""What sitemaps say of when a page was modified, as kept with it.  Inside the caller's transaction."""

from __future__ import annotations

from archive_watch.schedule.lastmod import SpokenOf, Word
from archive_watch.storage.database import Archive
from archive_watch.storage.rates import bring_forward


def spoken_of(archive: Archive, page_id: int) -> SpokenOf | None:
    """What is known of a page that a sitemap speaks of; None where there is no such page."""
    row = archive.row(
        "SELECT p.lastmod, p.last_checked_at, p.looked_at, p.next_fetch_at AS due_at,"
        " p.next_why AS why, p.every_seconds, p.rate, s.lastmod_right AS right,"
        " s.lastmod_wrong AS wrong FROM pages p JOIN sites s ON s.id = p.site_id WHERE p.id = ?",
        (page_id,),
    )
    return None if row is None else SpokenOf(**dict(row))


def keep_word(archive: Archive, page_id: int, word: Word, *, at: str) -> None:
    """Keep what a sitemap said at ``at``, and let the page be due as it says."""
    archive.conn.execute(
        "UPDATE pages SET lastmod = ?,"
        " lastmod_news_at = CASE WHEN ? THEN coalesce(lastmod_news_at, ?) ELSE lastmod_news_at END"
        " WHERE id = ?",
        (word.lastmod, word.is_news, at, page_id),
    )
    if word.due_at is not None:
        bring_forward(archive, [(page_id, word.due_at)], why="lastmod")
