"""What is believed of pages that were not looked at: that they went too, or that a sitemap is right.

When a page of a section is found gone, others may be.  How many is a belief over a few shares of
the section; each other page that is looked at makes some of them likelier, so that a search ends by
itself.  How far a sitemap's word is trusted is learnt from what it was worth before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from archive_watch.model.clock import parse_utc

_SHARES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.7)
_BY_ITSELF = 0.004  # the chance that a page is gone for a reason of its own
_REMEMBERED = 300.0  # of a sitemap's words; older ones fade, so that a mended one is believed again
_TRUSTED = 0.2
_DATE_CHARACTERS = len("2026-03-01")
_CLOCK_SLACK = timedelta(days=1)  # of a sitemap's clock, and the hour at which it is written
_FEWEST_AT_ONCE, _MOST_AT_ONCE = 4, 64

BEFORE_LOOKING = (0.3, 0.1, 0.1, 0.1, 0.2, 0.2)
"""The chance of each share, once one page is gone and no other was looked at."""

SOONEST_DAYS = 1 / 24
"""No belief has a page looked at sooner than this after its last look."""

LASTS_DAYS = 45.0
"""A page that is found gone later than this after the first is a new event."""


def belief_after(belief: Sequence[float], *, gone: bool) -> tuple[float, ...]:
    """The chance of each share once another page of the section was looked at."""
    weighed = [
        chance * (max(share, _BY_ITSELF) if gone else 1 - share)
        for chance, share in zip(belief, _SHARES, strict=True)
    ]
    whole = sum(weighed)
    return tuple(chance / whole for chance in weighed)


def share_gone(belief: Sequence[float]) -> float:
    """The share of the section that has gone, in the mean; 0 where it is not worth a search."""
    share = sum(chance * share for chance, share in zip(belief, _SHARES, strict=True))
    return share if share > _BY_ITSELF else 0.0


def most_at_once(share: float) -> int:
    """How many pages of the section are to be waiting for their look: more, the surer it is."""
    return _FEWEST_AT_ONCE + round((_MOST_AT_ONCE - _FEWEST_AT_ONCE) * min(1.0, share))


def trust_after(right: float, wrong: float, *, was_right: bool) -> tuple[float, float]:
    """How often a sitemap was right and wrong, once another word of it was tried."""
    right, wrong = right + was_right, wrong + (not was_right)
    fade = 0.5 if right + wrong > _REMEMBERED else 1.0
    return right * fade, wrong * fade


def trust(right: float, wrong: float) -> float:
    """The chance that a page has changed where its sitemap says so."""
    return (1 + right) / (2 + right + wrong)


def soonest_days(trusted: float, interval_days: float) -> float:
    """How soon after its last look a page may be looked at because its sitemap asks for it.

    One that is mostly wrong cannot have a page looked at more often than a day's round would.
    """
    return SOONEST_DAYS if trusted >= _TRUSTED else min(interval_days, 1.0)


def may_be_later(lastmod: str, looked_at: str) -> bool:
    """Whether a modification at ``lastmod`` may have been missed by a look at ``looked_at``.

    What is no time may mean anything; a date means its whole day.
    """
    try:
        moment = parse_utc(lastmod)
    except ValueError:
        return True
    if len(lastmod) <= _DATE_CHARACTERS:
        moment += timedelta(days=1)
    return moment + _CLOCK_SLACK > parse_utc(looked_at)
