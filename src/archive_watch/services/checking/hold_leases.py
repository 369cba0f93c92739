"""The leases of one worker: taken for a few minutes, lasting on while it lives, given back at its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.schedule.turns import horizon, lease_length
from archive_watch.services.watch import Watch
from archive_watch.storage import frontier
from archive_watch.storage.pages import page_by_id


class Leases:
    """What ``owner`` claims, and until when."""

    def __init__(self, watch: Watch, owner: str) -> None:
        self._watch = watch
        self._owner = owner
        self._until: datetime | None = None

    def take_due(self, limit: int, *, idle: bool = False) -> list[WatchedPage]:
        """Up to ``limit`` pages whose turn it is; when ``idle``, also where a pace is to be waited."""
        now, settings = self._watch.clock(), self._watch.settings
        pages = frontier.claim_due(
            self._watch.archive,
            horizon(now, deadline_seconds=settings.fetch.deadline_seconds, idle=idle),
            owner=self._owner,
            limit=limit,
            budget=settings.schedule.budget_per_host_per_day,
        )
        if pages:
            self._taken(now)
        return pages

    def take(self, page_id: int) -> WatchedPage | None:
        """The page as it was claimed, due or not; None while another has it."""
        now = self._watch.clock()
        is_ours = frontier.claim_page(
            self._watch.archive,
            page_id,
            now=utc_text(now),
            lease_until=utc_text(now + self._length),
            owner=self._owner,
        )
        if not is_ours:
            return None
        self._taken(now)
        return page_by_id(self._watch.archive, page_id)

    def keep(self) -> None:
        """Let them last on, once half of the time of the first of them has passed."""
        now = self._watch.clock()
        if self._until is not None and now + self._length / 2 > self._until:
            self._until = now + self._length
            frontier.extend_leases(
                self._watch.archive, owner=self._owner, until=utc_text(self._until)
            )

    def give_back(self) -> None:
        """End all of them; where none was ever taken, nothing is written."""
        if self._until is not None:
            frontier.release(self._watch.archive, owner=self._owner)

    @property
    def _length(self) -> timedelta:
        return lease_length(self._watch.settings.fetch.deadline_seconds)

    def _taken(self, now: datetime) -> None:
        ends = now + self._length
        self._until = ends if self._until is None else min(self._until, ends)
