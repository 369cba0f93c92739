"""Check pages now, by hand: the ones named, the ones that are due, or all of them.

Each page is claimed while it is checked, so that a daemon or another command beside this one does
not check it too.  Hosts are asked side by side, as many as there are workers, each one request at a
time at its own pace.  A visit is handed to ``done`` as soon as its transaction has committed, so
that a printed line is an acknowledgement.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence

from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Visit
from archive_watch.services.check_by_hand import ByHand
from archive_watch.services.learn_site import learn_sites_beside
from archive_watch.services.network import Network
from archive_watch.services.watch import Watch
from archive_watch.storage.claimants import fetching
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.runs import finish_run, start_run

_LEARN_EVERY = 64  # checks


def pages_due(archive: Archive, now: str) -> list[WatchedPage]:
    """The pages that are due at ``now``, the longest due first."""
    rows = archive.rows(
        "SELECT id FROM pages WHERE next_fetch_at <= ? AND state <> 'paused'"
        " ORDER BY next_fetch_at, id",
        (now,),
    )
    return [page_by_id(archive, row["id"]) for row in rows]


async def fetch_pages(
    watch: Watch,
    network: Network,
    pages: Sequence[WatchedPage],
    *,
    force: bool = False,
    fresh: bool = True,
    trigger: str = "manual",
    done: Callable[[Visit], None] = lambda _: None,
) -> list[Visit]:
    """One visit for each of ``pages``, in their order.

    ``fresh``: also a page that another process is just checking is then looked at again.
    """
    run_id = start_run(watch.archive, trigger=trigger, kind="fetch", at=watch.now())
    visits: dict[int, Visit] = {}
    hand = ByHand(watch, network, run_id=run_id, force=force, fresh=fresh)
    lessons = _Lessons(watch)
    workers = asyncio.Semaphore(max(1, watch.settings.schedule.workers))

    async def ask_host(queue: list[WatchedPage]) -> None:
        for page in queue:
            async with workers:
                visits[page.id] = await hand.visit(page)
            done(visits[page.id])
            await lessons.note(page.host)

    leases = asyncio.create_task(hand.keep_leases())
    try:
        with fetching(watch.archive):
            async with asyncio.TaskGroup() as group:
                for queue in _by_host(pages):
                    group.create_task(ask_host(queue))
            await learn_sites_beside(watch, (page.host for page in pages))
    finally:
        leases.cancel()
        hand.close()
        _finish(watch, run_id, list(visits.values()), wanted=len({page.id for page in pages}))
    return [visits[page.id] for page in pages]


class _Lessons:
    """Learns from the hosts that are asked while they are: what the first pages of a new host teach
    is what its others are read by, and they need not be read anew a round later."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._hosts: set[str] = set()
        self._since = 0

    async def note(self, host: str) -> None:
        """A page of the host was checked."""
        self._hosts.add(host)
        self._since += 1
        if self._since >= _LEARN_EVERY:
            self._since = 0
            hosts, self._hosts = self._hosts, set()
            await learn_sites_beside(self._watch, hosts)


def _by_host(pages: Sequence[WatchedPage]) -> list[list[WatchedPage]]:
    hosts: defaultdict[str, list[WatchedPage]] = defaultdict(list)
    for page in {page.id: page for page in pages}.values():
        hosts[page.host].append(page)
    return list(hosts.values())


def _finish(watch: Watch, run_id: int, visits: Sequence[Visit], *, wanted: int) -> None:
    finish_run(
        watch.archive,
        run_id,
        at=watch.now(),
        checked=len(visits),
        changed=sum(visit.change_id is not None for visit in visits),
        failed=sum(not was_read(visit) for visit in visits),
        wanted=wanted,
    )


def was_read(visit: Visit) -> bool:
    """Whether the check got a true answer about the page: its words, or that a known page is gone."""
    if visit.outcome in SAW_THE_PAGE:
        return True
    return visit.outcome in SAW_IT_GONE and visit.version is not None
