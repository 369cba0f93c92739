"""The life of an archive as bars: checks, changes by weight and incidents, in stretches of equal kind.

The stretches are days, weeks, months, quarters or years, so that there are enough to see a course and
few enough to be hit by a finger.  Heights grow with the square root of a count, so that the day of a
thousand does not make the days of one vanish.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

STRONG, MIDDLING = 60, 20
"""From which severity a change is strong, or middling."""

WIDTH, HEIGHT = 1_000, 100
"""The units that bars are measured in: of a whole row of them."""

_GAP = 0.18  # of a bar's width
_LEAST = 3  # units: what is there is seen
_MOST_MONTHS, _MONTHS_OF_A_QUARTER, _MONTHS_OF_A_YEAR = 60, 3, 12


class Unit(StrEnum):
    """How long each stretch is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MOST_DAYS = {Unit.DAY: 45, Unit.WEEK: 7 * 54, Unit.MONTH: 30 * _MOST_MONTHS, Unit.QUARTER: 91 * 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What came to pass in one stretch; ``first`` and ``last`` are its days, as dates."""

    first: str
    last: str
    checks: int = 0
    strong: int = 0
    middling: int = 0
    light: int = 0
    incidents: int = 0

    @property
    def changes(self) -> int:
        """All changes of it."""
        return self.strong + self.middling + self.light

    @property
    def name(self) -> str:
        """Its days in words."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A piece of a bar, in units from the top left; ``look`` is what it stands for."""

    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The stretches in order of time, and of which unit they are.

    ``at_least``: there are so many checks that some of them may not have been counted.
    """

    unit: Unit
    stretches: tuple[Counts, ...]
    at_least: bool = False

    def row(self, *looks: str) -> Iterator[tuple[Counts, float, tuple[Bar, ...]]]:
        """The bars of a row, stacked by ``looks`` from below: each stretch, where it begins, its bars."""
        most = max((sum(_counted(one, looks)) for one in self.stretches), default=0)
        step = WIDTH / max(1, len(self.stretches))
        for place, one in enumerate(self.stretches):
            yield one, round(place * step, 2), tuple(_bars(one, looks, place * step, step, most))

    def most(self, *looks: str) -> int:
        """The count of the highest bar of a row."""
        return max((sum(_counted(one, looks)) for one in self.stretches), default=0)

    @property
    def step(self) -> float:
        """How wide a stretch is, in units."""
        return round(WIDTH / max(1, len(self.stretches)), 2)


def _counted(one: Counts, looks: Sequence[str]) -> list[int]:
    return [int(getattr(one, look)) for look in looks]


def _bars(one: Counts, looks: Sequence[str], left: float, step: float, most: int) -> Iterator[Bar]:
    counts = _counted(one, looks)
    total = sum(counts)
    if not total:
        return
    height = max(_LEAST, HEIGHT * sqrt(total / most))
    foot = float(HEIGHT)
    for look, count in zip(looks, counts, strict=True):
        if count:
            share = height * count / total
            foot -= share
            yield Bar(
                x=round(left + step * _GAP / 2, 2),
                y=round(foot, 2),
                width=round(step * (1 - _GAP), 2),
                height=round(share, 2),
                look=look,
            )


def unit_for(first: date, last: date) -> Unit:
    """The shortest unit in which the days from first to last are not too many bars."""
    days = (last - first).days + 1
    return next((unit for unit, most in _MOST_DAYS.items() if days <= most), Unit.YEAR)


def stretches_of(first: date, last: date, unit: Unit) -> list[tuple[date, date]]:
    """The stretches that cover the days from first to last, each with its own first and last day."""
    found: list[tuple[date, date]] = []
    begin = _begin(first, unit)
    while begin <= last and len(found) < _MOST_STRETCHES:
        following = _following(begin, unit)
        found.append((begin, following - timedelta(days=1)))
        begin = following
    return found


_MOST_STRETCHES = 500


def begin_of(day: str, unit: Unit) -> str:
    """The first day of the stretch that a day (YYYY-MM-DD) is of."""
    return _begin(date.fromisoformat(day), unit).isoformat()


def _begin(day: date, unit: Unit) -> date:
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.QUARTER:
            month = (day.month - 1) // _MONTHS_OF_A_QUARTER * _MONTHS_OF_A_QUARTER + 1
            return day.replace(month=month, day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)


def _following(day: date, unit: Unit) -> date:
    match unit:
        case Unit.DAY:
            return day + timedelta(days=1)
        case Unit.WEEK:
            return day + timedelta(days=7 - day.weekday())
        case Unit.MONTH:
            return _months_later(day, 1)
        case Unit.QUARTER:
            return _months_later(day, _MONTHS_OF_A_QUARTER)
        case Unit.YEAR:
            return _months_later(day, _MONTHS_OF_A_YEAR)


def _months_later(day: date, months: int) -> date:
    number = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + months
    return date(number // _MONTHS_OF_A_YEAR, number % _MONTHS_OF_A_YEAR + 1, 1)


def timeline_of(
    first: str,
    last: str,
    *,
    checks: Mapping[str, int],
    changes: Mapping[tuple[str, str], int],
    incidents: Mapping[str, int],
    at_least: bool = False,
) -> Timeline:
    """The timeline from one day to another; the counts are by day (YYYY-MM-DD), those of changes by
    day and look (``strong``, ``middling``, ``light``); the checks may be more where ``at_least``."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    unit = unit_for(begin, end)
    summed: dict[str, dict[str, int]] = {}

    def add(day: str, look: str, count: int) -> None:
        into = summed.setdefault(begin_of(day, unit), {})
        into[look] = into.get(look, 0) + count

    for day, count in checks.items():
        add(day, "checks", count)
    for (day, look), count in changes.items():
        add(day, look, count)
    for day, count in incidents.items():
        add(day, "incidents", count)
    return Timeline(
        unit=unit,
        stretches=tuple(
            Counts(first=a.isoformat(), last=b.isoformat(), **summed.get(a.isoformat(), {}))
            for a, b in stretches_of(begin, end, unit)
        ),
        at_least=at_least,
    )
