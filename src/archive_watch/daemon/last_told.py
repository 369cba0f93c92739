"""How the watch was told a moment ago, for those who must be answered whatever hangs.

Counting takes a thread of its own: who asks waits for it a second at most, and has the last answer
else.  A disk that does not answer keeps one thread, and nobody who asks whether the daemon lives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from archive_watch.services.telling.tell_status import Status

_FRESH_SECONDS = 30.0
_PATIENCE_SECONDS = 1.0


class LastTold:
    """``tell`` is asked again when its last answer is older than half a minute."""

    def __init__(self, tell: Callable[[], Status | None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._told_at = float("-inf")
        self._told: Status | None = None

    def status(self) -> Status | None:
        """The latest status; None where none could be told, or none is there yet."""
        with self._lock:
            is_stale = time.monotonic() - self._told_at >= _FRESH_SECONDS
            if is_stale and (self._thread is None or not self._thread.is_alive()):
                self._thread = threading.Thread(target=self._refresh, daemon=True, name="status")
                self._thread.start()
            thread = self._thread
        if is_stale and thread is not None:
            thread.join(_PATIENCE_SECONDS)
        return self._told

    def _refresh(self) -> None:
        self._told = self._tell()
        self._told_at = time.monotonic()
