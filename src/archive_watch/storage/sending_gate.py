"""One process at a time sends, by a lock that the system drops when the process dies.

So whoever holds it knows that a message marked as being sent was cut short, and may send it at once.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.storage.companions import beside_the_file
from archive_watch.storage.gate import lock_file


@contextmanager
def alone_in_sending(database: Path) -> Generator[bool, None, None]:
    """Hold the right to send for the block, where nobody has it; whether it is held."""
    descriptor = lock_file(beside_the_file(database, ".sending.gate"))
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)
