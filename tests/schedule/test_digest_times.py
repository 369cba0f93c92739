"""When a digest is due: the last time that has passed, whatever was slept through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.schedule.digest_times import digest_times

BEGIN = datetime(2000, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3_200_000_000).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
WRITTEN = st.sampled_from(
    ["hourly", "daily 07:00", "daily 00:00", "weekly mon 07:00", "Weekly  SUN 23:59"]
)


@pytest.mark.parametrize(
    ("written", "now", "expected"),
    [
        ("daily 07:00", "2026-03-02T06:59:59", "2026-03-01T07:00:00"),
        ("daily 07:00", "2026-03-02T07:00:00", "2026-03-02T07:00:00"),
        ("weekly mon 07:00", "2026-03-01T12:00:00", "2026-02-23T07:00:00"),
        ("weekly sun 23:59", "2026-03-01T23:59:00", "2026-03-01T23:59:00"),
        ("weekly wed 00:00", "2028-03-01T00:00:01", "2028-03-01T00:00:00"),
        ("hourly", "2026-03-02T06:59:59", "2026-03-02T06:00:00"),
    ],
)
def test_the_last_time_that_has_passed(written: str, now: str, expected: str) -> None:
    times = digest_times(written)
    assert times is not None
    moment = datetime.fromisoformat(f"{now}+00:00")
    assert times.last(moment) == datetime.fromisoformat(f"{expected}+00:00")


@given(WRITTEN, MOMENTS, st.integers(0, 10_000_000))
def test_it_never_goes_back_lies_in_the_past_and_less_than_a_turn_ago(
    written: str, now: datetime, later_seconds: int
) -> None:
    times = digest_times(written)
    assert times is not None
    last = times.last(now)
    assert last <= now < last + times.every
    assert times.last(now + timedelta(seconds=later_seconds)) >= last
    assert times.last(last) == last


def test_off_is_never_and_anything_else_is_refused() -> None:
    assert digest_times("off") is None
    for written in ("", "daily", "daily 7:00", "weekly 07:00", "weekly mon 07:60", "monthly 1"):
        with pytest.raises(ValueError, match="is no schedule"):
            digest_times(written)
