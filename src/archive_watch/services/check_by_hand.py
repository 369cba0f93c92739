"""Check a page by hand while others work at the same archive: a fresh look, and never two at once.

The page is claimed like any other.  While another process is just on it, that is waited for.  Then
a page that was named is looked at again, unless that other look began after it was asked for; for
pages that are merely due, what the other found is as good, and is told as it was kept.
"""

from __future__ import annotations

import asyncio
import os
import uuid

from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.services.check_page import check_page
from archive_watch.services.hold_leases import Leases
from archive_watch.services.network import Network
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier, logged_visits
from archive_watch.storage.claimants import FETCH, release_dead_daemon

_POLL_SECONDS = 0.05
_POLLS_A_LOOK = 20
_BEAT_SECONDS = 5.0


class ByHand:
    """The checks of one command.  With ``force`` what another found is never enough."""

    def __init__(
        self, watch: Watch, network: Network, *, run_id: int, force: bool, fresh: bool
    ) -> None:
        self._watch = watch
        self._network = network
        self._run_id = run_id
        self._force = force
        self._fresh = fresh
        self._begun = logged_visits.latest(watch.archive)
        self._leases = Leases(watch, f"{FETCH} {os.getpid()} {uuid.uuid4().hex[:8]}")

    async def visit(self, page: WatchedPage) -> Visit:
        """The visit of ``page``, which is as it was when the command was given."""
        claim = await self._claimed(page)
        found = self._found_by_another(page, claim)
        if found is not None:
            frontier.give_back(self._watch.archive, claim)
            return found
        return await check_page(
            self._watch, self._network, claim, force=self._force, run_id=self._run_id
        )

    async def keep_leases(self) -> None:
        """Let the leases last while the checks go on; to be cancelled at their end."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            self._leases.keep()

    def close(self) -> None:
        """Give every lease back."""
        self._leases.give_back()

    async def _claimed(self, page: WatchedPage) -> WatchedPage:
        polls = 0
        while (claim := self._leases.take(page)) is None:
            await asyncio.sleep(_POLL_SECONDS)
            polls += 1
            if polls % _POLLS_A_LOOK == 0:
                release_dead_daemon(self._watch.archive)
        return claim

    def _found_by_another(self, page: WatchedPage, claim: WatchedPage) -> Visit | None:
        """What another process found meanwhile, where that will do."""
        was_under_way = page.lease_owner is not None
        if self._force or (claim.attempt == page.attempt + 1 and not was_under_way):
            return None
        found = logged_visits.since(self._watch.archive, claim, after=self._begun)
        too_early = int(was_under_way and self._fresh)
        return found[-1] if len(found) > too_early else None
