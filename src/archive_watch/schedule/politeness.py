"""When a host may be asked again: its pace, and the holds that it asks for itself.

A *pace* is the seconds between two requests: the most of the operator's floor, the crawl-delay of
robots.txt and ``LATENCY_FACTOR`` times as long as the host takes to answer (so that a host in
labour is busy with us for a quarter of the time at most), times a factor.  The factor is what the
host teaches: each 429 or 503 doubles it, each row of ``SUCCESSES_THAT_QUICKEN`` good answers takes a
tenth off (additive increase, multiplicative decrease, as in TCP).
A *hold* is a longer silence that the host asked for (Retry-After, RFC 9110 section 10.2.3).  Pace
and hold are one stored moment, the earliest next request, so they are told apart by how far it
lies ahead.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive_watch.model.host import HostStanding

LONGEST_PACE_SECONDS = 300.0
"""No pace is slower, whatever a robots.txt or an overload asks: else one line ends a watch.
Only the operator's own floor may be."""

LONGEST_HOLD_SECONDS = 86_400.0
"""No hold lasts longer; a moment further ahead means that the clock was set back."""

ASKING_FOR_TIME = frozenset({429, 503})
"""The answers by which a host asks to be asked more seldom."""

LATENCY_FACTOR = 3.0
LONGEST_FOR_LATENCY_SECONDS = 60.0
SUCCESSES_THAT_QUICKEN = 50
_SMOOTHING = 0.3
_SLOWER, _QUICKER = 2.0, 0.9
_FOUND_NOTHING = frozenset({404, 410})
_SLACK_SECONDS = 1.0


def delay_seconds(
    floor_seconds: float,
    crawl_delay_seconds: float | None,
    *,
    latency_ms: float | None = None,
    factor: float = 1.0,
) -> float:
    """The pace of a host: never under the floor, and over ``LONGEST_PACE_SECONDS`` only by it."""
    thinking = LATENCY_FACTOR * (latency_ms or 0.0) / 1000
    usual = max(
        floor_seconds,
        min(crawl_delay_seconds or 0.0, LONGEST_PACE_SECONDS),
        min(thinking, LONGEST_FOR_LATENCY_SECONDS),
    )
    return max(floor_seconds, min(usual * factor, LONGEST_PACE_SECONDS))


def paced(
    host: HostStanding, status: int | None, *, latency_ms: float | None, usual_seconds: float
) -> HostStanding:
    """How a host is to be asked after an answer with ``status`` (None: there was none).

    ``usual_seconds`` is its pace at a factor of 1, so that the factor grows no further than the
    longest pace; ``latency_ms`` is None where it was not measured.
    """
    if latency_ms is not None:
        known = host.latency_ms
        smooth = latency_ms if known is None else known + _SMOOTHING * (latency_ms - known)
        host = replace(host, latency_ms=round(smooth, 1))
    if status in ASKING_FOR_TIME:
        most = max(1.0, LONGEST_PACE_SECONDS / usual_seconds) if usual_seconds > 0 else 1.0
        return replace(host, successes=0, delay_factor=min(host.delay_factor * _SLOWER, most))
    if status is None or status >= 500:
        return replace(host, successes=0)
    if status >= 400 and status not in _FOUND_NOTHING:
        return host
    if host.successes + 1 < SUCCESSES_THAT_QUICKEN:
        return replace(host, successes=host.successes + 1)
    return replace(host, successes=0, delay_factor=max(1.0, host.delay_factor * _QUICKER))


def wait_seconds(lead_seconds: float, *, pace_seconds: float) -> float | None:
    """How long to wait when the next request is ``lead_seconds`` ahead; None: it is a hold.

    ``pace_seconds`` is the longest pace at which anyone asks this host.
    """
    if lead_seconds <= 0 or lead_seconds > LONGEST_HOLD_SECONDS + _SLACK_SECONDS:
        return 0.0
    return lead_seconds if lead_seconds <= pace_seconds + _SLACK_SECONDS else None


def hold_seconds(status: int, retry_after: str | None, *, now: datetime) -> float:
    """How long an answer asks to be left alone: 0 where it does not, a day at most."""
    if status not in ASKING_FOR_TIME or retry_after is None:
        return 0.0
    return min(max(asked_seconds(retry_after.strip(), now=now), 0.0), LONGEST_HOLD_SECONDS)


def asked_seconds(text: str, *, now: datetime) -> float:
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
