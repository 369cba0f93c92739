"""The pulse: what the loop that claims pages does each time that it comes round.

It shows that it lives (to systemd, to /healthz, in the archive), and looks whether the world is as
it was: the clock, the archive's file, the room on its disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from archive_watch.daemon.steady_clock import ClockSteps, SteadyClock
from archive_watch.daemon.systemd import Systemd
from archive_watch.daemon.troubles import Troubles
from archive_watch.daemon.vitals import Vitals
from archive_watch.errors import ArchiveError, ArchiveLocked, ArchiveMoved, NotWritable
from archive_watch.model.clock import utc_text
from archive_watch.services.watch import Watch
from archive_watch.storage import heartbeat
from archive_watch.storage.clock_jumps import shift_plans
from archive_watch.storage.frontier import extend_leases
from archive_watch.storage.upkeep import file_identity, log_identity

_HEARTBEAT_EVERY = timedelta(minutes=1)
_LEASE_SLACK = timedelta(minutes=10)
_LONG_WAIT_SECONDS = 5.0
_FIRST_TICK_RAN = 3  # turns: the loop comes round, claims, and comes round again
_log = structlog.get_logger()


class Pulse:
    """The pulse of one daemon, whatever configuration it works by."""

    def __init__(
        self,
        watch: Watch,
        *,
        clock: SteadyClock,
        manager: Systemd,
        vitals: Vitals,
        owner: str,
    ) -> None:
        self.troubles = Troubles(watch.archive.path)
        self.vitals = vitals
        self._archive = watch.archive
        self._clock = clock
        self._manager = manager
        self._owner = owner
        self._file = file_identity(watch.archive.path)
        self._log = log_identity(watch.archive.path)
        self._least_mb = 0.0
        self._lease = _LEASE_SLACK
        self._turns = 0
        self._has_begun = False
        self._wake: Callable[[], None] = lambda: None
        self._shown: tuple[datetime, str | None] | None = None

    def take_up(self, watch: Watch, *, wake: Callable[[], None]) -> None:
        """A stretch of watching begins; ``wake`` lets its loops come round at once."""
        if self._archive.gate is not None:
            self._archive.gate.while_waiting = self._waits
        self._least_mb = watch.settings.daemon.min_free_mb
        self._lease = timedelta(seconds=watch.settings.fetch.deadline_seconds) + _LEASE_SLACK
        self._wake = wake
        self._turns = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing keeps the daemon from asking."""
        return self.troubles.told is None

    def has_ticked(self) -> bool:
        """Whether the first tick of this stretch of watching ran."""
        return self._turns >= _FIRST_TICK_RAN

    def may_ask(self) -> bool:
        """Whether pages may be claimed now; after a trouble that is tried out first."""
        if not self.troubles.may_ask:
            return False
        if not self.is_well:
            try:
                self._write(utc_text(self._clock()))
            except (ArchiveError, NotWritable) as error:
                self.met(error)
                return False
            self.troubles.well()
        return True

    def beat(self) -> None:
        """The loop has come round.  Raises ArchiveMoved."""
        self.vitals.beat_at = self.vitals.monotonic()
        self._manager.alive()
        with suppress(OSError):  # what cannot be told is no move; who cannot write finds out
            self._look_at_file()
        self._look_at_clock()
        self.troubles.look_for_room(least_mb=self._least_mb)
        self._turns += 1
        if self._turns == _FIRST_TICK_RAN:
            self._is_ready()
        self._show()

    def progressed(self) -> None:
        """A round ended well, or a check was made; the first is kept at the next turn."""
        if self.vitals.progressed_at is None:
            self._shown = None
        self.vitals.progressed_at = utc_text(self._clock())
        self.troubles.well()

    def met(self, error: ArchiveError | NotWritable) -> None:
        """The archive could not be used."""
        self.troubles.met(error)
        if isinstance(error, ArchiveLocked):  # that is not to be waited for once more
            self._say(self.troubles.told)
        else:
            self._show()

    def _waits(self, seconds: float) -> None:
        """Another process writes: that is no hanging, but it is told where it takes long."""
        self.vitals.beat_at = self.vitals.monotonic()
        self._manager.alive()
        if seconds > _LONG_WAIT_SECONDS:
            self._say(f"another process has been writing to the archive for {seconds:.0f} s")

    def _is_ready(self) -> None:
        self.vitals.first_tick_ran = True
        self._manager.ready()

    def _look_at_file(self) -> None:
        if file_identity(self._archive.path) != self._file:
            raise ArchiveMoved(
                f"{self._archive.path} was moved, removed or replaced while it was watched",
                remedy="what was acknowledged is in the file that was there before (and in its -wal"
                " beside it); put the right one in its place, then start again",
            )
        if log_identity(self._archive.path) != self._log:
            raise ArchiveMoved(
                f"the log beside {self._archive.path} (-wal, -shm) was removed or replaced while the"
                " archive was watched",
                remedy="what was acknowledged is taken into the archive itself as this watch ends;"
                " leave those files alone, then start again",
            )

    def _look_at_clock(self) -> None:
        steps = self._clock.look()
        self.vitals.clock_ahead_seconds = self._clock.ahead.total_seconds()
        if not steps.is_notable:
            return
        _tell(steps, ahead_seconds=self.vitals.clock_ahead_seconds)
        now = self._clock()
        try:
            if steps.jumped_back:
                by = abs(steps.set_by.total_seconds())
                shift_plans(self._archive, seconds=by, now=utc_text(now))
            extend_leases(self._archive, owner=self._owner, until=utc_text(now + self._lease))
        except (ArchiveError, NotWritable) as error:
            self.troubles.met(error)
        self._wake()

    def _show(self) -> None:
        """Tell the service manager and the archive how it is, when that is news or once a minute."""
        self._say(self.troubles.told)
        now = self._clock()
        told = self._shown is not None and self._shown[1] == self.vitals.trouble
        if told and self._shown is not None and now - self._shown[0] < _HEARTBEAT_EVERY:
            return
        self._shown = (now, self.vitals.trouble)
        try:
            self._write(utc_text(now))
        except (ArchiveError, NotWritable) as error:
            if self.is_well:
                self.troubles.met(error)
                self.vitals.trouble = self.troubles.told

    def _say(self, trouble: str | None) -> None:
        self.vitals.trouble = trouble
        self._manager.status(trouble or "watching")

    def _write(self, at: str) -> None:
        if not self._has_begun:
            heartbeat.begin_heartbeat(self._archive, pid=os.getpid(), at=at)
            self._has_begun = True
        heartbeat.beat(
            self._archive,
            at=at,
            progressed_at=self.vitals.progressed_at,
            trouble=self.vitals.trouble,
            clock_ahead_seconds=self.vitals.clock_ahead_seconds,
        )


def _tell(steps: ClockSteps, *, ahead_seconds: float) -> None:
    if steps.set_by < timedelta(0):
        consequence = (
            "plans made by it were brought forward"
            if steps.jumped_back
            else "time is counted on, at half speed until the system's has caught up"
        )
        _log.warning(
            "the system's clock was set back",
            seconds=round(-steps.set_by.total_seconds()),
            ahead_seconds=round(ahead_seconds),
            consequence=consequence,
        )
    elif steps.set_by > timedelta(0):
        seconds = round(steps.set_by.total_seconds())
        _log.warning("the system's clock was set forward", seconds=seconds)
    if steps.slept > timedelta(seconds=1):
        _log.warning("the machine slept", seconds=round(steps.slept.total_seconds()))
