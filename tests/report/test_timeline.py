"""The life of an archive as bars: nothing is lost between them, and what is there is seen."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.report.timeline import HEIGHT, WIDTH, Unit, stretches_of, timeline_of, unit_for

_DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("days", "unit"),
    [(1, Unit.DAY), (45, Unit.DAY), (46, Unit.WEEK), (400, Unit.MONTH), (3_000, Unit.QUARTER),
     (10_000, Unit.YEAR)],
)  # fmt: skip
def test_a_longer_life_has_longer_stretches_and_never_too_many(days: int, unit: Unit) -> None:
    first = date(1997, 1, 1)
    last = first + timedelta(days=days - 1)
    assert unit_for(first, last) is unit
    assert len(stretches_of(first, last, unit)) <= 62


@given(_DAYS, _DAYS)
def test_every_day_of_a_life_is_in_exactly_one_stretch(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    stretches = stretches_of(first, last, unit_for(first, last))
    assert stretches[0][0] <= first
    assert last <= stretches[-1][1]
    for (_, end), (begin, _) in itertools.pairwise(stretches):
        assert begin - end == timedelta(days=1)


@given(
    st.dictionaries(
        st.tuples(_DAYS.map(date.isoformat), st.sampled_from(["strong", "middling", "light"])),
        st.integers(1, 10_000),
        min_size=1,
        max_size=20,
    )
)
def test_no_change_is_lost_and_no_bar_leaves_its_place(counts: dict[tuple[str, str], int]) -> None:
    days = sorted(day for day, _ in counts)
    told = timeline_of(days[0], days[-1], checks={}, changes=counts, incidents={})
    assert sum(one.changes for one in told.stretches) == sum(counts.values())
    for one, x, bars in told.row("light", "middling", "strong"):
        assert bool(bars) == bool(one.changes)
        for bar in bars:
            assert x <= bar.x
            assert bar.x + bar.width <= min(x + told.step, WIDTH) + 0.1
            assert bar.y >= -0.1
            assert bar.y + bar.height <= HEIGHT + 0.1


def test_a_day_of_one_is_seen_beside_a_day_of_a_million() -> None:
    told = timeline_of(
        "2026-03-01", "2026-03-02", incidents={},
        checks={"2026-03-01": 1, "2026-03-02": 1_000_000}, changes={},
    )  # fmt: skip
    heights = [bars[0].height for _, _, bars in told.row("checks")]
    assert heights == [3, 100]
