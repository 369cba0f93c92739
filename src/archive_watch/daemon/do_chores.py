"""Do the chores that are due, one at a time; a chore that fails never stops the watch.

When each is due is in the database, so a restart neither forgets nor repeats one.  After a failure
it is tried again: after a minute, then twice as long each time, but never later than its turn (a
minute, where that is shorter).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from archive_watch.daemon.chores import Chore
from archive_watch.errors import ArchiveDamaged
from archive_watch.model.clock import parse_utc
from archive_watch.report.masked import masked
from archive_watch.report.visible import one_line, visible
from archive_watch.services.asking.network import Network
from archive_watch.services.watch import Watch
from archive_watch.storage.chores import (
    ChoreRecord,
    begin_chore,
    chore_records,
    end_chore,
    fail_chore,
)

_FIRST_RETRY_SECONDS = 60.0
_LONGEST_RETRY_SECONDS = 6 * 3600.0
_TOLD_CHARACTERS = 500
_log = structlog.get_logger()


async def do_due_chores(
    watch: Watch,
    network: Network,
    chores: Sequence[Chore],
    *,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    """Do what is due of ``chores``, in their order.  Raises ArchiveDamaged alone."""
    for chore in chores:
        every = chore.every(watch.settings)
        if every is None or should_stop():
            continue
        record = chore_records(watch.archive).get(chore.name)
        is_due = record is None or due_at(record, every_seconds=every) <= watch.clock()
        if is_due and chore.is_wanted(watch):
            await _do(watch, network, chore)


def due_at(record: ChoreRecord, *, every_seconds: float) -> datetime:
    """When a chore that was begun before is due again."""
    wait = every_seconds
    if record.failures:
        retry = _FIRST_RETRY_SECONDS * 2.0 ** min(record.failures - 1, 20)
        turn = max(every_seconds, _FIRST_RETRY_SECONDS)
        wait = min(turn, retry, _LONGEST_RETRY_SECONDS)
    return parse_utc(record.last_started_at) + timedelta(seconds=wait)


async def _do(watch: Watch, network: Network, chore: Chore) -> None:
    begin_chore(watch.archive, chore.name, at=watch.now())
    try:
        await chore.work(watch, network)
    except ArchiveDamaged:
        raise
    except Exception as error:  # noqa: BLE001  an outermost loop: one chore must not end the watch
        told = one_line(visible(masked(f"{type(error).__name__}: {error}")))[:_TOLD_CHARACTERS]
        _log.error("a chore failed; it is tried again later", chore=chore.name, error=told)
        fail_chore(watch.archive, chore.name, error=told)
        return
    end_chore(watch.archive, chore.name, at=watch.now())
    _log.info("a chore is done", chore=chore.name)
