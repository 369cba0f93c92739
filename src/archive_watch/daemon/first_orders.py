"""Signals that come while the daemon still starts: heard, and obeyed as soon as it can.

Reading the program's own code takes a second, on a busy machine many, and an archive of an earlier
release is brought up to date before anything is watched.  A SIGHUP of those moments would else kill
what it was to renew, in a way that a service manager takes for a clean end.  Nothing is imported
here that takes time to load.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType

INTERRUPTED = 130
_STOPS = (signal.SIGTERM, signal.SIGINT)


class FirstOrders:
    """Orders from the moment that ``listen`` is called until somebody takes them ``over``."""

    def __init__(self) -> None:
        self.stop = False
        self._reread = False
        self._hangup: Callable[[int, FrameType | None], object] | int | None = signal.SIG_DFL

    def listen(self) -> None:
        """Hear SIGTERM, SIGINT and SIGHUP from now on; the second order to stop ends the process."""
        for number in _STOPS:
            signal.signal(number, self._heard)
        self._hangup = signal.signal(signal.SIGHUP, self._heard)

    def over(self) -> tuple[bool, bool]:
        """Whether it was to stop, and whether to reread, now that another listens to signals."""
        stop, reread = self.stop, self._reread
        self.stop = self._reread = False
        return stop, reread

    def leave_hangups(self) -> None:
        """SIGHUP does what it did before; one that was heard meanwhile does it now."""
        if signal.getsignal(signal.SIGHUP) == self._heard:
            signal.signal(signal.SIGHUP, self._hangup)
            if self._reread:
                signal.raise_signal(signal.SIGHUP)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._reread = True
        elif self.stop:
            os._exit(INTERRUPTED)  # now; SQLite's log makes that safe
        else:
            self.stop = True


FIRST_ORDERS = FirstOrders()
"""The orders of this process."""
