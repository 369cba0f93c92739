"""The write gate: one writing process at a time, by file locks beside the archive.

SQLite up to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at once,
and stock Pythons ship older ones.  So every write, checkpoint, open and close of a writing
connection goes through this lock; the lock is the operating system's and dies with its holder.

Who wants to write first takes the turn, then the gate, and then gives the turn on: so a process
that writes again and again (an import of many captures) cannot pass the gate before one that waits.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.errors import ArchiveError, ArchiveLocked, CallerError
from archive_watch.storage.companions import beside_the_file

_POLL_SECONDS = 0.02


class WriteGate:
    """A re-entrant lock on ``FILE.gate``; holding it is the right to write.

    ``while_waiting`` is told again and again how many seconds others have been waited for.
    """

    def __init__(self, database: Path, *, wait_seconds: float) -> None:
        self._path = beside_the_file(database, ".gate")
        self._wait_seconds = wait_seconds
        self._gate = lock_file(self._path)
        try:
            self._turn = lock_file(beside_the_file(database, ".turn.gate"))
        except BaseException:
            os.close(self._gate)
            raise
        self._depth = 0
        self.while_waiting: Callable[[float], None] = lambda _: None

    @contextmanager
    def held(self) -> Generator[None, None, None]:
        """Hold the gate for the block; raises ArchiveLocked when others hold it too long."""
        if self._depth == 0:
            self._pass()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                fcntl.flock(self._gate, fcntl.LOCK_UN)

    def _pass(self) -> None:
        deadline = time.monotonic() + self._wait_seconds
        self._lock(self._turn, deadline)
        try:
            self._lock(self._gate, deadline)
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def _lock(self, descriptor: int, deadline: float) -> None:
        while not self._is_locked(descriptor):
            if time.monotonic() >= deadline:
                raise ArchiveLocked(
                    f"another process has been writing for {self._wait_seconds:g} s",
                    remedy=f"see who holds {self._path}, then try again",
                )
            self.while_waiting(self._wait_seconds - (deadline - time.monotonic()))
            time.sleep(_POLL_SECONDS)

    def _is_locked(self, descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise ArchiveError(
                f"cannot lock {self._path}: {error.strerror}",
                remedy="keep the archive on a disk of this machine, not on a network share",
            ) from error
        return True

    def close(self) -> None:
        """Give the descriptors back; the gate cannot be held afterwards."""
        os.close(self._gate)
        os.close(self._turn)


def lock_file(path: Path) -> int:
    """A descriptor of a lock's file, which is made where there is none.  Raises CallerError."""
    try:
        return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CallerError(
            f"cannot open the lock file {path}: {error.strerror}",
            remedy="run as the user who owns the archive, or name another with --db FILE",
        ) from error
