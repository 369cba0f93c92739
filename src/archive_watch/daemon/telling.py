"""What the daemon tells its operator while it works: each check, and how far a first round is."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.telling.tell_status import tell_first_round
from archive_watch.services.watch import Watch

_EVERY = timedelta(minutes=1)
_log = structlog.get_logger()


class Telling:
    """Logs each visit, and the first round's progress when it begins and then once a minute."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._told_at: datetime | None = None
        self._over = False

    def run(self, number: int | None) -> None:
        """What is told from now on is of this run; None: of none."""
        structlog.contextvars.unbind_contextvars("run")
        if number is not None:
            structlog.contextvars.bind_contextvars(run=number)

    def visit(self, visit: Visit) -> None:
        """One check is kept (or was put off)."""
        log = _log.debug if visit.outcome is Outcome.DEFERRED else _log.info
        log(
            "checked",
            url=visit.url,
            outcome=visit.outcome.value,
            reason=visit.reason,
            change=visit.change_id,
            elapsed_ms=visit.elapsed_ms,
        )
        self.progress()

    def bug(self, page: WatchedPage, error: Exception) -> None:
        """One check met a bug of ours."""
        _log.error("a bug in archive-watch; this page is put off", url=page.url, exc_info=error)

    def progress(self) -> None:
        """How far the first round is, while it lasts, unless that was told a moment ago."""
        now = self._watch.clock()
        if self._over or (self._told_at is not None and now - self._told_at < _EVERY):
            return
        self._told_at = now
        first_round = tell_first_round(self._watch)
        if first_round is None:
            self._over = True
        else:
            _log.info(first_round)
