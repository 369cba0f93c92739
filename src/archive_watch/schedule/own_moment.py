"""Which moment of its interval is a page's own: pages that were added together are spread over it.

Fifty pages that were added in one minute would be asked within minutes of each other, at the same
hour of every day, for ever: a small herd, blind for the rest of the day.  So each page has a moment
of its own, by a digest of its address (the same on every machine and after a restore), and comes
later by a twentieth of its interval at a time until it is there.  Never sooner: an interval is a
promise to the host.  Once there it stays: what a check comes late by is no reason to move.
"""

from __future__ import annotations

import hashlib

_STEP = 1 / 20  # of the interval
_NEAR = 1 / 48  # of the interval, half an hour of a day
_CROWD = 2  # others beside; fewer are no herd, and keep their interval to the second


def own_share(key: str) -> float:
    """Where in its interval the page with that key has its moment: 0 is the beginning, 1 the end."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def days_to_own_moment(due_days: float, every_days: float, share: float) -> float:
    """How many days later than ``due_days`` (since any fixed moment) a page in a crowd is due.

    At most a twentieth of ``every_days``; 0 where it is at its moment, or past it by a little.
    """
    ahead = (share * every_days - due_days) % every_days
    if every_days - ahead <= _NEAR * every_days:
        return 0.0
    return min(ahead, _STEP * every_days)


def beside(every_days: float) -> float:
    """How many days sooner or later others are due that are beside a page."""
    return _NEAR * every_days


def crowd_beside() -> int:
    """How many others beside a page make a crowd."""
    return _CROWD
