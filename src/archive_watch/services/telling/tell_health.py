"""Whether the watch itself is well: the watch on the watch, for monitors and for people.

Silence is no sign of health: what is told is how much is covered, how late the latest page is, when
the daemon was last seen, and what stands in its way, each as a reason in words.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.duration import duration_text
from archive_watch.model.host import HostStanding
from archive_watch.model.incident import IncidentKind
from archive_watch.services.copying.regular_copies import (
    copies_folder,
    last_regular_copy,
    why_no_good_copy,
)
from archive_watch.services.telling.tell_rounds import full_round_seconds
from archive_watch.services.watch import Watch
from archive_watch.storage import answers, outbox, standing, upkeep
from archive_watch.storage.backup import Copy
from archive_watch.storage.channels import channel_records
from archive_watch.storage.chores import CONFIGURATION, ChoreRecord, chore_records
from archive_watch.storage.database import Archive
from archive_watch.storage.heartbeat import Heartbeat, last_heartbeat
from archive_watch.storage.sites import closed_hosts

_SEEN_WITHIN = timedelta(minutes=3)
_LATE = timedelta(hours=1)
_CHORE_FAILURES = 3
_MB = 1024 * 1024
_SHUT = frozenset({IncidentKind.BLOCKED_HOST, IncidentKind.UNREACHABLE_HOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """What waits to be told: how many messages wait (those being sent too), since when the oldest
    does, how many were given up; how many channels there are, and which of them take nothing."""

    waiting: int
    oldest_at: str | None
    given_up: int
    channels: int
    failing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the watch is at one moment; times are UTC text, None where never or unknown.

    ``coverage`` is the share of the scheduled pages that were checked within their interval (an
    hour late is within it); ``overdue`` those that are due for longer than that.  ``round_seconds``
    is for how long the page that waits longest was not checked (one that never was: since it was
    added), ``full_round_seconds`` what a round takes at the pace and budget of the hosts: both are
    known while anything is scheduled, before the first round and where none ends.
    """

    reasons: tuple[str, ...]
    scheduled: int
    in_time: int
    overdue: int
    oldest_due_at: str | None
    last_check_at: str | None
    round_seconds: float | None
    full_round_seconds: float | None
    daemon: Heartbeat | None
    daemon_is_alive: bool
    closed: tuple[HostStanding, ...]
    chores: tuple[ChoreRecord, ...]
    copies_folder: str | None
    last_copy: Copy | None
    disk_free_bytes: int | None
    archive_bytes: int
    log_bytes: int
    messages: Messages

    @property
    def coverage(self) -> float | None:
        """The share of pages that were checked in time; None where none is scheduled."""
        return self.in_time / self.scheduled if self.scheduled else None

    @property
    def last_copy_at(self) -> str | None:
        """The moment of the newest regular copy that is there."""
        return None if self.last_copy is None else self.last_copy.at

    def as_json(self) -> dict[str, Any]:
        """What a monitor reads, beside the rest of the status."""
        return {
            "ok": not self.reasons,
            "reasons": list(self.reasons),
            "coverage": self.coverage,
            "scheduled": self.scheduled,
            "in_time": self.in_time,
            "overdue": self.overdue,
            "oldest_due_at": self.oldest_due_at,
            "last_check_at": self.last_check_at,
            "round_seconds": self.round_seconds,
            "full_round_seconds": self.full_round_seconds,
            "daemon": self.daemon and {"alive": self.daemon_is_alive, **asdict(self.daemon)},
            "closed_hosts": [asdict(host) for host in self.closed],
            "chores": [asdict(chore) for chore in self.chores],
            "copies_folder": self.copies_folder,
            "last_copy_at": self.last_copy_at,
            "last_copy_path": self.last_copy and str(self.last_copy.path),
            "last_copy_bytes": self.last_copy and self.last_copy.size,
            "disk_free_bytes": self.disk_free_bytes,
            "archive_bytes": self.archive_bytes,
            "log_bytes": self.log_bytes,
            "messages": asdict(self.messages),
        }


