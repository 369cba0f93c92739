"""Time, as the whole program writes it: UTC, to the second, ``YYYY-MM-DDTHH:MM:SSZ``.

Nothing but a face or a door reads the real clock; everything else is handed one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def utc_text(moment: datetime) -> str:
    """``moment`` as ``YYYY-MM-DDTHH:MM:SSZ``; an aware datetime is expected."""
    text = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    return f"{text}Z"  # strftime would write the year 999 with three digits


def parse_utc(text: str) -> datetime:
    """The aware UTC datetime that ``text`` names: a date, or an ISO 8601 time (naive means UTC).

    Raises ValueError when it is neither, or lies outside the calendar.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text.strip()} lies outside the calendar") from error


def days_between(earlier: str, later: str) -> float:
    """The days from one moment (UTC text) to another; less than 0 where that was before."""
    return (parse_utc(later) - parse_utc(earlier)) / timedelta(days=1)


def days_after(at: str, days: float) -> str:
    """The moment, as UTC text, that lies ``days`` after ``at``."""
    return utc_text(parse_utc(at) + timedelta(days=days))
