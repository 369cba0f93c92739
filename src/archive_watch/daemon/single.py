"""One daemon an archive, by a lock that the system drops when the process dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.errors import CallerError


@contextmanager
def only_daemon(database: Path) -> Generator[None, None, None]:
    """Hold the right to be this archive's one daemon.  Raises CallerError where another holds it."""
    path = database.with_name(database.name + ".daemon")
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise CallerError(
            f"another `archive-watch run` is watching {database}",
            remedy="`archive-watch fetch` works beside it; or stop the other one first",
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)
