"""When a digest is due: ``hourly``, ``daily 07:00``, ``weekly mon 07:00`` or ``off``, all in UTC.

What is asked is the last time that has passed: a watch that slept through several sends one digest for
all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WRITTEN = re.compile(
    r"^(?:(?P<off>off)|(?P<hourly>hourly)"
    r"|(?:daily|weekly (?P<day>mon|tue|wed|thu|fri|sat|sun)) (?P<hour>\d\d):(?P<minute>\d\d))$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTimes:
    """A digest's schedule: every ``every``, at ``after`` from the beginning of that stretch.

    Weeks begin on Monday, days at midnight UTC.
    """

    every: timedelta
    after: timedelta

    def last(self, now: datetime) -> datetime:
        """The last time that is due, at ``now`` or before."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if self.every >= timedelta(days=7):
            midnight -= timedelta(days=midnight.weekday())
        elif self.every < timedelta(days=1):
            midnight = now.replace(minute=0, second=0, microsecond=0)
        due = midnight + self.after
        return due if due <= now else due - self.every


def digest_times(written: str) -> DigestTimes | None:
    """The schedule that is written; None: never.  Raises ValueError where it is none."""
    found = _WRITTEN.match(" ".join(written.lower().split()))
    if found is None or int(found["hour"] or 0) > 23 or int(found["minute"] or 0) > 59:
        raise ValueError(
            f"{written!r} is no schedule; write daily 07:00, weekly mon 07:00, hourly or off"
        )
    if found["off"]:
        return None
    if found["hourly"]:
        return DigestTimes(every=timedelta(hours=1), after=timedelta())
    at = timedelta(hours=int(found["hour"]), minutes=int(found["minute"]))
    if found["day"] is None:
        return DigestTimes(every=timedelta(days=1), after=at)
    days = timedelta(days=_DAYS.index(found["day"]))
    return DigestTimes(every=timedelta(days=7), after=days + at)
