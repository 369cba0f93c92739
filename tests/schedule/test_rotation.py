"""Which copies are kept: the newest of each day, of each week, and always the newest of all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.schedule.rotation import outdated

_LAST = datetime(2026, 1, 31, 3, tzinfo=UTC)  # a Saturday
_moments = st.lists(
    st.integers(0, 24 * 760).map(lambda hours: _LAST - timedelta(hours=hours)),
    unique=True,
    max_size=40,
)


def test_of_sixty_nights_seven_days_and_the_weeks_before_are_kept() -> None:
    nights = [_LAST - timedelta(days=number) for number in range(60)]
    gone = set(outdated(nights, days=7, weeks=4))
    kept = [moment.strftime("%m-%d") for moment in nights if moment not in gone]
    assert kept == [
        *("01-31", "01-30", "01-29", "01-28", "01-27", "01-26", "01-25"),
        *("01-18", "01-11"),  # Sundays: the newest of their weeks
    ]


def test_of_one_day_the_newest_copy_is_kept() -> None:
    hours = [_LAST + timedelta(hours=number) for number in range(3)]
    assert outdated(hours, days=7, weeks=0) == hours[:2]


def test_days_without_a_copy_do_not_count() -> None:
    old = [_LAST - timedelta(days=300 + number) for number in range(3)]
    assert outdated([_LAST, *old], days=7, weeks=0) == []


@given(moments=_moments, days=st.integers(1, 9), weeks=st.integers(0, 9))
def test_the_newest_is_never_outdated_and_nothing_is_once_they_have_gone(
    moments: list[datetime], days: int, weeks: int
) -> None:
    gone = outdated(moments, days=days, weeks=weeks)
    left = [moment for moment in moments if moment not in gone]
    assert max(moments, default=None) not in gone
    assert min(days, len({moment.date() for moment in moments})) <= len(left) <= days + weeks
    assert outdated(left, days=days, weeks=weeks) == []
