"""Time as the whole program writes it sorts as text and comes back as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.clock import parse_utc, utc_text

_MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))


@given(_MOMENTS, _MOMENTS)
def test_times_sort_as_text_as_they_do_in_time(first: datetime, second: datetime) -> None:
    assert (first < second) == (utc_text(first) < utc_text(second))


@given(_MOMENTS)
def test_a_time_comes_back_as_it_was_written(moment: datetime) -> None:
    assert parse_utc(utc_text(moment)) == moment
    assert len(utc_text(moment)) == len("2026-02-01T12:00:00Z")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        (" 2026-02-01T12:00:00 ", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        (
            "2026-02-01T12:00:00+02:00",
            datetime(2026, 2, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        ),
    ],
)
def test_a_day_and_a_local_time_are_read_as_utc(text: str, moment: datetime) -> None:
    assert parse_utc(text) == moment
    assert parse_utc(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "9999-12-31T23:59:59-23:00"])
def test_what_names_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the message is the standard library's)
        parse_utc(text)
