"""How far a walk goes: no source twice, no more of them than its start allows, no list without end."""

from __future__ import annotations

from archive_watch.discover.scope import Scope
from archive_watch.discover.source import Reading, SourceKind
from archive_watch.model.url import page_key
from archive_watch.services.discovering.discovered import StartTold
from archive_watch.services.discovering.ways_on import Step

_MOST_NAMED = 1_000_000  # addresses in one walk
_LISTS = frozenset({SourceKind.LISTING, SourceKind.FEED})
_MAPS = frozenset({SourceKind.SITEMAP, SourceKind.INDEX})


class WalkBounds:
    """What a walk has met so far, and what of its bounds is left."""

    def __init__(self, told: StartTold) -> None:
        self._told = told
        self._seen: set[str] = set()
        self._named: set[str] = set()
        self._lists = self._maps = self._addresses = 0

    def is_done_with(self, step: Step) -> bool:
        """Whether the step was taken before, or is one too many; else it is taken now."""
        if step.url in self._seen or self._addresses >= _MOST_NAMED:
            return True
        most, done = self._told.start.max_pages, self._lists
        if step.expected in _MAPS:
            most, done = self._told.start.max_sitemaps, self._maps
        if done >= most:
            self._told.left_for_next_time += 1
            return True
        self._seen.add(step.url)
        return False

    def was_at(self, url: str) -> None:
        """A step led to this address."""
        self._seen.add(url)

    def count(self, reading: Reading) -> bool:
        """Count a source that was read; whether it is a page of a list, and no map of the site."""
        if reading.kind in _LISTS:
            self._lists += 1
            return True
        self._maps += 1
        self._addresses += len(reading.named)
        return False

    def has_room(self) -> bool:
        """Whether more pages of lists may be read."""
        return self._lists < self._told.start.max_pages

    def is_news(self, reading: Reading, scope: Scope) -> bool:
        """Whether it names anything in scope that this walk had not met; it has from now on."""
        fresh = {page_key(one.url) for one in reading.named if not scope.beyond(one.url)}
        is_news = not fresh <= self._named
        self._named |= fresh
        return is_news
