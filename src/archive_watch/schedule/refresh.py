"""Which page is worth its next request: the refresh policy, as arithmetic on what was learnt.

A look at a page saves, in the mean, its weight times its rate of change times half the square of
the days since the last look: so many days sooner is a change known.  With a budget of requests the
delay is least where every look saves the same, its *price*: the square-root rule (Cho and
Garcia-Molina 2003; Azar et al. 2018), by which a page is due ``sqrt(2 · price / (weight · rate))``
days after its last look.  So the policy is one moment a page, and an index over it the queue.

*Rates* are Gamma-Poisson: changes met in days watched, of the page, shrunk to its section's and
that to its host's.  Most pages are still and few are lively (lists, home pages), and one spread of
rates tells of both badly: a lively page would need dozens of changes to be known as one.  So a page
is believed to be of either kind, and the kind is learnt with the rate.

*Sections* are guarded: looks at ``R`` a day, evenly spread, see what strikes a section after
``1 / 2R`` days in the mean, so that a look at one of ``n`` pages saves for its section what it would
save for a page whose rate were greater by ``guard / n²``.  *Beliefs* that a page has changed already
(its sitemap says so; a neighbour is gone) add ``weight · belief · interval`` to what a look saves,
and so bring its moment forward.

Days and changes a day throughout; no clock: moments are told as lengths since the last look.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_STILL_SHAPE = 1.0  # how alike the rates of the still pages of a section are
_LIVELY_SHARE = 0.1  # of the pages of which nothing is known
_LIVELY_SHAPE, _LIVELY_DAYS = 0.5, 30.0  # as if that many changes in so many days had been met
_SURE = 50.0  # log odds beyond which a page's kind is known
_SECTION_CHANGES = 2.0  # how much of its host's rate a section is believed to begin with
_WORTH_TELLING = 0.05  # a section's siblings are planned anew where its rate rose by so much
_HALVINGS = 40
_GUARD = 150.0  # pages of its host: to see a section struck is worth as much as their changes
_FEWEST_SIBLINGS = 5  # no section is spoken of where there are fewer

MOST_SIBLINGS = 200
"""A section of more pages is looked at often enough without a guard."""
_BUCKETS_AN_OCTAVE = 6
_FEW, _MANY = 1e-6, 700.0  # changes to be met: half-way, as far as can be told; and no overflow


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Changes that were met in so many days of watching (of one page, or summed over many)."""

    changes: float = 0.0
    days: float = 0.0

    def and_then(self, changes: float, days: float) -> Evidence:
        """The same with more seen."""
        return Evidence(changes=self.changes + changes, days=self.days + days)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshPolicy:
    """The rules of one host; a page is due no sooner than ``every_days`` after its last look.

    ``usual_changes`` in ``usual_days`` is what is believed of a page before anything is known;
    ``longest_days`` is the longest that any page is left alone.
    """

    every_days: float = 1.0
    longest_days: float = 180.0
    usual_changes: float = 0.3
    usual_days: float = 400.0

    @property
    def usual_rate(self) -> float:
        """The changes a day to be expected where nothing is known at all."""
        return self.usual_changes / self.usual_days

    def rate(self, page: Evidence, section: Evidence, host: Evidence) -> float:
        """The changes a day to be expected of a page."""
        still_days = _STILL_SHAPE / self.section_rate(section, host)
        lively = _chance_lively(page, still_days)
        if_lively = (_LIVELY_SHAPE + page.changes) / (_LIVELY_DAYS + page.days)
        if_still = (_STILL_SHAPE + page.changes) / (still_days + page.days)
        return lively * if_lively + (1 - lively) * if_still

    def section_rate(self, section: Evidence, host: Evidence) -> float:
        """The changes a day to be expected of a page of a section of which nothing is known."""
        usual = self._host_rate(host)
        return (_SECTION_CHANGES + section.changes) / (_SECTION_CHANGES / usual + section.days)

    def _host_rate(self, host: Evidence) -> float:
        return (self.usual_changes + host.changes) / (self.usual_days + host.days)

    def exposure_days(self, days: float, *, changed: bool, rate: float) -> float:
        """The days that count as watched by a look ``days`` after the last.

        Of a page that changed, those until its first change, in the mean: what it did after that
        nobody knows.
        """
        met = rate * days
        if not changed or met == 0:
            return days
        if met < _FEW:
            return days / 2
        return 1 / rate - days / math.expm1(min(met, _MANY))

    def pull(
        self, rate: float, *, weight: float = 1.0, siblings: int = 0, host: Evidence | None = None
    ) -> float:
        """What a look saves a day and day waited: for the page, and for its section of so many.

        ``siblings`` are the pages of the section, itself with them; 0: it is of none.
        """
        if siblings < _FEWEST_SIBLINGS or host is None:
            return weight * rate
        return weight * rate + _GUARD * self._host_rate(host) / siblings**2

    def interval_days(self, pull: float, price: float) -> float:
        """The days from a look to the next, without any sign."""
        days = math.sqrt(2 * price / pull)
        return max(min(days, self.longest_days), self.every_days)

    def price(self, pulls: Iterable[float], *, budget_per_day: float) -> float:
        """The price at which the looks that fall due are as many as the budget has.

        ``pulls`` are those of its pages.  0 where every page can be looked at each ``every_days``.
        """
        buckets = _bucketed(pulls)
        if sum(buckets.values()) / self.every_days <= budget_per_day:
            return 0.0
        low, high = 0.0, max(buckets) * self.longest_days**2 / 2
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self._looks_a_day(buckets, middle) > budget_per_day:
                low = middle
            else:
                high = middle
        return high

    def _looks_a_day(self, buckets: Mapping[float, int], price: float) -> float:
        return sum(count / self.interval_days(pull, price) for pull, count in buckets.items())

    def lifts_siblings(self, section: Evidence, host: Evidence) -> bool:
        """Whether one change more in a section says something new of its other pages."""
        more = self.section_rate(section.and_then(1, 0), host)
        return more > (1 + _WORTH_TELLING) * self.section_rate(section, host)


def interval_by_belief(interval_days: float, rate: float, belief: float) -> float:
    """The days from the last look to the next of a page that has changed with that chance.

    Without the belief they were ``interval_days``; 0: it is worth a look at once.
    """
    return interval_days * math.sqrt(max(0.0, 1 - 2 * belief / (rate * interval_days)))


def _chance_lively(page: Evidence, still_days: float) -> float:
    """The chance that a page is of the lively kind, by how well each kind foretold what was met."""
    odds = math.log(_LIVELY_SHARE / (1 - _LIVELY_SHARE))
    odds += _likelihood(page, _LIVELY_SHAPE, _LIVELY_DAYS)
    odds -= _likelihood(page, _STILL_SHAPE, still_days)
    return 1 / (1 + math.exp(min(max(-odds, -_SURE), _SURE)))


def _likelihood(page: Evidence, shape: float, days: float) -> float:
    """The logarithm of how likely it was to meet what was met, but for what all kinds share."""
    met = math.lgamma(shape + page.changes) - math.lgamma(shape)
    return met + shape * math.log(days) - (shape + page.changes) * math.log(days + page.days)


def _bucketed(pulls: Iterable[float]) -> dict[float, int]:
    """Like pulls counted together: the price is worked out of some dozen numbers, not of all."""
    counts = Counter(round(_BUCKETS_AN_OCTAVE * math.log2(pull)) for pull in pulls)
    return {2.0 ** (bucket / _BUCKETS_AN_OCTAVE): count for bucket, count in counts.items()}
