"""Check what is due: claim pages by lease, hosts side by side, until nothing is due any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive_watch.model.clock import utc_text
from archive_watch.model.duration import parse_duration
from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.check_page import check_page
from archive_watch.services.fetch_pages import was_read
from archive_watch.services.network import Network
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier
from archive_watch.storage.runs import finish_run, start_run

_DAY = timedelta(days=1)
_LEASE_SLACK = timedelta(minutes=5)


@dataclass(slots=True, kw_only=True)
class RoundTally:
    """What one round came to."""

    checked: int = 0
    changed: int = 0
    unread: int = 0


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
    done: Callable[[Visit], None] = lambda _: None,
) -> RoundTally:
    """Check due pages, one a host at a time, until none is left or ``should_stop`` says so.

    Raises CallerError when no contact is set; every lease is given back then.
    """
    tally = RoundTally()
    run_id: int | None = None
    busy: dict[asyncio.Task[Visit], WatchedPage] = {}
    try:
        while True:
            if not should_stop():
                claimed = _claimed(watch, owner, watch.settings.schedule.workers - len(busy))
                if claimed and run_id is None:
                    run_id = _started(watch)
                for page in claimed:
                    task = asyncio.create_task(
                        check_page(watch, network.fetcher, network.manners, page, run_id=run_id)
                    )
                    busy[task] = page
            if not busy:
                return tally
            finished, _ = await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                busy.pop(task)
                visit = task.result()
                _count(tally, visit)
                done(visit)
    finally:
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)
        frontier.release(watch.archive, owner=owner)
        if run_id is not None:
            _finished(watch, run_id, tally)


def _claimed(watch: Watch, owner: str, room: int) -> list[WatchedPage]:
    if room <= 0:
        return []
    now = watch.clock()
    lease = timedelta(seconds=watch.settings.fetch.deadline_seconds) + _LEASE_SLACK
    return frontier.claim_due(
        watch.archive,
        now=utc_text(now),
        lease_until=utc_text(now + lease),
        owner=owner,
        limit=room,
        budget=_budget(watch, now),
    )


def _budget(watch: Watch, now: datetime) -> frontier.Budget | None:
    """What the hosts may be asked for in the 24 hours before ``now``; None: no limit."""
    most = watch.settings.schedule.budget_per_host_per_day
    if most == 0:
        return None
    return frontier.Budget(checks=most, since=utc_text(now - _DAY))


def _started(watch: Watch) -> int:
    return start_run(watch.archive, trigger="schedule", kind="fetch", at=watch.now())


def _finished(watch: Watch, run_id: int, tally: RoundTally) -> None:
    finish_run(
        watch.archive,
        run_id,
        at=watch.now(),
        checked=tally.checked,
        changed=tally.changed,
        failed=tally.unread,
    )


def _count(tally: RoundTally, visit: Visit) -> None:
    tally.checked += 1
    tally.changed += visit.change_id is not None
    tally.unread += not was_read(visit)
