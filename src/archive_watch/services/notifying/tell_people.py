"""One round of telling: know the channels, make what is due, send what waits."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable

from archive_watch.config import Settings
from archive_watch.services.asking.network import Network
from archive_watch.services.notifying.compose_messages import (
    are_alerts_due,
    compose_messages,
    digest_due_at,
)
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.services.notifying.open_doors import Outside
from archive_watch.services.notifying.send_messages import may_send, send_messages
from archive_watch.services.watch import Watch
from archive_watch.storage.channels import channel_records

_AGAIN_SECONDS = 5.0


async def _pause() -> None:
    await asyncio.sleep(_AGAIN_SECONDS)


def tells_every(settings: Settings) -> float | None:
    """Seconds between two rounds of telling: whenever there is anything to tell.

    Also where nobody is to be told, so that a channel that is configured no longer is let go.
    """
    del settings
    return 0.0


def is_anything_to_tell(watch: Watch) -> bool:
    """Whether a round would do anything: a few rows are read for it."""
    records = channel_records(watch.archive)
    if set(records) != set(watch.settings.notify):
        return True
    return any(
        may_send(watch, record)
        or are_alerts_due(watch, given, record)
        or digest_due_at(watch, given, record) is not None
        for name, record in records.items()
        for given in (watch.settings.notify[name],)
    )


async def tell_people(
    watch: Watch,
    network: Network,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    pause: Callable[[], Awaitable[object]] = _pause,
) -> int:
    """One round, as the daemon makes it; how many messages were taken.

    While a channel takes its time, what is due for the others is made after each ``pause``.
    """

    async def meanwhile() -> None:
        await pause()
        await compose_messages(watch)

    know_channels(watch, let_go=True)
    await compose_messages(watch)
    outside = outside_of(watch, network)
    return await send_messages(watch, outside, should_stop=should_stop, meanwhile=meanwhile)


def outside_of(watch: Watch, network: Network) -> Outside:
    """What the doors need of the world; paths begin at the archive's folder."""
    return Outside(
        fetcher=network.fetcher,
        environ=os.environ,
        folder=watch.archive.path.parent,
        now=watch.clock,
    )
