"""Repairs as a chore of the daemon: a few links at a time, so that other chores are not kept waiting."""

from __future__ import annotations

from datetime import timedelta

import structlog

from archive_watch.config import Settings
from archive_watch.services.asking.network import Network
from archive_watch.services.repairing.choose_links import choose_links
from archive_watch.services.repairing.repair_links import repair_links
from archive_watch.services.watch import Watch

_EVERY_SECONDS = 900.0
_MOST_LINKS = 50
_LONGEST = timedelta(minutes=5)
_log = structlog.get_logger()


def repairs_every(settings: Settings) -> float | None:
    """The seconds from one round of repairs to the next; None: links, or repairs, are off."""
    wanted = settings.links.enabled and settings.links.repairs
    return max(_EVERY_SECONDS, settings.schedule.tick_seconds) if wanted else None


async def repair_regularly(watch: Watch, network: Network) -> None:
    """Look for the documents of links that are due, for five minutes or for fifty links."""
    ends = watch.clock() + _LONGEST
    found = await repair_links(
        watch,
        network.for_links(watch).heeding_holds(),
        choose_links(watch, limit=_MOST_LINKS),
        should_stop=lambda: watch.clock() >= ends,
    )
    repaired = sum(sought.repair is not None for sought in found)
    requests = sum(sought.requests for sought in found)
    _log.info("links repaired", looked_for=len(found), repaired=repaired, requests=requests)
