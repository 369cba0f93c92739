"""One daemon an archive, by a lock that the system drops when the process dies.

A fetch looks whether there is a daemon by sharing the lock for a moment (``storage/claimants.py``):
whoever starts just then waits until it has looked.

The lock's file also remembers that the archive was taken away under a daemon: whoever starts that
anew (a service manager, seconds later) must not begin an empty archive in its place.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive_watch.errors import ArchiveMoved, CallerError
from archive_watch.storage.companions import beside_the_file
from archive_watch.storage.gate import lock_file

_TAKEN_AWAY = b"taken away\n"
_PATIENCE_SECONDS = 10.0
_AGAIN_SECONDS = 0.02


@contextmanager
def only_daemon(database: Path) -> Generator[None, None, None]:
    """Hold the right to be this archive's one daemon.

    Raises CallerError where another holds it, or the lock's file cannot be used.
    """
    descriptor = lock_file(_lock_file(database))
    try:
        if not _is_alone(descriptor):
            raise CallerError(
                f"another `archive-watch run` is watching {database}",
                remedy="`archive-watch fetch` works beside it; or stop the other one first",
            )
        os.truncate(descriptor, 0)
        yield
    except Exception as error:
        if _tells_of_a_move(error):
            with suppress(OSError):  # on a full disk that cannot be remembered
                os.write(descriptor, _TAKEN_AWAY)
        raise
    finally:
        os.close(descriptor)


def must_not_be_taken_away(database: Path) -> None:
    """Raise CallerError where there is no archive because it was taken away under a daemon."""
    lock = _lock_file(database)
    if not database.exists() and _says(lock, _TAKEN_AWAY):
        raise CallerError(
            f"{database} was taken away while it was watched, and no other is begun in its place",
            remedy=f"put it back; or remove {lock} to begin an empty archive",
        )


def _says(lock: Path, words: bytes) -> bool:
    try:
        return lock.read_bytes() == words
    except OSError:
        return False


def _is_alone(descriptor: int) -> bool:
    """Whether the lock is ours; those who only share it are waited for, another daemon is not."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not _is_locked(descriptor, fcntl.LOCK_EX):
        if not _is_locked(descriptor, fcntl.LOCK_SH) or time.monotonic() > until:
            return False
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        time.sleep(_AGAIN_SECONDS)
    return True


def _is_locked(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tells_of_a_move(error: Exception) -> bool:
    if isinstance(error, ExceptionGroup):
        return error.subgroup(ArchiveMoved) is not None
    return isinstance(error, ArchiveMoved)


def _lock_file(database: Path) -> Path:
    return beside_the_file(database, ".daemon")
