"""Check pages now, by hand: the ones named, the ones that are due, or all of them.

Each page is read and claimed when its turn comes, so that a daemon or another command beside this
one does not check it too, and none is kept in memory before or after.  Hosts are asked side by side,
as many as there are workers, each one request at a time at its own pace.  A visit is handed to
``done`` as soon as its transaction has committed, so that a printed line is an acknowledgement.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archive_watch.model.capture import Failure
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import host_of
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, Visit
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.check_by_hand import ByHand
from archive_watch.services.checking.learn_site import Learning, learn_sites_beside
from archive_watch.services.watch import Watch
from archive_watch.storage.claimants import fetching
from archive_watch.storage.runs import finish_run, start_run
from archive_watch.storage.wanted import WantedPages, these_pages

_BREATH_EVERY = 64  # pages that are told without being asked

Done = Callable[[int, Visit], None]
"""What is told of every visit, with the id of its page."""


async def fetch_pages(
    watch: Watch,
    network: Network,
    pages: Sequence[WatchedPage],
    *,
    force: bool = False,
    fresh: bool = True,
) -> list[Visit]:
    """One visit for each of ``pages``, in their order: for a few pages, as all are kept."""
    visits: dict[int, Visit] = {}
    wanted = these_pages(pages)
    await fetch_wanted(watch, network, wanted, force=force, fresh=fresh, done=visits.__setitem__)
    return [visits[number] for number in wanted.in_order]


async def fetch_wanted(
    watch: Watch,
    network: Network,
    wanted: WantedPages,
    *,
    done: Done,
    force: bool = False,
    fresh: bool = True,
    trigger: str = "manual",
) -> None:
    """Make one visit of each of the pages, and tell ``done``.

    ``fresh``: also a page that another process is just checking is then looked at again.  Once a
    host turns out to be left alone, its other pages are told to be so and not asked.
    """
    run_id = start_run(watch.archive, trigger=trigger, kind="fetch", at=watch.now())
    hand = ByHand(watch, network, run_id=run_id, force=force, fresh=fresh)
    asking = _Asking(watch, hand, done)
    leases = asyncio.create_task(hand.keep_leases())
    try:
        with fetching(watch.archive, now=watch.now):
            async with asyncio.TaskGroup() as group:
                for host, queue in wanted.by_host.items():
                    group.create_task(asking.ask_host(host, queue))
            await learn_sites_beside(watch, wanted.by_host)
    finally:
        leases.cancel()
        hand.close()
        tally = asking.tally
        finish_run(
            watch.archive,
            run_id,
            at=watch.now(),
            checked=tally.checked,
            changed=tally.changed,
            failed=tally.unread,
            wanted=len(wanted),
        )


@dataclass(slots=True, kw_only=True)
class _Tally:
    checked: int = 0
    changed: int = 0
    unread: int = 0


class _Asking:
    """Asks one host after the other's page, counts what came of it, and keeps none of it."""

    def __init__(self, watch: Watch, hand: ByHand, done: Done) -> None:
        self.tally = _Tally()
        self._hand = hand
        self._done = done
        self._lessons = Learning(watch)
        self._workers = asyncio.Semaphore(max(1, watch.settings.schedule.workers))

    async def ask_host(self, host: str, queue: array[int]) -> None:
        """Visit the pages of a host one after the other, until it is left alone."""
        for place, number in enumerate(queue):
            alone = await self._ask(host, number)
            if alone is not None:
                await self._leave(queue, place + 1, alone)
                return

    async def _ask(self, host: str, number: int) -> Visit | None:
        """Visit one page; the visit where it shows that the host is left alone."""
        async with self._workers:
            visit = await self._hand.visit(number)
        self._tell(number, visit)
        await self._lessons.note(host)
        return visit if is_left_alone(visit) else None

    async def _leave(self, queue: array[int], first: int, like: Visit) -> None:
        for place in range(first, len(queue)):
            self._tell(queue[place], self._hand.left_alone(queue[place], like))
            if place % _BREATH_EVERY == 0:
                await asyncio.sleep(0)

    def _tell(self, number: int, visit: Visit) -> None:
        self.tally.checked += 1
        self.tally.changed += visit.change_id is not None
        self.tally.unread += not was_read(visit)
        self._done(number, visit)


def was_read(visit: Visit) -> bool:
    """Whether the check got a true answer about the page: its words, or that a known page is gone."""
    if visit.outcome in SAW_THE_PAGE:
        return True
    return visit.outcome in SAW_IT_GONE and visit.version is not None


def is_left_alone(visit: Visit) -> bool:
    """Whether the page was not asked because its host is left alone, with all of its pages."""
    if visit.outcome is not Outcome.DEFERRED or visit.reason != Failure.ON_HOLD.value:
        return False
    return host_of(visit.final_url or visit.url) == host_of(visit.url)
