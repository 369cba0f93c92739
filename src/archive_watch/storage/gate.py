"""The write gate: one writing process at a time, by a file lock beside the archive.

SQLite up to 3.51.2 can corrupt a WAL database when two connections write and checkpoint at once,
and stock Pythons ship older ones.  So every write, checkpoint, open and close of a writing
connection goes through this lock; the lock is the operating system's and dies with its holder.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.errors import ArchiveLocked

_POLL_SECONDS = 0.02


class WriteGate:
    """A re-entrant lock on ``FILE.gate``; holding it is the right to write."""

    def __init__(self, database: Path, *, wait_seconds: float) -> None:
        self._path = database.with_name(database.name + ".gate")
        self._wait_seconds = wait_seconds
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self._depth = 0

    @contextmanager
    def held(self) -> Generator[None, None, None]:
        """Hold the gate for the block; raises ArchiveLocked when another holds it too long."""
        if self._depth == 0:
            self._lock()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _lock(self) -> None:
        deadline = time.monotonic() + self._wait_seconds
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise ArchiveLocked(
                        f"another process has been writing for {self._wait_seconds:g} s",
                        remedy=f"see who holds {self._path}, then try again",
                    ) from None
                time.sleep(_POLL_SECONDS)
            else:
                return

    def close(self) -> None:
        """Give the descriptor back; the gate cannot be held afterwards."""
        os.close(self._descriptor)
