"""When failures prove that a link is dead: enough of them, over enough time.

Outages heal, certificates are renewed, names lapse and are paid for; a server that says "not there"
a day later says it of its own will.  So each kind of failure has its number of checks *and* of days,
and checks shortly after one another are one.  Of several kinds in a row all count together, and need
what the slowest of them needs; but those that are quicker to prove may do so without the others.
Where robots.txt was not to be had the address was not asked: that counts beside two silences of its
own, and never by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from archive_watch.model.clock import parse_utc
from archive_watch.model.link import Failing, Tally

_DAY = timedelta(days=1)
_NEEDS = {
    Failing.GONE: (2, _DAY),
    Failing.NOT_THERE: (2, _DAY),
    Failing.SOFT: (2, _DAY),
    Failing.NO_NAME: (3, 7 * _DAY),
    Failing.CERTIFICATE: (3, 7 * _DAY),
    Failing.REFUSED: (4, 7 * _DAY),
    Failing.SERVER: (4, 14 * _DAY),
    Failing.SILENCE: (4, 14 * _DAY),
    Failing.NO_NAME_SERVER: (4, 14 * _DAY),
    Failing.RULES: (4, 14 * _DAY),
}
_RANK = {failing: rank for rank, failing in enumerate(_NEEDS)}
"""The quickest to prove first: neither checks nor days grow less."""

_LIKE_NO_RULES = frozenset({Failing.REFUSED, Failing.SILENCE})
_ASKED_ITSELF = 2
_APART = timedelta(minutes=30)
_STALE = 90 * _DAY  # a proof that rests for so long begins anew


def tallied(tallies: Sequence[Tally], failing: Failing, at: str) -> tuple[Tally, ...]:
    """The tallies once a failure at ``at`` (UTC text) is counted, the quickest to prove first.

    One within half an hour of the last of its kind is the same; one that comes before it shows that
    the clock was set back, and begins its tally anew.
    """
    if failing is Failing.UNPROVEN:
        return tuple(tallies)
    moment = parse_utc(at)
    found = {tally.failing: tally for tally in tallies if not _is_stale(tally, moment)}
    found[failing] = _one_more(found.get(failing), failing, at, moment)
    return tuple(sorted(found.values(), key=lambda tally: _RANK[tally.failing]))


def _is_stale(tally: Tally, moment: datetime) -> bool:
    return abs(moment - parse_utc(tally.last_at)) > _STALE


def _one_more(tally: Tally | None, failing: Failing, at: str, moment: datetime) -> Tally:
    since = None if tally is None else moment - parse_utc(tally.last_at)
    if tally is None or since is None or since <= -_APART:
        return Tally(failing=failing, count=1, first_at=at, last_at=at, hours=1 << moment.hour)
    if since < _APART:
        return tally
    return Tally(
        failing=failing,
        count=tally.count + 1,
        first_at=tally.first_at,
        last_at=at,
        hours=tally.hours | 1 << moment.hour,
    )


def is_proved(tallies: Sequence[Tally], *, times: int = 1, least: int = 1) -> bool:
    """Whether these failures prove that the link is dead.

    ``tallies`` are in the order of ``tallied``.  ``times`` more checks and days are needed of a link
    that comes and goes; never fewer than ``least`` checks.
    """
    return any(
        count >= max(checks, least) * times and parse_utc(last) - parse_utc(first) >= days * times
        for count, first, last, checks, days in _together(tallies)
    )


def days_wanting(tallies: Sequence[Tally], at: str, *, times: int = 1) -> float | None:
    """The days from ``at`` until the first moment at which the days of a proof will be full; None
    where those of all are."""
    now = parse_utc(at)
    ends = [parse_utc(first) + days * times for _, first, _, _, days in _together(tallies)]
    ahead = [(end - now) / _DAY for end in ends if end > now]
    return min(ahead, default=None)


def _together(tallies: Sequence[Tally]) -> Iterator[tuple[int, str, str, int, timedelta]]:
    """The quickest kind, the two quickest and so on: their checks, the first and the last, and how
    many and how many days they need."""
    count, first, last = 0, "", ""
    alike = sum(tally.count for tally in tallies if tally.failing in _LIKE_NO_RULES)
    for tally in tallies:
        if tally.failing is Failing.RULES and alike < _ASKED_ITSELF:
            continue
        checks, days = _NEEDS[tally.failing]
        count += tally.count
        first = min(first or tally.first_at, tally.first_at)
        last = max(last, tally.last_at)
        yield count, first, last, checks, days * (2 if _is_silence_of_one_hour(tally) else 1)


def _is_silence_of_one_hour(tally: Tally) -> bool:
    """Whether no answer came at one hour of the day alone, when a backup may run."""
    return tally.failing is Failing.SILENCE and tally.hours.bit_count() < 2
