"""Which of those who hold leases are still there?  Leases of the dead are given back at once.

A lease runs out by itself a few minutes after its holder died.  Nobody who works by hand should wait
for that: each fetch holds a lock beside the archive while it works, as the daemon does, and a lock
dies with its process.  Where a lock says nothing, leases just run out.

What a fetch was told to read first and did not come to (it was stopped, the disk was full, the host
shut it out) is not forgotten for a whole interval either: once no fetch is alive, it is due.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress

from archive_watch.errors import ArchiveWatchError
from archive_watch.storage.companions import beside_the_file
from archive_watch.storage.database import Archive
from archive_watch.storage.frontier import release
from archive_watch.storage.gate import lock_file

DAEMON = "daemon"
"""The owner of the daemon's leases: there is one daemon an archive."""

FETCH = "fetch"
"""What the name of every owner begins with that checks by hand."""


@contextmanager
def fetching(archive: Archive, *, now: Callable[[], str]) -> Generator[None, None, None]:
    """Be one of the fetches of the archive; the first one gives back what dead ones had leased, the
    last one leaves due what none came to."""
    descriptor = lock_file(beside_the_file(archive.path, ".fetch"))
    try:
        if _is_locked(descriptor, fcntl.LOCK_EX):
            release(archive, owner=f"{FETCH} %")
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        release_dead_daemon(archive)
        try:
            yield
        finally:
            if _is_locked(descriptor, fcntl.LOCK_EX):
                with suppress(ArchiveWatchError):  # what ended the fetch is told, not this
                    _let_unread_be_due(archive, now())
    finally:
        os.close(descriptor)


def take_up_unread(archive: Archive, *, at: str) -> None:
    """Let be due at ``at`` what a fetch was told to read first and did not, where no fetch is alive."""
    descriptor = lock_file(beside_the_file(archive.path, ".fetch"))
    try:
        if _is_locked(descriptor, fcntl.LOCK_EX):
            _let_unread_be_due(archive, at)
    finally:
        os.close(descriptor)


def _let_unread_be_due(archive: Archive, at: str) -> None:
    """Those of a host that is left alone keep the time that they were put off to."""
    unread = (
        "last_checked_at IS NULL AND next_fetch_at IS NOT NULL AND state <> 'paused'"
        " AND state = 'new' AND added_by = 'command' AND next_fetch_at > :at AND site_id IN"
        " (SELECT id FROM sites WHERE coalesce(closed_until, '') <= :at)"
    )
    if archive.row(f"SELECT 1 FROM pages WHERE {unread} LIMIT 1", {"at": at}) is None:
        return
    with archive.writing() as conn:
        conn.execute(f"UPDATE pages SET next_fetch_at = :at WHERE {unread}", {"at": at})


def release_dead_daemon(archive: Archive) -> None:
    """Give back the daemon's leases where no daemon is running."""
    if archive.row("SELECT 1 FROM pages WHERE lease_owner = ? LIMIT 1", (DAEMON,)) is None:
        return
    with _daemons_lock(archive) as is_free:
        if is_free:
            release(archive, owner=DAEMON)


def is_under_a_daemon(archive: Archive) -> bool:
    """Whether a daemon is watching the archive."""
    with _daemons_lock(archive) as is_free:
        return not is_free


@contextmanager
def _daemons_lock(archive: Archive) -> Generator[bool, None, None]:
    """Share the daemon's lock for as long as the block takes; whether there is no daemon."""
    descriptor = lock_file(beside_the_file(archive.path, ".daemon"))
    try:
        yield _is_locked(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
