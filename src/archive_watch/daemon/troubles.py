"""What keeps the daemon from asking: no room on the disk, an archive that cannot be written.

While it lasts nothing is claimed; it is tried again, at first after seconds and then each minute,
and ends by itself.  Nothing is half done: a check is one transaction.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import structlog

from archive_watch.errors import ArchiveLocked, ArchiveWatchError
from archive_watch.storage.upkeep import free_bytes

_FIRST_REST_SECONDS = 5.0
_LONGEST_REST_SECONDS = 60.0
_MB = 1024 * 1024
_log = structlog.get_logger()


class Troubles:
    """The troubles of one archive at ``path``."""

    def __init__(self, path: Path, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._monotonic = monotonic
        self._no_room: str | None = None
        self._no_writing: str | None = None
        self.no_network: str | None = None
        self._rest_seconds = 0.0
        self._rests_until = float("-inf")

    @property
    def told(self) -> str | None:
        """What is the matter, in words; None: nothing."""
        return self._no_room or self._no_writing or self.no_network

    @property
    def may_ask(self) -> bool:
        """Whether pages may be claimed now, if only to try again."""
        return self._no_room is None and self._monotonic() >= self._rests_until

    def look_for_room(self, *, least_mb: float) -> None:
        """See whether the archive's disk has room."""
        free = free_bytes(self._path)
        lacks = free is not None and free < least_mb * _MB
        if lacks and self._no_room is None:
            assert free is not None
            self._no_room = (
                f"{free / _MB:,.0f} MB are free on the archive's disk,"
                f" fewer than [daemon] min_free_mb = {least_mb:g}"
            )
            _log.error("nothing is asked until there is room", trouble=self._no_room)
        elif not lacks and self._no_room is not None:
            self._no_room = None
            _log.info("there is room again")

    def met(self, error: ArchiveWatchError) -> None:
        """The archive could not be written; who is locked out tries again at the next tick."""
        self._no_writing = error.message
        if not isinstance(error, ArchiveLocked):
            self._rest_seconds = min(
                _LONGEST_REST_SECONDS, max(_FIRST_REST_SECONDS, 2 * self._rest_seconds)
            )
            self._rests_until = self._monotonic() + self._rest_seconds
        _log.error(
            "the round was cut short; it is tried again",
            error=error.message,
            rest_seconds=self._rest_seconds,
        )

    def well(self) -> None:
        """The archive could be written."""
        if self._no_writing is not None:
            _log.info("the archive can be written again")
        self._no_writing = None
        self._rest_seconds = 0.0
