"""The daemon's time: the system's, but it never runs backwards.

History is ordered by the time of its observations, and a page is due by the clock: a system clock
that is set back would put new checks before old ones and leave every page alone until it has caught
up.  So when it is set back (by up to a day: a wrong time zone, a guest that was put to sleep), time
is counted on from where it was, at half speed until the system's has caught up.  When it is set back
further than that it was far ahead before, and is followed: ``jumped_back`` says so, for whoever
planned by it.  A step forward is followed at once; so is the time that the machine slept.

``elapsed`` counts seconds that nobody can set and that go on while the machine sleeps; ``awake``
those of them in which it was awake.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive_watch.model.clock import Clock, system_clock

_COUNTED_ON = timedelta(hours=25)
_SLACK = timedelta(seconds=1)
_NOTABLE = timedelta(seconds=30)
_HALF = 0.5
_NOTHING = timedelta(0)


def _boot_seconds() -> float:
    number = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if number is None else time.clock_gettime(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSteps:
    """What became of the clock since it was last looked at.

    ``set_by`` is how far the system's clock was set (below 0: back), ``slept`` how long the machine
    did, ``jumped_back`` whether time went back with it.
    """

    set_by: timedelta
    slept: timedelta
    jumped_back: bool

    @property
    def is_notable(self) -> bool:
        """Whether anybody should hear of it."""
        return abs(self.set_by) > _NOTABLE or self.slept > _NOTABLE


class SteadyClock:
    """A clock for one daemon; ``not_before`` is the latest moment that was ever written."""

    def __init__(
        self,
        *,
        wall: Clock = system_clock,
        elapsed: Callable[[], float] = _boot_seconds,
        awake: Callable[[], float] = time.monotonic,
        not_before: datetime | None = None,
    ) -> None:
        self._wall, self._elapsed, self._awake = wall, elapsed, awake
        self._at, self._last = elapsed(), wall()
        self._ahead = self._set_by = _NOTHING
        self._jumped_back = False
        self._looked_at, self._looked_awake = self._at, awake()
        if not_before is not None and self._last < not_before:
            self._went_back(not_before, self._last - not_before)

    def __call__(self) -> datetime:
        """The present."""
        at, wall = self._elapsed(), self._wall()
        passed = timedelta(seconds=max(0.0, at - self._at))
        expected = self._last + passed
        step = wall + self._ahead - expected
        self._at = at
        if step < -_SLACK:
            self._went_back(expected, step)
        else:
            self._came_forward(step, passed)
            self._last = max(self._last, wall + self._ahead)
        return self._last

    @property
    def ahead(self) -> timedelta:
        """How far this clock is ahead of the system's."""
        return self._ahead

    def look(self) -> ClockSteps:
        """What became of the clock since the last look."""
        self()
        at, awake = self._elapsed(), self._awake()
        slept = timedelta(seconds=(at - self._looked_at) - (awake - self._looked_awake))
        steps = ClockSteps(set_by=self._set_by, slept=slept, jumped_back=self._jumped_back)
        self._looked_at, self._looked_awake = at, awake
        self._set_by, self._jumped_back = _NOTHING, False
        return steps

    def _went_back(self, expected: datetime, step: timedelta) -> None:
        self._set_by += step
        ahead = self._ahead - step
        if ahead <= _COUNTED_ON:
            self._ahead, self._last = ahead, expected
        else:
            self._ahead, self._last, self._jumped_back = _NOTHING, self._wall(), True

    def _came_forward(self, step: timedelta, passed: timedelta) -> None:
        """A step forward first ends what this clock is ahead by; so does time, at half speed."""
        if step > _SLACK:
            self._set_by += step
            self._ahead = max(_NOTHING, self._ahead - step)
        self._ahead = max(_NOTHING, self._ahead - passed * _HALF)
