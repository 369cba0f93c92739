"""What a run of link checks learns, written down a second's worth at a time.

A transaction that lasts costs a wait for the disk, and a link costs little else.  What was not
written when the power went is due again: nothing is lost but the asking.
"""

from __future__ import annotations

import asyncio
import time

from archive_watch.model.link import LinkEvidence, LinkHealth
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, record_link_check

_EVERY_SECONDS = 1.0
_MOST_HELD = 500


class Ledger:
    """The checks of one run; ``flush`` it at the end."""

    def __init__(self, watch: Watch, run_id: int) -> None:
        self._watch = watch
        self._run_id = run_id
        self._held: list[tuple[WatchedLink, LinkEvidence, LinkHealth, str | None]] = []
        self._held_since = 0.0

    def add(
        self,
        link: WatchedLink,
        seen: LinkEvidence,
        health: LinkHealth,
        *,
        next_check_at: str | None,
    ) -> None:
        """Take one check; written within a second, if the run goes on."""
        if not self._held:
            self._held_since = time.monotonic()
        self._held.append((link, seen, health, next_check_at))
        if len(self._held) >= _MOST_HELD or time.monotonic() - self._held_since > _EVERY_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what is held, in one transaction."""
        held, self._held = self._held, []
        if not held:
            return
        with self._watch.archive.writing():
            for link, seen, health, next_check_at in held:
                record_link_check(
                    self._watch.archive,
                    link,
                    seen,
                    health,
                    run_id=self._run_id,
                    next_check_at=next_check_at,
                )

    async def keep_writing(self) -> None:
        """Write every second until cancelled, so that nothing waits for an answer that is slow."""
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            self.flush()
