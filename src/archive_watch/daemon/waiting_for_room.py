"""A start on a full disk waits for room, as a watch does whose disk fills later.

To end and be started anew by a service manager would come to the same, but without one it would be
the end of the watch: a disk that is full on a Saturday night would cost the pages of a Sunday.
What is not for want of room (a damaged archive, one that is locked) is told at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import structlog

from archive_watch.daemon.first_orders import FirstOrders
from archive_watch.daemon.systemd import Systemd
from archive_watch.errors import ArchiveDamaged, ArchiveError, ArchiveLocked
from archive_watch.services.watch import Watch
from archive_watch.storage.upkeep import free_bytes

_FIRST_REST_SECONDS = 5.0
_LONGEST_REST_SECONDS = 60.0
_LOOK_SECONDS = 0.1
_MB = 1024 * 1024
_LEAST_MB = 1.0  # SQLite needs this much only to open an archive
_log = structlog.get_logger()


@contextmanager
def opened_when_there_is_room(
    opened: Callable[[], AbstractContextManager[Watch]],
    *,
    path: Path,
    least_mb: float,
    orders: FirstOrders,
    manager: Systemd,
) -> Generator[Watch | None, None, None]:
    """What ``opened`` brings, once the disk of the archive at ``path`` has room; None where it was
    to stop before that.  Raises ArchiveError where it fails though ``least_mb`` are free."""
    rest_seconds = _FIRST_REST_SECONDS
    with ExitStack() as stack:
        watch: Watch | None = None
        while watch is None and not orders.stop:
            try:
                watch = stack.enter_context(opened())
            except ArchiveError as error:
                if not _is_for_want_of_room(error, path, least_mb):
                    raise
                _log.error(
                    "the watch begins when there is room on the archive's disk",
                    error=error.message,
                    rest_seconds=rest_seconds,
                )
                manager.starts_later(f"no room: {error.message}", seconds=2 * rest_seconds)
                _rest(rest_seconds, orders)
                rest_seconds = min(_LONGEST_REST_SECONDS, 2 * rest_seconds)
        if watch is None:
            _log.info("stopped")
        yield watch


def _is_for_want_of_room(error: ArchiveError, path: Path, least_mb: float) -> bool:
    free = free_bytes(path)
    is_another = isinstance(error, ArchiveDamaged | ArchiveLocked)
    return not is_another and free is not None and free < max(_LEAST_MB, least_mb) * _MB


def _rest(seconds: float, orders: FirstOrders) -> None:
    until = time.monotonic() + seconds
    while not orders.stop and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
