"""What a sitemap's word about one page is worth: whether it is news, and how much sooner it is looked at.

News is another time than was said before, and one that our last look may have missed.  It brings a
page forward by what the word of that host's sitemaps was worth before; never one that has a pace of
its own, nor one that waits for another reason than its rate.  Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.clock import days_after, days_between
from archive_watch.schedule.beliefs import may_be_later, soonest_days, trust
from archive_watch.schedule.refresh import interval_by_belief

_BY_RATE = frozenset({"rate", "every", "floor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenOf:
    """What is known of a page when a sitemap speaks of it; times are UTC text, ``rate`` changes a day.

    ``right`` and ``wrong`` are how often the sitemaps of its host were so far.
    """

    lastmod: str | None
    last_checked_at: str | None
    looked_at: str | None
    due_at: str | None
    why: str | None
    every_seconds: int | None
    rate: float | None
    right: float
    wrong: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is to be kept of it; the page is due at ``due_at`` at the latest (None: as it was)."""

    lastmod: str
    is_news: bool
    due_at: str | None = None


def weighed(lastmod: str, page: SpokenOf) -> Word | None:
    """What the word that ``page`` was modified at ``lastmod`` comes to; None: it was said before."""
    said = lastmod.strip()
    if not said or said == page.lastmod:
        return None
    if page.last_checked_at is None or not may_be_later(said, page.last_checked_at):
        return Word(lastmod=said, is_news=False)
    return Word(lastmod=said, is_news=True, due_at=_believed(page))


def _believed(page: SpokenOf) -> str | None:
    """When a page that has changed, as its sitemap says, is to be looked at."""
    if page.why not in _BY_RATE or page.every_seconds is not None:
        return None
    if page.rate is None or page.looked_at is None or page.due_at is None:
        return None
    interval = days_between(page.looked_at, page.due_at)
    if interval <= 0:
        return None
    believed = trust(page.right, page.wrong)
    days = max(interval_by_belief(interval, page.rate, believed), soonest_days(believed, interval))
    return days_after(page.looked_at, days)
