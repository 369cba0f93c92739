"""What /healthz, /readyz and /metrics say: alive, ready, and how things stand.

Alive is the loop that claims pages coming round; ready is that, and nothing in the way of asking.
Whether the watch is well is another thing, told beside it and never by the status: who starts a
program anew because it is not alive must not do so because a host shuts it out.
Whoever asks is answered from plain values, or from a read-only connection of the asking thread's
own: an event loop that hangs, or a database that is locked, is told all the same.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta

from archive_watch.daemon.last_told import LastTold
from archive_watch.daemon.vitals import Vitals
from archive_watch.errors import ArchiveWatchError
from archive_watch.model.clock import system_clock
from archive_watch.services.telling.tell_status import Status, tell_status
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_for_reading

_JSON = "application/json; charset=utf-8"
_METRICS = "text/plain; version=0.0.4; charset=utf-8"
_FRESH_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer: its HTTP status, the type of its body, and that."""

    status: int
    content_type: str
    body: bytes


class HealthPage:
    """The answers of one daemon; ``watch`` is set anew when the configuration is."""

    def __init__(self, watch: Watch, vitals: Vitals) -> None:
        self._watch = watch
        self._vitals = vitals
        self._lock = threading.Lock()
        self._metrics: tuple[float, bytes] = (float("-inf"), b"")
        self._last_told = LastTold(self._status)

    @property
    def watch(self) -> Watch:
        """What is told of."""
        return self._watch

    @watch.setter
    def watch(self, watch: Watch) -> None:
        """Tell of another configuration from now on; what was told by the old one is forgotten."""
        self._watch = watch
        self.forget()

    def forget(self) -> None:
        """Whatever is asked for next is counted anew."""
        self._last_told = LastTold(self._status)

    def answer(self, path: str) -> Said | None:
        """What there is at ``path``; None where nothing is."""
        match path:
            case "/healthz":
                return self._alive()
            case "/readyz":
                return self._ready()
            case "/metrics":
                return Said(status=200, content_type=_METRICS, body=self._counted())
        return None

    def _alive(self) -> Said:
        alive, age = self._vitals.is_alive(), self._vitals.beat_age_seconds()
        facts = {"ok": alive, "beat_age_seconds": round(age, 1)}
        return _said(alive, {**facts, **_how_well(self._last_told.status())})

    def _ready(self) -> Said:
        reason = self._vitals.unready()
        if reason is None:
            try:
                open_for_reading(self.watch.archive.path).close()
            except (ArchiveWatchError, OSError) as error:
                reason = getattr(error, "message", None) or f"the archive: {error}"
        return _said(reason is None, {"ok": reason is None, "reason": reason})

    def _counted(self) -> bytes:
        """The metrics, not older than a few seconds: many who ask cost no more than one."""
        from archive_watch.daemon.metrics import metrics_text  # noqa: PLC0415  (loaded if asked for)

        with self._lock:
            if time.monotonic() - self._metrics[0] >= _FRESH_SECONDS:
                text = metrics_text(self._vitals, self._status(), now_seconds=self._now_seconds())
                self._metrics = (time.monotonic(), text)
            return self._metrics[1]

    def _status(self) -> Status | None:
        try:
            with open_for_reading(self.watch.archive.path) as archive, archive.snapshot():
                ahead = timedelta(seconds=self._vitals.clock_ahead_seconds)
                clock = lambda: system_clock() + ahead  # noqa: E731
                return tell_status(replace(self.watch, archive=archive, clock=clock, _reading={}))
        except (ArchiveWatchError, OSError):
            return None

    def _now_seconds(self) -> float:
        return time.time() + self._vitals.clock_ahead_seconds


def _how_well(status: Status | None) -> dict[str, object]:
    """What of the status a look at /healthz shows; ``well`` is None where it cannot be told."""
    if status is None:
        return {"well": None, "reasons": []}
    health = status.health
    return {
        "well": not health.reasons,
        "reasons": list(health.reasons),
        "told_at": status.at,
        "coverage": health.coverage,
        "round_seconds": health.round_seconds,
        "overdue": health.overdue,
        "never_read": status.never_read,
        "last_copy_at": health.last_copy_at,
    }


def _said(good: bool, facts: dict[str, object]) -> Said:
    body = json.dumps(facts).encode() + b"\n"
    return Said(status=200 if good else 503, content_type=_JSON, body=body)
