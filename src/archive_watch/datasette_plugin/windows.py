"""Which stretch of time the first page tells: since the reader was here, or as they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from archive_watch.datasette_plugin.question import Question, Unclear
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.report.moments import when

DAYS = (1, 7, 30)
_MOST_DAYS = 36_500
_A_DATE = 10  # characters of a date alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time, both ends included, as UTC text; ``since`` None: from the beginning.

    ``words`` name it.  ``choice`` is what was chosen: ``visit``, ``latest``, ``all``, ``dates`` or a
    number of days.  A visit's window has what was found since, whenever it happened.
    """

    since: str | None
    until: str
    words: str
    choice: str

    @property
    def is_visit(self) -> bool:
        """Whether it begins where the reader's visit before this one ended."""
        return self.choice == "visit"


def window_of(question: Question, *, last_at: str | None) -> Window:
    """What is asked for; else since the visit before; else the week that ends with what happened last.

    ``last_at`` is when that was.  Raises Unclear where a date is none.
    """
    asked, now = question.asked, question.now
    if asked.get("since") or asked.get("until"):
        return _dates(asked.get("since"), asked.get("until"), now)
    if asked.get("days") == "all":
        return Window(since=None, until=now, words="Since the watch began", choice="all")
    if asked.get("days"):
        return _days(asked["days"], now)
    if question.seen_at is not None:
        words = f"Since your last visit, {when(question.seen_at)}"
        return Window(since=question.seen_at, until=now, words=words, choice="visit")
    return _latest(last_at, now)


def _latest(last_at: str | None, now: str) -> Window:
    """The week that ends with the day on which something happened last, which may be long ago."""
    if last_at is None:
        return Window(since=None, until=now, words="Since the watch began", choice="latest")
    last = min(parse_utc(last_at), parse_utc(now))
    since = (last - timedelta(days=6)).replace(hour=0, minute=0, second=0)
    words = (
        f"The last 7 days with something in them: {utc_text(since)[:10]} to {utc_text(last)[:10]}"
    )
    return Window(since=utc_text(since), until=now, words=words, choice="latest")


def _days(asked: str, now: str) -> Window:
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) <= _MOST_DAYS):
        raise Unclear(f"“{asked}” is no number of days.", "Ask for days=7, or for days=all.")
    days = int(asked[:6])
    try:
        since = utc_text(parse_utc(now) - timedelta(days=days))
    except OverflowError:
        since = None
    words = "The last day" if days == 1 else f"The last {days:,} days"
    return Window(since=since, until=now, words=words, choice=str(days))


def _dates(since: str | None, until: str | None, now: str) -> Window:
    first = None if not since else _moment(since, end=False)
    last = now if not until else _moment(until, end=True)
    if first is not None and first > last:
        raise Unclear("That stretch of time ends before it begins.", "Ask for since=2026-03-01.")
    if since and until and since == until:
        words = since
    elif until:
        words = f"{since} to {until}" if since else f"Up to {until}"
    else:
        words = f"Since {since}"
    return Window(since=first, until=last, words=words, choice="dates")


def _moment(told: str, *, end: bool) -> str:
    """A date or a time as UTC text; of a date its first second, or its last."""
    try:
        moment = parse_utc(told)
        if end and len(told.strip()) <= _A_DATE:
            moment += timedelta(days=1, seconds=-1)
        return utc_text(moment)
    except (ValueError, OverflowError) as error:
        raise Unclear(f"“{told}” is no date.", "Write it as 2026-03-05.") from error