def tell_health(watch: Watch) -> Health:
    """How the watch is now."""
    archive, now = watch.archive, watch.clock()
    due_at = standing.next_due_at(archive)
    waiting = standing.unchecked_since(archive)
    folder = copies_folder(watch)
    beat = last_heartbeat(archive)
    late = utc_text(now - _LATE)
    facts: dict[str, Any] = {
        "scheduled": standing.pages_scheduled(archive),
        "in_time": standing.pages_in_time(archive, due_after=late),
        "overdue": standing.pages_overdue(archive, due_before=late),
        "oldest_due_at": due_at if due_at is not None and due_at <= utc_text(now) else None,
        "last_check_at": standing.last_check_at(archive),
        "round_seconds": waiting and max(0.0, (now - parse_utc(waiting)).total_seconds()),
        "full_round_seconds": full_round_seconds(watch),
        "daemon": beat,
        "daemon_is_alive": beat is not None
        and beat.stopped_at is None
        and now - parse_utc(beat.seen_at) < _SEEN_WITHIN,
        "closed": tuple(closed_hosts(archive)),
        "chores": tuple(chore_records(archive).values()),
        "copies_folder": folder and str(folder),
        "last_copy": last_regular_copy(watch),
        "disk_free_bytes": upkeep.free_bytes(archive.path),
        "archive_bytes": upkeep.size_bytes(archive.path),
        "log_bytes": upkeep.log_bytes(archive.path),
        "messages": _messages(archive),
    }
    health = Health(reasons=(), **facts)
    return replace(health, reasons=tuple(_reasons(watch, health)))


def _messages(archive: Archive) -> Messages:
    waiting, oldest_at = outbox.waiting_messages(archive)
    records = channel_records(archive)
    counts = outbox.outbox_counts(archive)
    return Messages(
        waiting=waiting,
        oldest_at=oldest_at,
        given_up=sum(counts.get(name, {}).get("given_up", 0) for name in records),
        channels=len(records),
        failing=tuple(one.name for one in records.values() if one.failing_since is not None),
    )


def _reasons(watch: Watch, health: Health) -> list[str]:
    """What is not well, in words; the gravest first."""
    return [
        *_of_the_daemon(health),
        *_of_lateness(watch, health),
        *_of_the_disk(watch, health),
        *_of_hosts(watch),
        *_of_channels(watch),
        *_of_copies(watch, health),
        *_of_chores(watch, health),
        *_of_the_configuration(health),
    ]


def _of_the_daemon(health: Health) -> list[str]:
    beat = health.daemon
    if beat is None or beat.stopped_at is not None:
        return []
    if not health.daemon_is_alive:
        return [f"the daemon was last seen at {beat.seen_at}, and did not say that it stops"]
    told = [] if beat.trouble is None else [f"the daemon asks nothing: {beat.trouble}"]
    if beat.clock_ahead_seconds > _LATE.total_seconds() / 60:
        ahead = duration_text(beat.clock_ahead_seconds)
        told.append(f"the system's clock was set back: the daemon counts on, {ahead} ahead of it")
    return told


def _of_lateness(watch: Watch, health: Health) -> list[str]:
    """Pages that are late while nothing at all is checked: a long queue that moves is no fault."""
    late = utc_text(watch.clock() - _LATE)
    if health.oldest_due_at is None or health.oldest_due_at > late:
        return []
    if health.last_check_at is not None and health.last_check_at > late:
        return []
    last = health.last_check_at or "ever"
    return [f"pages have been due since {health.oldest_due_at}, and none was checked since {last}"]


def _of_the_disk(watch: Watch, health: Health) -> list[str]:
    least, free = watch.settings.daemon.min_free_mb, health.disk_free_bytes
    if free is None or free >= least * _MB:
        return []
    return [f"{free / _MB:,.0f} MB are free on the archive's disk, fewer than {least:g}"]


def _of_hosts(watch: Watch) -> list[str]:
    return [
        f"{incident['kind']} {incident['host']} since {incident['opened_at']}"
        for incident in answers.open_incidents(watch.archive)
        if incident["kind"] in _SHUT
    ]


def _of_channels(watch: Watch) -> list[str]:
    return [
        f"{incident['host']} takes nothing since {incident['opened_at']}: {incident['detail']}"
        for incident in answers.open_incidents(watch.archive)
        if incident["kind"] == IncidentKind.CHANNEL_FAILING
    ]


def _of_copies(watch: Watch, health: Health) -> list[str]:
    reason = why_no_good_copy(watch, health.last_copy)
    return [] if reason is None else [reason]


def _of_chores(watch: Watch, health: Health) -> list[str]:
    """Those that the configuration still wants; of copies more is told (``_of_copies``)."""
    settings = watch.settings
    wanted = {
        "ping": settings.daemon.ping,
        "discovery": settings.discover,
        "fold": settings.retention.fold_unchanged_after,
        "tell": settings.notify,
        "index": True,
    }
    return [
        f"the chore {one.name} failed {one.failures} times in a row: {one.last_error}"
        for one in health.chores
        if one.failures >= _CHORE_FAILURES and wanted.get(one.name)
    ]


def _of_the_configuration(health: Health) -> list[str]:
    return [
        f"the configuration as it is now is not used, an earlier one is: {one.last_error}"
        for one in health.chores
        if one.name == CONFIGURATION and one.failures
    ]
