"""Rounds of due links, beside the pages: after a bug in one they rest, so that no host is hammered.

A round begins nothing more after a quarter of an hour: a first look at a hundred thousand links takes
days, and those that came to be suspected in it are to be looked at again within the hour.  While our
own line is down nothing is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from archive_watch.errors import ArchiveError, CallerError, NotWritable
from archive_watch.services.asking.network import Network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage.links import due_links

_REST = timedelta(hours=1)
_LONGEST_SECONDS = 900.0
_log = structlog.get_logger()


class LinkRounds:
    """Checks due links, unless it is resting."""

    def __init__(
        self,
        watch: Watch,
        network: Network,
        *,
        should_stop: Callable[[], bool],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._watch = watch
        self._network = network
        self._should_stop = should_stop
        self._monotonic = monotonic
        self._rests_until: datetime | None = None

    async def round(self) -> None:
        """One round.  Raises ArchiveError where the archive cannot be used."""
        if self._rests_until is not None and self._watch.clock() < self._rests_until:
            return
        if self._network.local.trouble() is not None:
            return
        try:
            await check_due_links(self._watch, self._network, should_stop=self._until())
        except ExceptionGroup as group:
            archive, bugs = group.split((ArchiveError, NotWritable))
            if bugs is None and archive is not None:
                raise _first_of(archive) from group
            self._rests_until = self._watch.clock() + _REST
            _log.error("a bug in archive-watch; links are left alone for an hour", exc_info=group)

    def _until(self) -> Callable[[], bool]:
        """Whether a round that begins now has lasted long enough."""
        monotonic, began = self._monotonic, self._monotonic()
        return lambda: self._should_stop() or monotonic() - began > _LONGEST_SECONDS


async def check_due_links(
    watch: Watch, network: Network, *, should_stop: Callable[[], bool]
) -> None:
    """Check the links that are due."""
    areas = watch.settings.links.areas
    due = due_links(watch.archive, now=watch.now(), areas=areas, every=False)
    if not due:
        return
    try:
        tally = await check_links(
            watch,
            network.for_links(watch).heeding_holds(),
            due,
            trigger="schedule",
            should_stop=should_stop,
        )
    except NotWritable:
        raise
    except CallerError as error:
        _log.warning("links were not checked", error=error.message)
        return
    _log.info("links checked", **{state.value: count for state, count in tally.items()})


def _first_of(group: BaseExceptionGroup[Exception]) -> Exception:
    first: BaseException = group
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    assert isinstance(first, Exception)
    return first
