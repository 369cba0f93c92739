"""The refresh policy in the simulator of ``shared/bench``: how long until a change is known.

The policy is the daemon's own (``archive_watch.schedule``), and so is its form: one moment a page,
the earliest served first.  Beside it, on the same worlds and with as many requests: round-robin,
Nutch's adaptive schedule, and the simulator's best learner.
"""

from __future__ import annotations

import bisect
import heapq
import importlib
import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shown
from archive_watch.schedule.beliefs import (
    BEFORE_LOOKING,
    LASTS_DAYS,
    belief_after,
    share_gone,
    trust,
    trust_after,
)
from archive_watch.schedule.refresh import Evidence, RefreshPolicy, interval_by_belief
from archive_watch.schedule.stagger import crowd, reach, staggered

SIMULATOR = Path(os.environ.get("ARCHIVE_WATCH_SHARED", "../shared")) / "bench"
TARGETS = {"none": 0.60, "noisy": 0.45}
_PRICINGS_A_ROUND = 50
_NEVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Worlds of so many pages, which are run for ``days`` on one round's requests each
    ``round_days``."""

    pages: int
    round_days: float
    days: float = 600.0
    seeds: range = range(10, 14)
    peers: tuple[str, ...] = ("round_robin",)


KINDS = (
    Kind(pages=2_000, round_days=30, peers=("round_robin", "nutch", "gp_gone_sitemap")),
    Kind(pages=2_000, round_days=15),
    Kind(pages=2_000, round_days=60),
    Kind(pages=6_000, round_days=30, days=730.0, seeds=range(10, 12)),
)


class Scheduled:
    """``RefreshPolicy`` as a policy of the simulator, which fetches the pages that are due first."""

    def __init__(self, world: Any, per_day: float) -> None:
        self._policy = RefreshPolicy()
        self._budget = per_day
        self._weight = [float(weight) for weight in world.w]
        self._section = [int(section) for section in world.sec]
        self._members = [[int(page) for page in pages] for pages in world.members]
        self._siblings = [len(self._members[section]) for section in self._section]
        self._looked = _first_looks(world, per_day)
        self._rate = [self._policy.usual_rate] * world.N
        self._page = [Evidence()] * world.N
        self._near = [Evidence()] * len(self._members)
        self._host = Evidence()
        self._said = [False] * world.N
        self._right = self._wrong = 0.0
        self._search: dict[int, tuple[float, tuple[float, ...]]] = {}
        self._belief = [0.0] * world.N
        self._price, self._plans = 0.0, 0
        self._due = [_NEVER] * world.N
        self._queued = [_NEVER] * world.N
        self._queue: list[tuple[float, int]] = []
        self._dues: list[list[float]] = [[] for _ in self._members]
        self.gone: Any = ()  # set by the simulator before ``seen``
        self._set_price()
        for page in range(world.N):
            self._plan(page)

    def pick(self, _: float, wanted: int) -> Any:
        """The pages that are due first."""
        pages: list[int] = []
        while len(pages) < wanted:
            moment, page = heapq.heappop(self._queue)
            if moment != self._queued[page]:
                continue
            self._queued[page] = _NEVER
            if self._due[page] > moment:
                self._enqueue(page)
            else:
                pages.append(page)
        return importlib.import_module("numpy").array(pages)

    def seen(self, now: float, pages: Any, changed: Any) -> None:
        """Learn from the looks at ``pages``."""
        for page, edited, is_gone in zip(
            pages.tolist(), changed.tolist(), self.gone.tolist(), strict=True
        ):
            self._learn(page, now, changed=edited, gone=is_gone)

    def signal(self, _: float, pages: Any) -> None:
        """A sitemap says that ``pages`` were modified."""
        trusted = trust(self._right, self._wrong)
        for page in pages.tolist():
            self._said[page] = True
            self._belief[page] = max(self._belief[page], trusted)
            self._plan(page)

    def _learn(self, page: int, now: float, *, changed: bool, gone: bool) -> None:
        if self._said[page]:
            self._said[page] = False
            self._right, self._wrong = trust_after(self._right, self._wrong, was_right=changed)
        section, before = self._section[page], self._looked[page]
        edited = changed and not gone
        days = self._policy.exposure_days(now - before, changed=edited, rate=self._rate[page])
        self._page[page] = self._page[page].and_then(edited, days)
        self._near[section] = self._near[section].and_then(edited, days)
        self._host = self._host.and_then(edited, days)
        self._looked[page], self._belief[page] = now, 0.0
        self._plans -= 1
        if self._plans <= 0:
            self._set_price()
        self._rate[page] = self._rate_of(page)
        self._plan(page)
        self._go_on_searching(section, before, now, gone=gone)
        if edited and self._policy.lifts_siblings(self._near[section], self._host):
            for sibling in self._members[section]:
                self._rate[sibling] = self._rate_of(sibling)
                self._plan(sibling)

    def _go_on_searching(self, section: int, before: float, now: float, *, gone: bool) -> None:
        since, belief = self._search.get(section, (-_NEVER, BEFORE_LOOKING))
        is_probe = now - since < LASTS_DAYS and before < since
        if is_probe:
            belief = belief_after(belief, gone=gone)
        elif gone:
            since, belief = now, BEFORE_LOOKING
        else:
            return
        self._search[section] = (since, belief)
        share = share_gone(belief)
        for sibling in self._members[section]:
            if self._looked[sibling] < since:
                said = trust(self._right, self._wrong) if self._said[sibling] else 0.0
                self._belief[sibling] = max(share, said)
                self._plan(sibling)

    def _rate_of(self, page: int) -> float:
        return self._policy.rate(self._page[page], self._near[self._section[page]], self._host)

    def _pull(self, page: int) -> float:
        return self._policy.pull(
            self._rate[page],
            weight=self._weight[page],
            siblings=self._siblings[page],
            host=self._host,
        )

    def _set_price(self) -> None:
        pulls = map(self._pull, range(len(self._rate)))
        self._price = self._policy.price(pulls, budget_per_day=self._budget)
        self._plans = max(16, len(self._rate) // _PRICINGS_A_ROUND)

    def _plan(self, page: int) -> None:
        rate = self._rate[page]
        days = self._policy.interval_days(self._pull(page), self._price)
        dues = self._dues[self._section[page]]
        if self._due[page] != _NEVER:
            dues.pop(bisect.bisect_left(dues, self._due[page]))
        if self._belief[page]:
            days = interval_by_belief(days, rate, self._belief[page])
        else:
            days = self._staggered(page, days, dues)
        self._due[page] = self._looked[page] + days
        bisect.insort(dues, self._due[page])
        if self._due[page] < self._queued[page]:
            self._enqueue(page)

    def _staggered(self, page: int, days: float, dues: list[float]) -> float:
        looked = self._looked[page]
        soonest, latest = reach(days)
        begin = bisect.bisect_left(dues, looked + soonest)
        end = min(bisect.bisect_right(dues, looked + latest), begin + crowd())
        return staggered(days, [moment - looked for moment in dues[begin:end]])

    def _enqueue(self, page: int) -> None:
        self._queued[page] = self._due[page]
        heapq.heappush(self._queue, (self._due[page], page))


def measure() -> None:
    """Print the delay and the sight of takedowns in each kind of world, in one run."""
    try:
        simulated = simulator()
    except ImportError as error:
        shown.note(f"the simulator at {SIMULATOR} cannot be used ({error}): not measured")
        return
    for kind in KINDS:
        for sitemap, target in TARGETS.items():
            shown.note(
                f"{kind.pages:,} pages, a round of {kind.round_days:.0f} days, {kind.days:.0f} days,"
                f" sitemap {sitemap}, {len(kind.seeds)} seeds (× round-robin: delay <= {target:.2f},"
                " 90 % of a takedown <= 0.10)"
            )
            _compare(simulated, kind, sitemap)


def _compare(simulated: Any, kind: Kind, sitemap: str) -> None:
    policies = {name: simulated.P[name] for name in kind.peers} | {"archive_watch": Scheduled}
    told = {name: _told(simulated, policy, kind, sitemap) for name, policy in policies.items()}
    delay, takedown = told["round_robin"]
    for name, (its_delay, its_takedown) in told.items():
        print(
            f"  {name:16} delay {its_delay:5.2f} d = {its_delay / delay:.3f}"
            f"   90 % of a takedown {its_takedown:5.2f} d = {its_takedown / takedown:.3f}",
            flush=True,
        )


def _told(simulated: Any, policy: Any, kind: Kind, sitemap: str) -> tuple[float, float]:
    """Mean delay of a change and of seeing nine tenths of a takedown, in days, over the seeds."""
    results = []
    per_day = kind.pages / kind.round_days
    for seed in kind.seeds:
        world = simulated.World(seed, N=kind.pages, days=kind.days, sitemap=sitemap)
        results.append(simulated.run(world, policy(world, per_day), per_day))
    return _mean(results, "delay"), _mean(results, "td_90")


def _mean(results: list[dict[str, float]], name: str) -> float:
    known = [result[name] for result in results if not math.isnan(result[name])]
    return sum(known) / len(known)


def simulator() -> Any:
    """The simulator's module; an ImportError where it is not there."""
    if str(SIMULATOR) not in sys.path:
        sys.path.append(str(SIMULATOR))
    return importlib.import_module("refresh_sim")


def _first_looks(world: Any, per_day: float) -> list[float]:
    """When each page was looked at before the simulation, as its other policies are told."""
    base = simulator().Base(world, per_day)
    return [float(moment) for moment in base.last]
