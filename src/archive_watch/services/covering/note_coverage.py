"""Tell of pages that silently stopped being watched: one incident a host, with their count.

Paused and forgotten, never asked because the budget ends before, behind a block for weeks: whatever
the reason, nobody has read them.  It is told once, and ends when the last of them was read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from archive_watch.model.incident import IncidentKind
from archive_watch.report.coverage import counted
from archive_watch.services.watch import Watch
from archive_watch.storage.coverage import (
    SilentPages,
    hosts_not_watched,
    keep_not_watched,
    silent_pages,
)
from archive_watch.storage.incidents import close_incidents


def note_coverage(watch: Watch) -> None:
    """Open, renew and close the incidents of hosts with pages that were not read for too long.

    That is ``[pages] silent_after_days``; with 0 of them nothing is told.
    """
    archive, days, now = watch.archive, watch.settings.pages.silent_after_days, watch.now()
    found = silent_pages(archive, now=now, days=days) if days else []
    told = {host: list(of) for host, of in groupby(found, key=lambda one: one.host)}
    over = set(hosts_not_watched(archive)) - set(told)
    if not told and not over:
        return
    with archive.writing():
        for host, silent in told.items():
            keep_not_watched(
                archive,
                host,
                pages=sum(one.pages for one in silent),
                detail=_told(silent, days),
                at=now,
            )
        for host in over:
            close_incidents(archive, kind=IncidentKind.NOT_WATCHED, host=host, at=now)


def _told(silent: Sequence[SilentPages], days: int) -> str:
    pages = counted(sum(one.pages for one in silent), "page was", "pages were")
    why = ", ".join(f"{one.pages:,} {one.why}" for one in silent)
    longest = min(silent, key=lambda one: one.since)
    return (
        f"{pages} not read for {days} days or more: {why}; one since {longest.since}: {longest.url}"
    )
