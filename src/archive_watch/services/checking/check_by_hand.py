"""Check a page by hand while others work at the same archive: a fresh look, and never two at once.

The page is claimed like any other.  While another process is just on it, that is waited for.  Then
a page that was named is looked at again, unless that other look began after it was asked for; for
pages that are merely due, what the other found is as good, and is told as it was kept.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from dataclasses import replace

from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.check_page import check_page
from archive_watch.services.checking.hold_leases import Leases
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier, logged_visits
from archive_watch.storage.claimants import FETCH, release_dead_daemon
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.versions import current_version

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
        self._begun_at = watch.now()
        self._under_way = frontier.pages_under_way(watch.archive)
        self._leases = Leases(watch, f"{FETCH} {os.getpid()} {uuid.uuid4().hex[:8]}")

    async def visit(self, page_id: int) -> Visit:
        """The visit of one page."""
        claim = await self._claimed(page_id)
        found = self._found_by_another(claim)
        if found is not None:
            frontier.give_back(self._watch.archive, claim)
            return found
        return await check_page(
            self._watch, self._network, claim, force=self._force, run_id=self._run_id
        )

    def left_alone(self, page_id: int, like: Visit) -> Visit:
        """What is to be told of a page whose host is left alone, ``like`` another page of it."""
        page = page_by_id(self._watch.archive, page_id)
        current = current_version(self._watch.archive, page_id)
        version = None if current is None else current.number
        found = self._found_by_another(page)
        return found or replace(like, url=page.url, final_url=page.url, version=version)

    async def keep_leases(self) -> None:
        """Let the leases last while the checks go on; to be cancelled at their end."""
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            self._leases.keep()

    def close(self) -> None:
        """Give every lease back."""
        self._leases.give_back()

    async def _claimed(self, page_id: int) -> WatchedPage:
        polls = 0
        while (claim := self._leases.take(page_id)) is None:
            await asyncio.sleep(_POLL_SECONDS)
            polls += 1
            if polls % _POLLS_A_LOOK == 0:
                release_dead_daemon(self._watch.archive)
        return claim

    def _found_by_another(self, page: WatchedPage) -> Visit | None:
        """What another process found since the command was given, where that will do."""
        if self._force or (page.last_checked_at or "") < self._begun_at:
            return None
        found = logged_visits.since(self._watch.archive, page, after=self._begun)
        too_early = int(self._fresh and page.id in self._under_way)
        return found[-1] if len(found) > too_early else None
