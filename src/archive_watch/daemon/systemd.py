"""What systemd is told of the daemon (sd_notify(3)): ready, reloading, stopping, alive.

A datagram to the socket that the service manager names in ``$NOTIFY_SOCKET``, a path or (with @) a
name in the abstract namespace; nothing without it.  ``WATCHDOG=1`` is sent by the loop that claims
pages and by nothing else: when that hangs, the service is started anew.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Mapping

from archive_watch.report.visible import one_line, visible

_ALIVE_EVERY_SECONDS = 1.0
_SLACK_SECONDS = 60.0


class Systemd:
    """Tells the service manager, where there is one."""

    def __init__(self, environ: Mapping[str, str], *, pid: int | None = None) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._has_watchdog = _is_for_us(environ, os.getpid() if pid is None else pid)
        self._told_alive = float("-inf")
        self._status = ""
        self._is_rereading = False
        self.caveat: str | None = None

    def ready(self) -> None:
        """The daemon works, or works again by a new configuration."""
        if not self._is_rereading:
            self._tell("READY=1")

    def starts_later(self, told: str, *, seconds: float) -> None:
        """It is not ready yet, and is to be waited for so many seconds more."""
        self._tell(f"EXTEND_TIMEOUT_USEC={int((seconds + _SLACK_SECONDS) * 1_000_000)}")
        self.status(told)

    def reloading(self) -> None:
        """A new configuration is being read; the first ``ready`` after ``has_reread`` ends it."""
        self._is_rereading = True
        self._tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1_000}")

    def has_reread(self) -> None:
        """The new configuration was read, and taken up or refused: it may be ready again.

        What the work by the old one comes to meanwhile is no word on the new one.
        """
        self._is_rereading = False

    def stopping(self) -> None:
        """The daemon was told to stop."""
        self._tell("STOPPING=1")

    def status(self, told: str) -> None:
        """How it is, in a line for people, with the ``caveat``; told only when it is another."""
        told = "; ".join(filter(None, (told, self.caveat)))
        if told != self._status:
            self._status = told
            self._tell(f"STATUS={one_line(visible(told))}")

    def alive(self) -> None:
        """The loop that claims pages has come round."""
        now = time.monotonic()
        if self._has_watchdog and now - self._told_alive >= _ALIVE_EVERY_SECONDS:
            self._told_alive = now
            self._tell("WATCHDOG=1")

    def _tell(self, *lines: str) -> None:
        if not self._address:
            return
        # It may have gone away, or be slow: that is no matter of ours.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.setblocking(False)
            told.connect(self._address)
            told.send("\n".join(lines).encode())


def _is_for_us(environ: Mapping[str, str], pid: int) -> bool:
    """Whether a watchdog waits for this process (sd_watchdog_enabled(3))."""
    wanted = environ.get("WATCHDOG_PID", str(pid))
    usec = environ.get("WATCHDOG_USEC", "")
    return wanted == str(pid) and usec.isascii() and usec.isdigit() and int(usec) > 0
