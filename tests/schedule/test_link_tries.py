"""A link is asked again in the same cycle only where waiting helps, and never for long."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.capture import Failure, Refusal, Response
from archive_watch.schedule.link_tries import (
    LONGEST_PAUSE_SECONDS,
    MOST_TRIES,
    pause_before_next_try,
    rest_seconds,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "http://other.example/a"


def answered(status: int, retry_after: str | None = None) -> Response:
    headers = () if retry_after is None else (("retry-after", retry_after),)
    return Response(url=URL, final_url=URL, status=status, headers=headers)


def failed(failure: Failure, status_line: str | None = None) -> Response:
    return Response(
        url=URL, final_url=URL, refusal=Refusal(failure=failure), status_line=status_line
    )


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_is_asked_twice_more_each_time_later(status: int) -> None:
    pauses = [pause_before_next_try(answered(status), tries=n, now=NOW) for n in (1, 2, 3)]
    assert pauses == [1.0, 2.0, None]


@pytest.mark.parametrize("status", [200, 301, 401, 403, 404, 410, 451, 500, 501, 999])
def test_an_answer_that_would_be_the_same_is_not_asked_for_again(status: int) -> None:
    assert pause_before_next_try(answered(status), tries=1, now=NOW) is None


def test_a_reset_is_asked_once_more_and_a_silence_or_half_an_answer_is_not() -> None:
    assert pause_before_next_try(failed(Failure.RESET), tries=1, now=NOW) == 1.0
    assert pause_before_next_try(failed(Failure.RESET), tries=2, now=NOW) is None
    began = failed(Failure.RESET, "HTTP/1.1 200 OK")
    assert pause_before_next_try(began, tries=1, now=NOW) is None
    for failure in (Failure.TIMEOUT, Failure.DNS, Failure.TLS, Failure.CONNECT):
        assert pause_before_next_try(failed(failure), tries=1, now=NOW) is None


@pytest.mark.parametrize(
    ("asked", "pause", "rest"),
    [
        ("7", 7.0, 7.0),
        ("60", 60.0, 60.0),
        ("61", None, 61.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0, 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 1.0, 0.0),
        ("1000000", None, 86_400.0),
        ("soon", 1.0, 0.0),
        ("-5", 1.0, 0.0),
    ],
)
def test_who_says_how_long_he_is_busy_is_waited_for_up_to_a_minute(
    asked: str, pause: float | None, rest: float
) -> None:
    assert pause_before_next_try(answered(503, asked), tries=1, now=NOW) == pause
    assert rest_seconds(answered(503, asked), now=NOW) == rest


def test_nobody_rests_after_an_answer_that_asks_for_nothing() -> None:
    assert rest_seconds(answered(200, "60"), now=NOW) == 0.0
    assert rest_seconds(failed(Failure.TIMEOUT), now=NOW) == 0.0


@given(st.integers(100, 999), st.text(max_size=20), st.integers(1, 9))
def test_no_pause_is_longer_than_a_minute_and_no_link_is_tried_more_than_thrice(
    status: int, retry_after: str, tries: int
) -> None:
    pause = pause_before_next_try(answered(status, retry_after), tries=tries, now=NOW)
    assert pause is None or (0 < pause <= LONGEST_PAUSE_SECONDS and tries < MOST_TRIES)
