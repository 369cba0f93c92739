"""When a host in trouble is left alone, and when it may be tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.clock import parse_utc
from archive_watch.model.host import HostStanding
from archive_watch.schedule.breaker import (
    TROUBLES_THAT_CLOSE,
    after_answer,
    after_trouble,
    closed,
    is_closed,
    is_half_open,
    opened,
    shut_out,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOST = HostStanding(host="harbour.example")


def in_trouble(host: HostStanding, times: int, now: datetime = NOW) -> HostStanding:
    for _ in range(times):
        host = after_trouble(host, now=now, why="connect: refused")
    return host


def shut(host: HostStanding, now: datetime = NOW) -> HostStanding:
    return closed(shut_out(host, now=now, why="403"), now=now, why="403")


def lasts(host: HostStanding, since: datetime) -> timedelta:
    assert host.closed_until is not None
    return parse_utc(host.closed_until) - since


def test_only_five_troubles_in_a_row_close_a_host_and_any_answer_between_them_counts() -> None:
    assert not is_closed(in_trouble(HOST, 4), NOW)
    assert not is_closed(in_trouble(after_answer(in_trouble(HOST, 4)), 4), NOW)
    tired = in_trouble(HOST, TROUBLES_THAT_CLOSE)
    assert is_closed(tired, NOW)
    assert (tired.closed_why, tired.closed_since) == ("connect: refused", "2026-03-01T12:00:00Z")


def test_each_failed_attempt_doubles_the_silence_up_to_six_hours() -> None:
    host, now, minutes = in_trouble(HOST, TROUBLES_THAT_CLOSE), NOW, []
    for _ in range(9):
        minutes.append(lasts(host, now) / timedelta(minutes=1))
        now = parse_utc(host.closed_until or "")
        assert is_half_open(host, now)
        host = after_trouble(host, now=now, why="timeout")
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 360, 360]
    assert host.closed_since == "2026-03-01T12:00:00Z"


def test_a_host_that_shuts_us_out_is_tried_after_an_hour_and_at_last_once_a_day() -> None:
    host, now, hours = shut(HOST), NOW, []
    for _ in range(7):
        hours.append(lasts(host, now) / timedelta(hours=1))
        now = parse_utc(host.closed_until or "")
        host = after_trouble(host, now=now, why="timeout")
    assert hours == [1, 2, 4, 8, 16, 24, 24]
    assert host.blocked_since == "2026-03-01T12:00:00Z"


def test_an_answer_opens_a_host_that_was_out_of_order_but_not_one_that_shuts_us_out() -> None:
    assert after_answer(in_trouble(HOST, 7)) == HOST
    out = shut(in_trouble(HOST, 7))
    assert lasts(out, NOW) == timedelta(hours=1), "a block begins its own row of attempts"
    assert after_answer(out) == out
    assert opened(out) == HOST


def test_a_clock_that_was_set_back_keeps_no_host_closed() -> None:
    assert not is_closed(shut(HOST), NOW - timedelta(days=2))


@given(st.lists(st.tuples(st.sampled_from("atb"), st.integers(0, 100_000)), max_size=60))
def test_a_host_is_closed_for_no_longer_than_a_day_and_never_longer_by_hand(
    story: list[tuple[str, int]],
) -> None:
    """Any row of answers, troubles and blocks: while it is closed a trouble changes nothing."""
    host, now = HOST, NOW
    for what, seconds in story:
        now += timedelta(seconds=seconds)
        was_closed, before = is_closed(host, now), host
        if what == "a":
            host = after_answer(host)
        elif what == "t":
            host = after_trouble(host, now=now, why="timeout")
            assert not was_closed or host == before
        else:
            host = shut(host, now)
        if is_closed(host, now):
            assert timedelta(0) < lasts(host, now) <= timedelta(hours=24)
            assert host.closures > 0
        if host.closures == 0:
            assert not host.is_blocked
