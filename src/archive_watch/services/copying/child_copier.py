"""The process that makes one regular copy and ends, so that the watch goes on beside it.

It is started by ``copy_aside`` with its request on its standard input, and ends with the process
that started it.  Proving a large archive takes minutes of CPU time: it is the last to be given any.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

from archive_watch.config import Settings
from archive_watch.errors import ArchiveWatchError
from archive_watch.model.clock import system_clock
from archive_watch.services.copying.back_up import MadeCopy, keep_copies
from archive_watch.services.end_with_parent import end_with_parent
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_for_reading

_NICENESS = 10


def main() -> None:
    """Make the copy; one JSON object on the standard output says what came of it."""
    with suppress(OSError):
        os.nice(_NICENESS)
    database, settings = pickle.load(sys.stdin.buffer)  # noqa: S301 (our parent's own words)
    end_with_parent()
    try:
        made = _made(Path(database), settings)
        told = {"path": str(made.path), "size": made.size}
    except (ArchiveWatchError, OSError) as error:
        told = {"error": str(error)}
    json.dump(told, sys.stdout)


def _made(database: Path, settings: Settings) -> MadeCopy:
    with open_for_reading(database) as archive:
        return keep_copies(
            Watch(archive=archive, settings=settings, profiles=(), clock=system_clock)
        )
