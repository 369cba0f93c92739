"""Check what is due: claim pages by lease, hosts side by side, until nothing is due any more.

A check that meets a bug of ours is put off and told, so that one page never stops the watch of all.
Cancelled at any moment, it gives its leases back; what was under way is simply due again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from archive_watch.errors import ArchiveWatchError
from archive_watch.model.clock import utc_text
from archive_watch.model.duration import parse_duration
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.check_page import check_page
from archive_watch.services.checking.fetch_pages import was_read
from archive_watch.services.checking.hold_leases import Leases
from archive_watch.services.checking.learn_site import Learning
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier, spending
from archive_watch.storage.runs import finish_run, start_run

_BEAT_SECONDS = 5.0


@dataclass(slots=True, kw_only=True)
class RoundTally:
    """What one round came to; pages that were put off (``deferred``) were not checked."""

    checked: int = 0
    changed: int = 0
    unread: int = 0
    deferred: int = 0
    bugs: int = 0


def watch_configured_pages(watch: Watch) -> int:
    """Add the pages that the configuration names; how many of them are new."""
    added = 0
    for page in watch.settings.watch:
        every = int(parse_duration(page.every)) if page.every else None
        result = add_pages(
            watch, [page.url], added_by="config", every_seconds=every, tags=page.tags
        )
        added += sum(one.is_new for one in result)
    return added


async def run_due(
    watch: Watch,
    network: Network,
    *,
    owner: str,
    should_stop: Callable[[], bool] = lambda: False,
    beat: Callable[[], None] = lambda: None,
    begun: Callable[[int], None] = lambda _: None,
    done: Callable[[Visit], None] = lambda _: None,
    failed: Callable[[WatchedPage, Exception], None] = lambda *_: None,
) -> RoundTally:
    """Check due pages, one a host at a time, until none is left or ``should_stop`` says so.

    ``begun`` is told the number of the run, ``failed`` of checks that met a bug; ``beat`` is called
    at every turn of the loop, and every few seconds while checks are under way: it is alive.
    Raises CallerError when no contact is set; every lease is given back then.
    """
    spending.forget_other_budgets(
        watch.archive, budget=watch.settings.schedule.budget_per_host_per_day
    )
    work = _Round(watch, network.heeding_holds(), owner, begun)
    try:
        while True:
            beat()
            if not should_stop():
                work.claim()
            if not work.busy:
                await work.lessons.learn()
                return work.tally
            work.leases.keep()
            await work.step(done, failed)
    finally:
        await work.close()


class _Round:
    """The checks that are under way, and what the finished ones came to."""

    def __init__(
        self, watch: Watch, network: Network, owner: str, begun: Callable[[int], None]
    ) -> None:
        self._begun = begun
        self.tally = RoundTally()
        self.leases = Leases(watch, owner)
        self.lessons = Learning(watch)
        self.busy: dict[asyncio.Task[Visit], WatchedPage] = {}
        self._watch = watch
        self._network = network
        self._run_id: int | None = None

    def claim(self) -> None:
        """Begin checks of due pages, as many as there are workers free."""
        free = max(1, self._watch.settings.schedule.workers) - len(self.busy)
        pages = self.leases.take_due(free)
        if not pages and not self.busy:
            pages = self.leases.take_due(1, idle=True)
        for page in pages:
            if self._run_id is None:
                self._run_id = start_run(
                    self._watch.archive, trigger="schedule", kind="fetch", at=self._watch.now()
                )
                self._begun(self._run_id)
            check = check_page(self._watch, self._network, page, run_id=self._run_id, follows=True)
            self.busy[asyncio.create_task(check)] = page

    async def step(
        self,
        done: Callable[[Visit], None],
        failed: Callable[[WatchedPage, Exception], None],
    ) -> None:
        """Wait until one of the checks is finished, but not past the next tick, and count what is."""
        seconds = min(_BEAT_SECONDS, self._watch.settings.schedule.tick_seconds)
        finished, _ = await asyncio.wait(
            self.busy, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        for task in finished:
            page = self.busy.pop(task)
            try:
                visit = task.result()
            except ArchiveWatchError:
                raise
            except Exception as error:  # noqa: BLE001  one page's bug must not stop the others
                self._put_off(page)
                failed(page, error)
            else:
                self._count(visit)
                done(visit)
                await self.lessons.note(page.host)

    async def close(self) -> None:
        """Cancel what is under way, and give every lease back; where none was taken, do nothing."""
        if self._run_id is None:
            return
        for task in self.busy:
            task.cancel()
        await asyncio.gather(*self.busy, return_exceptions=True)
        self.leases.give_back()
        finish_run(
            self._watch.archive,
            self._run_id,
            at=self._watch.now(),
            checked=self.tally.checked,
            changed=self.tally.changed,
            failed=self.tally.unread,
        )

    def _put_off(self, page: WatchedPage) -> None:
        self.tally.bugs += 1
        every = page.every_seconds or self._watch.settings.schedule.every_seconds
        until = self._watch.clock() + timedelta(seconds=every)
        frontier.postpone(self._watch.archive, page, until=utc_text(until))

    def _count(self, visit: Visit) -> None:
        if visit.outcome is Outcome.DEFERRED:
            self.tally.deferred += 1
            return
        self.tally.checked += 1
        self.tally.changed += visit.change_id is not None
        self.tally.unread += not was_read(visit)
