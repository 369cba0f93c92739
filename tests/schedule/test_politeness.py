"""When a host may be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.host import HostStanding
from archive_watch.schedule.politeness import (
    LATENCY_FACTOR,
    LONGEST_FOR_LATENCY_SECONDS,
    LONGEST_HOLD_SECONDS,
    LONGEST_PACE_SECONDS,
    SUCCESSES_THAT_QUICKEN,
    delay_seconds,
    hold_seconds,
    paced,
    wait_seconds,
)

HOST = HostStanding(host="harbour.example")
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


def after(
    statuses: Sequence[int | None], host: HostStanding = HOST, usual: float = 5.0
) -> HostStanding:
    for status in statuses:
        host = paced(host, status, latency_ms=None, usual_seconds=usual)
    return host


def pace_of(host: HostStanding, floor: float = 5.0, crawl: float | None = None) -> float:
    return delay_seconds(floor, crawl, latency_ms=host.latency_ms, factor=host.delay_factor)


def test_each_429_or_503_doubles_the_pace_up_to_five_minutes() -> None:
    paces = [pace_of(after([429, 503] * half)) for half in range(5)]
    assert paces == [5, 20, 80, 300, 300]


def test_fifty_good_answers_in_a_row_take_a_tenth_off_down_to_the_floor() -> None:
    slow = after([429])
    assert pace_of(after([200] * (SUCCESSES_THAT_QUICKEN - 1), slow)) == 10
    assert pace_of(after([200] * SUCCESSES_THAT_QUICKEN, slow)) == 9
    assert pace_of(after([200] * 49 + [500] + [200] * 49, slow)) == 10, "the row begins anew"
    assert pace_of(after([304, 404] * 25, slow)) == 9
    assert pace_of(after([403] * 500, slow)) == 10, "to be refused is no encouragement"
    assert pace_of(after([200] * 50 * 40, slow)) == 5


def test_a_host_that_thinks_long_is_asked_more_seldom() -> None:
    host = paced(HOST, 200, latency_ms=4000.0, usual_seconds=5)
    assert pace_of(host) == 4 * LATENCY_FACTOR
    for _ in range(30):
        host = paced(host, 200, latency_ms=100.0, usual_seconds=5)
    assert pace_of(host) == 5
    slowest = paced(HOST, 200, latency_ms=59_000.0, usual_seconds=5)
    assert pace_of(slowest) == LONGEST_FOR_LATENCY_SECONDS


_STATUSES = st.lists(
    st.none() | st.integers(200, 599) | st.sampled_from([429, 503, 200]), max_size=80
)
_LATENCIES = st.none() | st.floats(0, 1e6, allow_nan=False)


@given(st.floats(0.1, 1000), st.none() | st.floats(0, 1e9), _STATUSES, _LATENCIES)
def test_no_pace_is_under_the_floor_and_none_over_the_cap_but_by_the_floor(
    floor: float, crawl: float | None, statuses: list[int | None], latency: float | None
) -> None:
    usual = delay_seconds(floor, crawl)
    host = paced(HOST, 200, latency_ms=latency, usual_seconds=usual)
    host = after(statuses, host, usual)
    assert floor <= pace_of(host, floor, crawl) <= max(floor, LONGEST_PACE_SECONDS)
    assert pace_of(host, floor, crawl) >= usual


@given(_STATUSES, st.floats(0.1, 1000))
def test_a_host_that_asks_for_time_is_never_asked_sooner(
    statuses: list[int | None], floor: float
) -> None:
    host = after(statuses, HOST, floor)
    for status in (429, 503):
        assert pace_of(after([status], host, floor), floor) >= pace_of(host, floor)
