"""How many there were in each week, month or year, as bars: drawn here, with nothing to run.

A bar has two parts, told apart by where they stand and by their look: what is grave below, the rest
above it.  The bars stretch with the page; moments and counts stand beside as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

_MOST = 60
_FEWEST = 12
_GAP = 0.18  # of a bar's width
_DAYS = {"week": 7, "month": 28, "year": 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period: its first day and its last (YYYY-MM-DD), how many there were, how many grave."""

    first: str
    last: str
    grave: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Periods of one length, each after the other, those without anything too.

    ``unit`` is ``week``, ``month`` or ``year``; ``before`` counts what lies before the first.
    """

    unit: str
    bars: tuple[Bar, ...]
    before: int = 0

    @property
    def most(self) -> int:
        """The count of the highest bar."""
        return max((bar.count for bar in self.bars), default=0)


def bars_of(
    moments: Iterable[tuple[str, bool]], *, until: str, finest: str = "week"
) -> Bars | None:
    """Moments (UTC text, and whether what happened is grave) by the finest period that fits.

    The last period has the last of them, or ``until`` where that is later but in no later year.
    None where there are none.
    """
    days = [(_day(moment), grave) for moment, grave in moments]
    if not days:
        return None
    first, last = min(days)[0], max(day for day, _ in days)
    last = max(last, _day(until)) if until[:4] == last.isoformat()[:4] else last
    units = list(_DAYS)[list(_DAYS).index(finest) :]
    unit = next((u for u in units if (last - first).days < _DAYS[u] * (_MOST - 1)), "year")
    begin = _BEGINNINGS[unit]
    starts = _starts(begin(first), begin(last), unit)
    counts = Counter((begin(day), grave) for day, grave in days)
    bars = tuple(_bar(start, unit, counts) for start in starts)
    return Bars(unit=unit, bars=bars, before=len(days) - sum(bar.count for bar in bars))


def _bar(start: date, unit: str, counts: Counter[tuple[date, bool]]) -> Bar:
    grave = counts[start, True]
    end = _after(start, unit) - timedelta(days=1)
    count = grave + counts[start, False]
    return Bar(first=start.isoformat(), last=end.isoformat(), grave=grave, count=count)


def _starts(first: date, last: date, unit: str) -> list[date]:
    """The first days of the periods up to ``last``: not too few to be seen as a row, nor too many."""
    starts = [last]
    while len(starts) < _MOST and (starts[-1] > first or len(starts) < _FEWEST):
        if starts[-1] <= date(2, 1, 1):
            break
        starts.append(_BEGINNINGS[unit](starts[-1] - timedelta(days=1)))
    return starts[::-1]


def _after(start: date, unit: str) -> date:
    if unit == "week":
        return start + timedelta(days=7)
    return _BEGINNINGS[unit](start + timedelta(days=31 if unit == "month" else 366))


_BEGINNINGS: dict[str, Callable[[date], date]] = {
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "year": lambda day: day.replace(month=1, day=1),
}


def _day(moment: str) -> date:
    return min(max(date.fromisoformat(moment[:10]), date(2, 1, 8)), date(9998, 12, 1))


def bars_as_svg(bars: Bars, *, told: str) -> str:
    """The bars as an SVG picture that needs no style of its own; ``told`` says what it shows."""
    drawn = "".join(_drawn(bars.bars, at, bars.most) for at in range(len(bars.bars)))
    return (
        f'<svg class="bars" role="img" aria-label="{escape(told)}" preserveAspectRatio="none"'
        f' viewBox="0 0 {len(bars.bars)} 100">{drawn}</svg>'
    )


def _drawn(bars: Sequence[Bar], at: int, most: int) -> str:
    bar, parts, top = bars[at], [], 100.0
    if not bar.count:
        return ""
    for name, count in (("grave", bar.grave), ("rest", bar.count - bar.grave)):
        height = 100 * count / most
        top -= height
        parts.append(
            f'<rect class="{name}" x="{at + _GAP / 2:g}" y="{top:.4g}" width="{1 - _GAP:g}"'
            f' height="{height:.4g}"/>'
            if count
            else ""
        )
    rest = f", {bar.grave:,} grave" if bar.grave else ""
    return f"<g><title>{bar.first} to {bar.last}: {bar.count:,}{rest}</title>{''.join(parts)}</g>"
