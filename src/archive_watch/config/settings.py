"""Every option, its default, and what it means.

The sentence in each field's metadata is the option's documentation: the commented configuration
file and ``docs/configuration.md`` are generated from it.  Lengths of time are written as text
(``12h``) and held in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive_watch.config.channels import ChannelSettings
from archive_watch.model.duration import parse_duration


def _option(default: Any, meaning: str) -> Any:
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata={"meaning": meaning})
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """Where the archive is."""

    database: str = _option(
        "", "The database file, relative to this project; empty: db/archive.db, where db/ exists."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How pages are asked for."""

    contact: str = _option(
        "", "Your e-mail or web address, sent with every request. Needed before any page is asked."
    )
    user_agent: str = _option(
        "", "What we call ourselves; empty: archive-watch with its version and your contact."
    )
    proxy: str = _option("", "A proxy to go through; empty: none. Proxy variables are ignored.")
    min_delay_seconds: float = _option(
        5.0, "The least seconds between two requests to a host; 0 only for hosts in allow_networks."
    )
    deadline_seconds: float = _option(60.0, "Seconds that one page may take, redirects included.")
    max_bytes: int = _option(20 * 1024 * 1024, "The largest body that is taken, in bytes.")
    max_redirects: int = _option(10, "Redirects that are followed.")
    allow_networks: tuple[str, ...] = _option(
        (), "Private networks that may be asked, on any port, such as 127.0.0.0/8."
    )
    full_read_every: int = _option(
        10, "Every so many checks of a page are unconditional: servers lie about 'not modified'."
    )
    exclude_content_types: tuple[str, ...] = _option(
        (), "Content types that are not kept, such as video/mp4 or image/*."
    )
    connect_to: Mapping[str, str] = _option(
        {}, "Where to connect for a host, as curl's --connect-to: HOST = 'ADDRESS:PORT'."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSettings:
    """When pages are asked for."""

    every: str = _option(
        "24h", "How often a page is checked at most; more seldom where its host's budget is small."
    )
    tick_seconds: float = _option(
        5.0, "How often the daemon looks for what is due: pages, links, chores."
    )
    budget_per_host_per_day: int = _option(
        0, "The most requests for a host's pages in 24 hours; 0: as many as the delay allows."
    )
    workers: int = _option(8, "How many hosts are asked side by side.")

    @property
    def every_seconds(self) -> int:
        """``every`` in seconds."""
        return int(parse_duration(self.every))


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonSettings:
    """The daemon itself: how its health is told, and how it stops."""

    listen: str = _option(
        "127.0.0.1:8765", "Where /healthz, /readyz and /metrics answer; empty: nowhere."
    )
    grace_seconds: float = _option(
        25.0, "Seconds that checks under way are given to finish when the daemon is told to stop."
    )
    min_free_mb: float = _option(
        64.0, "Nothing is asked while less than this is free on the archive's disk, in MB."
    )
    ping: str = _option(
        "", "An address that is asked after good progress, as a dead man's switch; empty: none."
    )
    ping_every: str = _option("5m", "How often the ping is sent, at most.")

    @property
    def ping_every_seconds(self) -> int:
        """``ping_every`` in seconds."""
        return int(parse_duration(self.ping_every))


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """The regular copies of the archive."""

    folder: str = _option(
        "", "Where the daemon puts copies, relative to the database's folder; empty: it makes none."
    )
    every: str = _option("24h", "How often a copy is made.")
    keep: int = _option(7, "The days of which the newest copy is kept.")
    keep_weeks: int = _option(4, "The weeks of which the newest copy is kept beside those.")

    @property
    def every_seconds(self) -> int:
        """``every`` in seconds."""
        return int(parse_duration(self.every))


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSettings:
    """How much room old checks take."""

    fold_unchanged_after: str = _option(
        "", "Checks that found nothing new are folded into few rows after so long; empty: never."
    )

    @property
    def fold_unchanged_after_seconds(self) -> int | None:
        """``fold_unchanged_after`` in seconds; None: never."""
        after = self.fold_unchanged_after
        return int(parse_duration(after)) if after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """The life of pages."""

    confirm_removed_checks: int = _option(
        2,
        "How many checks in a row must see a page gone before it is called removed; a new number is"
        " taken up for the past too.",
    )
    silent_after_days: int = _option(
        30, "Pages that were not read for more days than this are told as not watched; 0: never."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSettings:
    """How links are checked."""

    enabled: bool = _option(True, "Whether the daemon checks links.")
    min_delay_seconds: float = _option(
        1.0,
        "Seconds between two link checks on a host; of a watched one, those of [fetch] if more.",
    )
    deadline_seconds: float = _option(30.0, "Seconds that one link may take.")
    recheck_after: str = _option(
        "7d", "How long a good link is left alone at first; later half as long again, up to 30d."
    )
    confirm_checks: int = _option(
        2,
        "The fewest checks that prove a link dead; each kind of failure has its own number, and days.",
    )
    areas: tuple[str, ...] = _option(("body",), "Which links are checked: body, related.")
    exclude: tuple[str, ...] = _option((), "Addresses never asked, with * and ? as wildcards.")
    repairs: bool = _option(
        True, "Whether the daemon looks for where the documents of broken links are now."
    )
    memento: str = _option(
        "",
        "A web archive to look for copies in, such as https://web.archive.org/web/; empty: none is"
        " asked.",
    )

    @property
    def recheck_after_seconds(self) -> int:
        """``recheck_after`` in seconds."""
        return int(parse_duration(self.recheck_after))


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverySettings:
    """How the daemon looks for new pages, at the [[discover]] starting points."""

    every: str = _option("24h", "How often the daemon reads the starting points again.")
    max_pages: int = _option(
        50, "How many listing pages of a starting point are read at once; the next time goes on."
    )
    max_sitemaps: int = _option(1_000, "How many sitemaps of a starting point are read at once.")

    @property
    def every_seconds(self) -> int:
        """``every`` in seconds."""
        return int(parse_duration(self.every))


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A page to watch; one [[watch]] table each."""

    url: str = _option("", "The page's address.")
    every: str = _option("", "How often to check it; empty: as the schedule says.")
    tags: tuple[str, ...] = _option((), "Words to find it by.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingPoint:
    """Where discovery begins; one [[discover]] table each."""

    url: str = _option("", "A sitemap, a feed, a listing page or a home page.")
    kind: str = _option("auto", "What it is: auto, sitemap, feed, listing.")
    include: tuple[str, ...] = _option(
        (), "Only addresses that begin so, such as /press/ or /*/remarks/; empty: all of its hosts."
    )
    exclude: tuple[str, ...] = _option((), "No addresses that begin so; * and ? are wildcards.")
    every: str = _option("", "How often to check the pages found; empty: as the schedule says.")
    tags: tuple[str, ...] = _option((), "Words to find the pages by.")
    max_pages: int = _option(0, "How many listing pages are read at once; 0: as [discovery] says.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings:
    """The archive in the browser."""

    check_now: bool = _option(
        False, "Readers whom you permit may ask for a check; off, the pages can only be read."
    )
    hosts: tuple[str, ...] = _option(
        (), "Names under which it is asked for beside this machine's own, as of a proxy; * is any."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole configuration."""

    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    schedule: ScheduleSettings = field(default_factory=ScheduleSettings)
    daemon: DaemonSettings = field(default_factory=DaemonSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    backup: BackupSettings = field(default_factory=BackupSettings)
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    pages: PageSettings = field(default_factory=PageSettings)
    links: LinkSettings = field(default_factory=LinkSettings)
    discovery: DiscoverySettings = field(default_factory=DiscoverySettings)
    notify: Mapping[str, ChannelSettings] = field(default_factory=dict)
    watch: tuple[Watched, ...] = ()
    discover: tuple[StartingPoint, ...] = ()
