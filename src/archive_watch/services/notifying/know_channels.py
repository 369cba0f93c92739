"""Take note of the channels that are configured: each begins where it is first seen.

So the first digest of an old archive tells what comes to pass from then on, and not all that ever did.
"""

from __future__ import annotations

from archive_watch.model.incident import IncidentKind
from archive_watch.services.watch import Watch
from archive_watch.storage.channels import begin_channel, channel_records, end_channel
from archive_watch.storage.incidents import close_incidents
from archive_watch.storage.transitions import newest_transition


def incident_host(channel: str) -> str:
    """What stands for the host in a channel's incident."""
    return f"notify.{channel}"


def know_channels(watch: Watch, *, let_go: bool = False) -> None:
    """Begin the channels that are new; with ``let_go`` end those that are configured no longer.

    Only the daemon lets go: another command may be run with another configuration.
    """
    wanted, known = set(watch.settings.notify), set(channel_records(watch.archive))
    gone = known - wanted if let_go else set()
    if not (wanted - known or gone):
        return
    with watch.archive.writing():
        after = newest_transition(watch.archive)
        for name in sorted(wanted - known):
            begin_channel(watch.archive, name, at=watch.now(), after=after)
        for name in sorted(gone):
            end_channel(watch.archive, name, at=watch.now())
            close_incidents(
                watch.archive,
                kind=IncidentKind.CHANNEL_FAILING,
                host=incident_host(name),
                at=watch.now(),
            )
