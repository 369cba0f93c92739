"""Whether a link is asked again in the same cycle, and when it may be asked next at all.

Only what passes within a moment is waited for: a connection that was reset (servers close what they
keep), a gateway whose own server did not answer (502, 503, 504), and a host that says how long it
is busy (429, 503).  Nothing else is: whoever answers 404 says so the second time too, and whoever
was silent for half a minute has had his chance.
"""

from __future__ import annotations

from datetime import datetime

from archive_watch.model.capture import Failure, Response
from archive_watch.schedule.politeness import LONGEST_HOLD_SECONDS, asked_seconds

MOST_TRIES = 3
LONGEST_PAUSE_SECONDS = 60.0
_PASSING = frozenset({429, 502, 503, 504})
_RESET_TRIES = 2  # a connection that was kept and had just closed was opened again as it is
_FIRST_PAUSE_SECONDS = 1.0


def pause_before_next_try(response: Response, *, tries: int, now: datetime) -> float | None:
    """Seconds to wait before the address is asked again, after ``tries``; None: it is not."""
    if response.refusal is not None:
        passes = response.refusal.failure is Failure.RESET and response.status_line is None
        return _FIRST_PAUSE_SECONDS if passes and tries < _RESET_TRIES else None
    if response.status not in _PASSING or tries >= MOST_TRIES:
        return None
    pause = max(_asked(response, now), _FIRST_PAUSE_SECONDS * 2.0 ** (tries - 1))
    return pause if pause <= LONGEST_PAUSE_SECONDS else None


def rest_seconds(response: Response, *, now: datetime) -> float:
    """How long the answer asks to be left alone, at most a day; 0 where it does not."""
    if response.refusal is not None or response.status not in _PASSING:
        return 0.0
    return min(_asked(response, now), LONGEST_HOLD_SECONDS)


def _asked(response: Response, now: datetime) -> float:
    text = response.header("retry-after")
    return 0.0 if text is None else max(0.0, asked_seconds(text.strip(), now=now))
