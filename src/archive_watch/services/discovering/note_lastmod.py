"""Take in what a sitemap says of when a page was modified, inside the caller's transaction."""

from __future__ import annotations

from archive_watch.schedule.lastmod import weighed
from archive_watch.storage.database import Archive
from archive_watch.storage.lastmods import keep_word, spoken_of


def note_lastmod(archive: Archive, page_id: int, lastmod: str, *, at: str) -> bool:
    """Keep that a sitemap said at ``at`` (UTC text) that the page was modified at ``lastmod``, and
    bring the page forward by what that is worth; whether it is news."""
    page = spoken_of(archive, page_id)
    word = None if page is None else weighed(lastmod, page)
    if word is None:
        return False
    keep_word(archive, page_id, word, at=at)
    return word.is_news
