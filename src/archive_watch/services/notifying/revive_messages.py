"""Try again what was not taken, when the operator says that the channel works now; or drop it."""

from __future__ import annotations

from archive_watch.model.incident import IncidentKind
from archive_watch.services.notifying.know_channels import incident_host
from archive_watch.services.watch import Watch
from archive_watch.storage.channels import channel_records, wake_channel
from archive_watch.storage.incidents import close_incidents
from archive_watch.storage.outbox import drop_given_up, try_again


def revive_messages(watch: Watch, channel: str | None) -> int:
    """Let the messages that wait or were given up be sent now, of one channel or of all; how many."""
    with watch.archive.writing():
        count = try_again(watch.archive, channel, now=watch.now())
        _forget_failures(watch, channel)
    return count


def drop_messages(watch: Watch, channel: str | None) -> int:
    """Think no more of the messages that were given up, of one channel or of all; how many."""
    with watch.archive.writing():
        count = drop_given_up(watch.archive, channel)
        _forget_failures(watch, channel)
    return count


def _forget_failures(watch: Watch, channel: str | None) -> None:
    names = list(channel_records(watch.archive)) if channel is None else [channel]
    for name in names:
        wake_channel(watch.archive, name)
        close_incidents(
            watch.archive,
            kind=IncidentKind.CHANNEL_FAILING,
            host=incident_host(name),
            at=watch.now(),
        )
