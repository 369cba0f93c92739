"""What a discovery begins with, and what it came to: for people, for programs, for the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from archive_watch.config.settings import Settings
from archive_watch.config.settings import StartingPoint as ConfiguredStart
from archive_watch.discover.scope import Beyond
from archive_watch.model.capture import Failure
from archive_watch.model.duration import parse_duration
from archive_watch.model.url import page_key
from archive_watch.services.add_pages import watchable

_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingPoint:
    """Where a discovery begins.  ``is_host``: with whatever the host at ``url`` names itself.

    ``is_scheme_guessed``: it was named without one, and https is tried first.  ``max_pages`` bounds
    the listing pages, ``max_sitemaps`` the sitemaps that are read at once.
    """

    url: str
    kind: str = "auto"
    is_host: bool = False
    is_scheme_guessed: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    every_seconds: int | None = None
    tags: tuple[str, ...] = ()
    max_pages: int = 50
    max_sitemaps: int = 1_000

    @property
    def key(self) -> str:
        """What its sources are kept under: of a host the same by whatever scheme it is asked."""
        return page_key(self.url) if self.is_host else self.url


@dataclass(slots=True, kw_only=True)
class SourceTold:
    """What one source came to; a listing's further pages are counted with its first.

    ``error``: why it could not be read; ``left_out``: new pages that a limit kept out.
    """

    url: str
    kind: str | None = None
    error: str | None = None
    unchanged: bool = False
    pages_read: int = 0
    named: int = 0
    in_scope: int = 0
    new: int = 0
    left_out: int = 0
    missing: int = 0
    beyond: Counter[Beyond] = field(default_factory=Counter)
    examples: dict[Beyond, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def known(self) -> int:
        """How many of the pages in scope were watched already."""
        return max(0, self.in_scope - self.new - self.left_out)

    def note_beyond(self, why: Beyond, url: str) -> None:
        """Count an address that is out of scope, and keep the first few as examples."""
        self.beyond[why] += 1
        known = self.examples.setdefault(why, [])
        if len(known) < _EXAMPLES:
            known.append(url)

    def as_json(self) -> dict[str, Any]:
        """The public shape."""
        return {
            "url": self.url,
            "kind": self.kind,
            "error": self.error,
            "unchanged": self.unchanged,
            "pages_read": self.pages_read,
            "found": self.named,
            "in_scope": self.in_scope,
            "new": self.new,
            "already_watched": self.known,
            "left_out": self.left_out,
            "no_longer_named": self.missing,
            "out_of_scope": [
                {"why": why.value, "count": count, "examples": self.examples[why]}
                for why, count in self.beyond.most_common()
            ],
            "notes": self.notes,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFound:
    """A page that is new to the watch, and the source that named it first."""

    url: str
    source: str
    lastmod: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The public shape."""
        return {"url": self.url, "source": self.source, "lastmod": self.lastmod}


@dataclass(slots=True, kw_only=True)
class StartTold:
    """What one starting point came to: ``pages`` are the new ones, ``guessed`` what was not there.

    ``failure`` is why its host gave no answer the last time that one was awaited.
    """

    start: StartingPoint
    sources: list[SourceTold] = field(default_factory=list)
    pages: list[PageFound] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    left_for_next_time: int = 0
    failure: Failure | None = None

    @property
    def was_read(self) -> bool:
        """Whether any source of it could be read."""
        return any(source.error is None for source in self.sources)

    def as_json(self) -> dict[str, Any]:
        """The public shape."""
        return {
            "start": self.start.url,
            "sources": [source.as_json() for source in self.sources],
            "not_there": self.guessed,
            "left_for_next_time": self.left_for_next_time,
            "new_pages": [page.as_json() for page in self.pages],
        }

    def counts(self) -> Mapping[str, int]:
        """What the log tells of it."""
        return {
            "sources": len(self.sources),
            "unread": sum(source.error is not None for source in self.sources),
            "found": sum(source.named for source in self.sources),
            "new": len(self.pages),
            "no_longer_named": sum(source.missing for source in self.sources),
        }


def configured_starts(settings: Settings) -> list[StartingPoint]:
    """The starting points of the configuration."""
    return [_configured(settings, one) for one in settings.discover]


def named_start(settings: Settings, url: str) -> StartingPoint:
    """The starting point at ``url`` (one of the configuration by its address), else a plain one."""
    known = [one for one in settings.discover if one.url == url]
    return _configured(settings, known[0] if known else ConfiguredStart(url=url))


def _configured(settings: Settings, one: ConfiguredStart) -> StartingPoint:
    (url,) = watchable([("", one.url)])
    parts = urlsplit(url)
    return StartingPoint(
        url=url,
        kind=one.kind,
        is_host=one.kind == "auto" and parts.path in {"", "/"} and not parts.query,
        include=one.include,
        exclude=one.exclude,
        every_seconds=int(parse_duration(one.every)) if one.every else None,
        tags=one.tags,
        max_pages=one.max_pages or settings.discovery.max_pages,
        max_sitemaps=settings.discovery.max_sitemaps,
    )
