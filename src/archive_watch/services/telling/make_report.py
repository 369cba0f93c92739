"""Gather what happened in a period into a digest."""

from __future__ import annotations

from archive_watch.report.coverage import Coverage
from archive_watch.report.digest import Digest
from archive_watch.services.telling.tell_rounds import first_round_seconds
from archive_watch.services.watch import Watch
from archive_watch.storage import standing, telling, told_links
from archive_watch.storage.coverage import count_silent_pages, longest_not_read
from archive_watch.storage.told_recoveries import told_recoveries

_MOST_NOT_READ = 5


def make_report(watch: Watch, *, since: str | None = None) -> Digest:
    """The digest of what was seen since ``since`` (UTC text), or from the beginning."""
    archive, until = watch.archive, watch.now()
    return Digest(
        since=since,
        until=until,
        coverage=coverage_of(watch, since=since, until=until),
        changes=telling.told_changes(archive, since=since, until=until),
        suspects=telling.pages_in_doubt(archive),
        moved=telling.told_pages(archive, "moved"),
        links=told_links.told_links(archive, since=since),
        links_good_again=told_links.links_good_again(archive, since=since, until=until),
        links_dead_from_the_first=told_links.links_dead_from_the_first(archive),
        link_states=standing.links_by_state(archive),
        incidents=telling.told_incidents(archive),
        recoveries=told_recoveries(archive, since=since, until=until),
        furniture_checks=standing.furniture_checks(archive, since=since, until=until),
    )


def coverage_of(watch: Watch, *, since: str | None, until: str) -> Coverage:
    """What the watch covers, and how much of it was checked in a period."""
    archive = watch.archive
    pages, read = standing.pages_watched(archive), standing.pages_read(archive)
    days = watch.settings.pages.silent_after_days
    return Coverage(
        pages=pages,
        read=read,
        checked=standing.pages_checked(archive, since=since, until=until),
        never_read=pages - read,
        states=standing.pages_by_state(archive),
        silent=count_silent_pages(archive, now=until, days=days) if days else 0,
        silent_after_days=days,
        not_read=longest_not_read(archive, now=until, days=days, most=_MOST_NOT_READ)
        if days
        else (),
        first_round_seconds=first_round_seconds(watch),
        last_check_at=standing.last_check_at(archive),
    )
