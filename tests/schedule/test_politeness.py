"""When a host may be asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.schedule.politeness import (
    LONGEST_HOLD_SECONDS,
    LONGEST_PACE_SECONDS,
    delay_seconds,
    hold_seconds,
    wait_seconds,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = (NOW + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("status", "retry_after", "expected"),
    [
        (429, "120", 120), (503, " 120 ", 120), (429, LATER, 300),
        (200, "120", 0), (404, "120", 0), (500, "120", 0),
        (429, None, 0), (429, "", 0), (429, "soon", 0), (429, "-5", 0), (429, "1.5", 0),
        (429, "Sun, 01 Mar 2020 12:00:00 GMT", 0), (429, "9" * 40, LONGEST_HOLD_SECONDS),
        (429, "Sun, 01 Mar 99999999999 12:00:00 GMT", 0),
        (429, "١٢", 0), (503, "Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_HOLD_SECONDS),
    ],
)  # fmt: skip
def test_a_host_is_left_alone_for_as_long_as_it_asks_but_no_more_than_a_day(
    status: int, retry_after: str | None, expected: float
) -> None:
    assert hold_seconds(status, retry_after, now=NOW) == expected


@given(st.integers(0, 999), st.none() | st.text())
def test_no_retry_after_asks_for_less_than_nothing_or_more_than_a_day(
    status: int, retry_after: str | None
) -> None:
    assert 0 <= hold_seconds(status, retry_after, now=NOW) <= LONGEST_HOLD_SECONDS


def test_robots_may_slow_us_down_but_not_speed_us_up_nor_stop_us() -> None:
    assert delay_seconds(5, None) == 5
    assert delay_seconds(5, 1) == 5
    assert delay_seconds(5, 30) == 30
    assert delay_seconds(5, 1e9) == LONGEST_PACE_SECONDS


def test_a_pace_is_waited_for_and_a_hold_is_told_apart_from_it() -> None:
    assert wait_seconds(-3, pace_seconds=5) == 0
    assert wait_seconds(4, pace_seconds=5) == 4
    assert wait_seconds(3600, pace_seconds=5) is None


def test_a_clock_that_was_set_back_holds_nobody_up() -> None:
    assert wait_seconds(40 * 86_400, pace_seconds=5) == 0
