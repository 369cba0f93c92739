"""What each host's budget of requests in 24 hours still allows, and until when it rests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from archive_watch.model.clock import days_after, utc_text
from archive_watch.schedule.turns import kept_for_unread
from archive_watch.services.watch import Watch
from archive_watch.storage.budgets import spent_by_host

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """One host that was asked in the last 24 hours, in requests for its pages.

    ``rests_until`` (UTC text) is set where nothing is left for pages that were read before (a tenth
    is kept for those that never were): then the first of the requests is a day old.
    """

    host: str
    spent: int
    left: int
    rests_until: str | None


def tell_budgets(watch: Watch) -> list[Budget]:
    """The hosts' budgets, the most spent first; nothing where no budget is set."""
    budget = watch.settings.schedule.budget_per_host_per_day
    if not budget:
        return []
    kept = kept_for_unread(budget)
    return [
        Budget(
            host=one.host,
            spent=one.requests,
            left=(left := max(0, budget - one.requests)),
            rests_until=days_after(one.since, 1) if left <= kept else None,
        )
        for one in spent_by_host(watch.archive, day_ago=utc_text(watch.clock() - _DAY))
    ]
