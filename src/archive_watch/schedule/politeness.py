"""When a host may be asked again: its pace, and the holds that it asks for itself.

A *pace* is the seconds between two requests.  A *hold* is a longer silence that the host asked for
(Retry-After, RFC 9110 section 10.2.3).  Both are one stored moment, the earliest next request, so
they are told apart by how far it lies ahead.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_PACE_SECONDS = 300.0
"""A crawl-delay beyond this is kept as this: else one line of robots.txt ends a watch."""

LONGEST_HOLD_SECONDS = 86_400.0
"""No hold lasts longer; a moment further ahead means that the clock was set back."""

_HOLDING = frozenset({429, 503})
_SLACK_SECONDS = 1.0


def delay_seconds(floor_seconds: float, crawl_delay_seconds: float | None) -> float:
    """The pace of a host: the floor, or what its robots.txt asks for if that is more."""
    return max(floor_seconds, min(crawl_delay_seconds or 0.0, LONGEST_PACE_SECONDS))


def wait_seconds(lead_seconds: float, *, pace_seconds: float) -> float | None:
    """How long to wait when the next request is ``lead_seconds`` ahead; None: it is a hold.

    ``pace_seconds`` is the longest pace at which anyone asks this host.
    """
    if lead_seconds <= 0 or lead_seconds > LONGEST_HOLD_SECONDS + _SLACK_SECONDS:
        return 0.0
    return lead_seconds if lead_seconds <= pace_seconds + _SLACK_SECONDS else None


def hold_seconds(status: int, retry_after: str | None, *, now: datetime) -> float:
    """How long an answer asks to be left alone: 0 where it does not, a day at most."""
    if status not in _HOLDING or retry_after is None:
        return 0.0
    return min(max(_asked_seconds(retry_after.strip(), now), 0.0), LONGEST_HOLD_SECONDS)


def _asked_seconds(text: str, now: datetime) -> float:
    """The seconds of a Retry-After header, which is a number or a date; 0 where it is neither."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()
