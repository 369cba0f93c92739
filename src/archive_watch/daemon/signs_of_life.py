"""Signs of life in the archive, once a minute, so that a round that was killed can be told as such."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive_watch.services.watch import Watch
from archive_watch.storage import heartbeat

EVERY = timedelta(minutes=1)


class SignsOfLife:
    """Those of ``run --once``, which has no other pulse."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._shown_at: datetime = watch.clock()

    def show(self) -> None:
        """Write one, unless the last one is young."""
        now = self._watch.clock()
        if now - self._shown_at < EVERY:
            return
        self._shown_at = now
        self._beat(progressed_at=None)

    def progressed(self) -> None:
        """Write that the round made progress: a dead man's ping is sent by that."""
        self._beat(progressed_at=self._watch.now())

    def _beat(self, *, progressed_at: str | None) -> None:
        heartbeat.beat(
            self._watch.archive,
            at=self._watch.now(),
            progressed_at=progressed_at,
            trouble=None,
            clock_ahead_seconds=0.0,
        )
