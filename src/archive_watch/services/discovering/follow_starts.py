"""Follow the configured starting points, as the daemon does: what is new there is watched.

Whoever says "not modified" is believed for a week; hosts that want to be left alone are.  What could
not be read is kept with its source and logged; when nothing could be, that is raised.
"""

from __future__ import annotations

import structlog

from archive_watch.config import Settings
from archive_watch.errors import NothingReadable
from archive_watch.services.asking.network import Network
from archive_watch.services.discovering.discover_site import discover
from archive_watch.services.discovering.discovered import StartTold, configured_starts
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.watch import Watch

_log = structlog.get_logger()


def follow_every(settings: Settings) -> float | None:
    """The seconds between two readings of the starting points; None: there are none."""
    return settings.discovery.every_seconds if settings.discover else None


async def follow_starts(watch: Watch, network: Network) -> None:
    """Read every configured starting point once.

    Raises CallerError when no contact is set, NothingReadable when none of them could be read.
    """
    starts = configured_starts(watch.settings)
    told = await discover(
        watch, network.heeding_holds(), starts, Rules(spread=True), conditional=True
    )
    for one in told:
        _tell(one)
    if told and not any(one.was_read for one in told):
        faults = [f"{s.url}: {s.error}" for one in told for s in one.sources if s.error]
        raise NothingReadable(f"no starting point could be read: {'; '.join(faults[:3])}")


def _tell(told: StartTold) -> None:
    for source in told.sources:
        if source.error is not None:
            _log.warning("a source of pages could not be read", url=source.url, error=source.error)
        for note in source.notes:
            _log.info("a source of pages has faults", url=source.url, fault=note)
    _log.info("discovered", start=told.start.url, **told.counts())
