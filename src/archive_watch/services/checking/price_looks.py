"""What must a look save to be worth its request on this host?  As much as its budget makes it.

The budget is the operator's, or what the pace allows; less where checks come late, which is how a
slow host, a crawl-delay or other work on the host shows.  Worked out again every so many checks.
"""

from __future__ import annotations

import math

from archive_watch.model.clock import days_between
from archive_watch.model.page import WatchedPage
from archive_watch.schedule.lateness import PRICINGS_A_ROUND, is_late, stretch_after
from archive_watch.schedule.refresh import RefreshPolicy
from archive_watch.services.watch import Watch
from archive_watch.storage import rates
from archive_watch.storage.rates import Learnt, Pace

_DAY_SECONDS = 86_400
_SHARE = 0.9  # of the budget; the rest is for new pages, links and what is asked by hand
_LEAST_SHARE = 0.1  # however much the pages take that have an interval of their own
_FEWEST_PLANS = 16


def price_looks(
    watch: Watch, page: WatchedPage, policy: RefreshPolicy, learnt: Learnt, *, at: str
) -> Pace:
    """The price of a look on the page's host, which is written where it is a new one."""
    capacity = _capacity_per_day(watch)
    if math.isinf(capacity):
        return Pace()
    pace, stretch, left = learnt.pace, learnt.stretch, learnt.plans_to_price - 1
    if left <= 0:
        stretch = _stretched(learnt, at)
        known = rates.rates_of(watch.archive, page.site_id, unknown=policy.usual_rate)
        budget = _budget_per_day(watch, page, capacity / stretch)
        pulls = [policy.pull(rate, siblings=pages, host=learnt.host) for rate, pages in known]
        price = policy.price(pulls, budget_per_day=budget)
        pace = Pace(price=price, round_days=len(known) / budget)
        left = max(_FEWEST_PLANS, len(known) // PRICINGS_A_ROUND)
    rates.keep_pace(watch.archive, page.site_id, pace, stretch=stretch, plans_to_price=left)
    return pace


def _budget_per_day(watch: Watch, page: WatchedPage, capacity: float) -> float:
    """The looks a day that are left for pages without an interval of their own."""
    budget = _SHARE * capacity
    promised = rates.looks_promised(watch.archive, page.site_id)
    return max(budget - promised, budget * _LEAST_SHARE)


def _capacity_per_day(watch: Watch) -> float:
    """The requests that a host may be asked for in a day, as far as the settings say."""
    delay = watch.settings.fetch.min_delay_seconds
    capacity = _DAY_SECONDS / delay if delay > 0 else math.inf
    return min(capacity, watch.settings.schedule.budget_per_host_per_day or math.inf)


def _stretched(learnt: Learnt, at: str) -> float:
    """How many times slower than told the host is, one check later.

    Only a check that came at a moment planned by rate says anything of it.
    """
    if learnt.why not in {"rate", "every"} or None in {learnt.due_at, learnt.looked_at}:
        return learnt.stretch
    assert learnt.due_at is not None
    assert learnt.looked_at is not None
    late = days_between(learnt.due_at, at)
    if late < 0:
        return learnt.stretch
    interval = days_between(learnt.looked_at, learnt.due_at)
    return stretch_after(learnt.stretch, late=is_late(late, interval))
