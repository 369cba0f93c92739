"""The network as the services use it: one fetcher, and the manners that it asks with."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from archive_watch.config import Settings
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.settings import FetchSettings
from archive_watch.services.ask_politely import Manners, Timer
from archive_watch.services.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A fetcher and its manners; made by ``open_network``, closed with it."""

    fetcher: Fetcher
    manners: Manners


@asynccontextmanager
async def open_network(
    watch: Watch,
    *,
    floor_seconds: float | None = None,
    deadline_seconds: float | None = None,
    timer: Timer | None = None,
) -> AsyncGenerator[Network, None]:
    """The network for one round of work; links have a floor and a deadline of their own."""
    floor = watch.settings.fetch.min_delay_seconds if floor_seconds is None else floor_seconds
    async with Fetcher(
        fetch_settings(watch.settings, deadline_seconds=deadline_seconds)
    ) as fetcher:
        manners = Manners(watch, fetcher, floor_seconds=floor, timer=timer)
        yield Network(fetcher=fetcher, manners=manners)


def fetch_settings(settings: Settings, *, deadline_seconds: float | None = None) -> FetchSettings:
    """The configuration as the fetch door takes it."""
    given = settings.fetch
    return FetchSettings(
        contact=given.contact,
        user_agent=given.user_agent,
        proxy=given.proxy,
        deadline_seconds=deadline_seconds or given.deadline_seconds,
        max_bytes=given.max_bytes,
        max_redirects=given.max_redirects,
        allow_networks=given.allow_networks,
        connect_to=given.connect_to,
    )
