"""What a page's checks prove of a time: that it said the same, and no more than they saw.

A stretch is a run of checks that saw one version, at whatever address.  Between two of its checks
nobody looked: that the page was the same there too is likely and not proved, and the longest gap
says how large an edit's chance was to be undone unseen.  A "not modified" is the server's word; the
last check that had the whole answer in hand is told apart.  A check that could not see the page
says nothing, and is counted as that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from archive_watch.model.clock import days_between
from archive_watch.model.version import FULL_READS, How, Observation, Span
from archive_watch.model.visit import SAW_IT_GONE, Outcome


class Proved(StrEnum):
    """What is known of the time that was asked for."""

    SAME = "same"
    GONE = "gone"
    CHANGED_BETWEEN = "changed_between"
    NOT_YET_SEEN = "not_yet_seen"
    NOT_SEEN_SINCE = "not_seen_since"
    NEVER_READ = "never_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseeing:
    """A check that does not count as a sight of the page, and what came of it."""

    at: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Two checks with none between them; times are UTC text."""

    since: str
    until: str

    @property
    def days(self) -> float:
        """How long it is."""
        return days_between(self.since, self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A run of checks that saw one version (None: that saw the page gone), and what they rest on.

    ``by`` counts the checks by their proof, ``sources`` by who made them.  ``unseeing`` counts the
    checks between its ends that did not see the page, ``absences`` among them.
    """

    version_id: int | None
    first_at: str
    last_at: str
    checks: int
    by: dict[How, int]
    sources: dict[str, int]
    last_full_at: str | None
    last_full_how: How | None
    longest_gap: Gap | None
    addresses: int = 1
    unseeing: dict[Outcome, int] = field(default_factory=dict)

    @property
    def on_the_servers_word(self) -> int:
        """How many of the checks have nothing but the server's "not modified"."""
        return self.by.get(How.NOT_MODIFIED, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the checks prove of ``at`` (None: of all until the last check).

    ``stretch`` is the one that the time lies in or behind, ``next`` the one after it where the page
    changed between.  ``around`` are the checks that saw the page just before and after the time, and
    ``later`` counts the checks after the last stretch, none of which counts as a sight.
    """

    proved: Proved
    at: str | None
    stretch: Stretch | None = None
    next: Stretch | None = None
    around: tuple[str | None, str | None] = (None, None)
    later: dict[Outcome, int] = field(default_factory=dict)


def proof_of(
    spans: Sequence[Span],
    sights: Sequence[Observation],
    unseeing: Sequence[Unseeing],
    *,
    at: str | None = None,
) -> Proof:
    """What is proved of ``at`` by a page's ``spans``, in order, and by the checks behind them.

    ``unseeing`` are all the checks that are no sight of a version.
    """
    stretches = [_stretch(run, sights, unseeing) for run in _runs(spans)]
    if not stretches:
        return Proof(proved=Proved.NEVER_READ, at=at, later=_counted(unseeing))
    last = stretches[-1]
    later = _counted(one for one in unseeing if one.at > last.last_at)
    if at is None:
        return Proof(proved=_within(last), at=at, stretch=last, later=later)
    around = _around(sights, at)
    for stretch in stretches:
        if stretch.first_at <= at <= stretch.last_at:
            return Proof(proved=_within(stretch), at=at, stretch=stretch, around=around)
    if at < stretches[0].first_at:
        return Proof(proved=Proved.NOT_YET_SEEN, at=at, next=stretches[0], around=around)
    if at > last.last_at:
        return Proof(proved=Proved.NOT_SEEN_SINCE, at=at, stretch=last, around=around, later=later)
    before, after = next(
        (one, other) for one, other in pairwise(stretches) if one.last_at < at < other.first_at
    )
    return Proof(proved=Proved.CHANGED_BETWEEN, at=at, stretch=before, next=after, around=around)


def _runs(spans: Sequence[Span]) -> list[list[Span]]:
    """Neighbouring spans of one version: a page that moved said the same before and after."""
    runs: list[list[Span]] = []
    for span in spans:
        if runs and runs[-1][-1].version_id == span.version_id:
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _within(stretch: Stretch) -> Proved:
    return Proved.GONE if stretch.version_id is None else Proved.SAME


def _stretch(
    run: Sequence[Span], sights: Sequence[Observation], unseeing: Sequence[Unseeing]
) -> Stretch:
    first, last, version = run[0].first_seen_at, run[-1].last_seen_at, run[0].version_id
    seen = sorted(
        (one for one in sights if one.version_id == version and first <= one.at <= last),
        key=lambda one: one.at,
    )
    full = [one for one in seen if one.how in FULL_READS or one.how is How.ABSENT]
    gaps = [Gap(since=one.at, until=other.at) for one, other in pairwise(seen)]
    return Stretch(
        version_id=version,
        first_at=first,
        last_at=last,
        checks=len(seen),
        by=dict(Counter(one.how for one in seen)),
        sources=dict(Counter(one.source for one in seen)),
        last_full_at=full[-1].at if full else None,
        last_full_how=full[-1].how if full else None,
        longest_gap=max(gaps, key=lambda gap: gap.days, default=None),
        addresses=len({span.moved_to for span in run}),
        unseeing=_counted(
            one
            for one in unseeing
            if first <= one.at <= last and (version is not None or one.outcome not in SAW_IT_GONE)
        ),
    )


def _counted(unseeing: Iterable[Unseeing]) -> dict[Outcome, int]:
    return dict(Counter(one.outcome for one in unseeing))


def _around(sights: Sequence[Observation], at: str) -> tuple[str | None, str | None]:
    before = max((one.at for one in sights if one.at <= at), default=None)
    after = min((one.at for one in sights if one.at >= at), default=None)
    return before, after
