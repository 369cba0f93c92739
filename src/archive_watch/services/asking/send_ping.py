"""The dead man's ping: an address that hears from the watch while it makes progress.

It goes through the guarded network like every request, so the address rules hold; robots.txt and
the pace are not asked, since it is the operator's own.  When it stays away, whoever listens there
knows that the watch has died, hangs, or is cut off: that silence is the message.
"""

from __future__ import annotations

from datetime import timedelta

from archive_watch.config import Settings
from archive_watch.errors import NothingReadable
from archive_watch.fetch.permit import free_permit
from archive_watch.model.clock import parse_utc
from archive_watch.services.asking.network import Network
from archive_watch.services.watch import Watch
from archive_watch.storage.heartbeat import last_heartbeat

_DEADLINE_SECONDS = 10.0
_ENOUGH_BYTES = 4096
_PROGRESS_WITHIN = timedelta(minutes=10)


def ping_every(settings: Settings) -> float | None:
    """Seconds between two pings; None: there is nobody to hear them."""
    return settings.daemon.ping_every_seconds if settings.daemon.ping else None


async def send_ping(watch: Watch, network: Network) -> None:
    """Send one, if the watch made progress lately.

    Raises NothingReadable when it did not, or when nobody took the ping.
    """
    beat = last_heartbeat(watch.archive)
    at = None if beat is None else beat.progressed_at
    if at is None or watch.clock() - parse_utc(at) > _PROGRESS_WITHIN:
        raise NothingReadable(f"no ping was sent: the last progress was at {at or 'no time'}")
    response = await network.fetcher.get(
        watch.settings.daemon.ping,
        permit=free_permit,
        accept_limit_bytes=_ENOUGH_BYTES,
        body_is_optional=True,
        deadline_seconds=_DEADLINE_SECONDS,
    )
    if response.refusal is not None:
        raise NothingReadable(f"the ping was not taken: {response.refusal.failure.value}")
    if response.status is None or response.status >= 400:
        raise NothingReadable(f"the ping was answered {response.status}")
