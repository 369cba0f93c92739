"""Which page is worth its next request: the refresh policy, as arithmetic on what was learnt.

A look at a page saves, in the mean, its weight times its rate of change times half the square of
the days since the last look: so many days sooner is a change known.  With a budget of requests the
delay is least where every look saves the same, its *price*: the square-root rule (Cho and
Garcia-Molina 2003; Azar et al. 2018), by which a page is due ``sqrt(2 · price / (weight · rate))``
days after its last look.  So the policy is one moment a page, and an index over it the queue.

*Rates* are Gamma-Poisson: changes met in days watched, of the page, shrunk to its section's and
that to its host's.  *Beliefs* that a page has changed already (its sitemap says so; a neighbour is
gone) add ``weight · belief · interval`` to what a look saves, and so bring its moment forward.

Days and changes a day throughout; no clock: moments are told as lengths since the last look.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SECTION_CHANGES = 2.0  # how much of its host's rate a section is believed to begin with
_WORTH_TELLING = 0.05  # a section's siblings are planned anew where its rate rose by so much
_HALVINGS = 40
_GUARD = 0.1  # of a round
_FEWEST_SIBLINGS = 5

MOST_SIBLINGS = 200
"""A section of so many pages is looked at often enough without a guard."""
_BUCKETS_AN_OCTAVE = 6


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
        near = self.section_rate(section, host)
        return (self.usual_changes + page.changes) / (self.usual_changes / near + page.days)

    def section_rate(self, section: Evidence, host: Evidence) -> float:
        """The changes a day to be expected of a page of a section of which nothing is known."""
        usual = (self.usual_changes + host.changes) / (self.usual_days + host.days)
        return (_SECTION_CHANGES + section.changes) / (_SECTION_CHANGES / usual + section.days)

    def exposure_days(self, days: float, *, changed: bool, rate: float) -> float:
        """The days that count as watched by a look ``days`` after the last.

        A page that changed did so somewhere between, and perhaps more than once.
        """
        return min(days, max(days / 2, 0.5 / rate)) if changed else days

    def longest_for(self, siblings: int, round_days: float) -> float:
        """The longest that a page of a section of so many pages is left alone.

        What strikes the section is to be seen in a tenth of a round (``round_days``: every page
        once), by some page of it.  Where there are few, no section is spoken of.
        """
        if not _FEWEST_SIBLINGS <= siblings < MOST_SIBLINGS:
            return self.longest_days
        guarded = siblings * round_days * _GUARD
        return min(max(guarded, self.every_days), self.longest_days)

    def interval_days(
        self, rate: float, price: float, *, weight: float = 1.0, longest_days: float | None = None
    ) -> float:
        """The days from a look to the next, without any sign."""
        days = math.sqrt(2 * price / (weight * rate))
        longest = self.longest_days if longest_days is None else longest_days
        return max(min(days, longest), self.every_days)

    def price(self, pulls: Iterable[tuple[float, float]], *, budget_per_day: float) -> float:
        """The price at which the looks that fall due are as many as the budget has.

        ``pulls`` are weight times rate of each page, and the longest that it is left alone.  0
        where every page can be looked at each ``every_days``.
        """
        buckets = _bucketed(pulls)
        if sum(buckets.values()) / self.every_days <= budget_per_day:
            return 0.0
        low, high = 0.0, max(pull for pull, _ in buckets) * self.longest_days**2 / 2
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if self._looks_a_day(buckets, middle) > budget_per_day:
                low = middle
            else:
                high = middle
        return high

    def _looks_a_day(self, buckets: Mapping[tuple[float, float], int], price: float) -> float:
        return sum(
            count / self.interval_days(pull, price, longest_days=longest)
            for (pull, longest), count in buckets.items()
        )

    def lifts_siblings(self, section: Evidence, host: Evidence) -> bool:
        """Whether one change more in a section says something new of its other pages."""
        more = self.section_rate(section.and_then(1, 0), host)
        return more > (1 + _WORTH_TELLING) * self.section_rate(section, host)


def interval_by_belief(interval_days: float, rate: float, belief: float) -> float:
    """The days from the last look to the next of a page that has changed with that chance.

    Without the belief they were ``interval_days``; 0: it is worth a look at once.
    """
    return interval_days * math.sqrt(max(0.0, 1 - 2 * belief / (rate * interval_days)))


def _bucketed(pulls: Iterable[tuple[float, float]]) -> dict[tuple[float, float], int]:
    """Like pulls counted together: the price is worked out of some hundred numbers, not of all."""
    counts = Counter((_bucket(pull), _bucket(longest)) for pull, longest in pulls)
    return {(_middle(pull), _middle(longest)): count for (pull, longest), count in counts.items()}


def _bucket(value: float) -> int:
    return round(_BUCKETS_AN_OCTAVE * math.log2(value))


def _middle(bucket: int) -> float:
    return float(2.0 ** (bucket / _BUCKETS_AN_OCTAVE))
