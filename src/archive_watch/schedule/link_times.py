"""When a link is looked at again: soon while it is suspected, ever less often while it stays the same.

A suspicion is looked at after one hour, six, a day, three days and a week, and as soon as its proof
may be complete.  A good link is left alone a week, then half as long again each time, a month at the
most; up to a fifth less, so that links that were first seen together do not stay together.  What is
dead is looked at too, for what is gone does come back.
"""

from __future__ import annotations

from hashlib import blake2b

from archive_watch.classify.link_life import is_flapping
from archive_watch.classify.link_proof import days_wanting
from archive_watch.model.clock import days_between
from archive_watch.model.link import GOOD, PROVED, Failing, LinkHealth, LinkReason, LinkState

_HOUR = 1 / 24
_SUSPECTED_DAYS = (_HOUR, 6 * _HOUR, 1.0, 3.0, 7.0)
_WITHOUT_RULES_DAYS = (_HOUR, 6 * _HOUR, 1.0, 3.0, 4.0)
_SOONEST_PROOF_DAYS = 0.5 * _HOUR
_GROWS = 1.5
_SPREAD = 0.2
_MONTH = 30.0
_DEAD_DAYS = {
    LinkState.BROKEN: (30.0, 90.0),
    LinkState.SOFT_404: (30.0, 90.0),
    LinkState.GONE: (90.0, 90.0),
}
# What may be otherwise one day: whether we say who asks, what the host asks, where its name leads.
_EXCLUDED_DAYS = {
    LinkReason.CONTACT: _HOUR,
    LinkReason.ROBOTS: _MONTH,
    LinkReason.PRIVATE_ADDRESS: _MONTH,
}


def days_until_next_look(
    before: LinkHealth,
    after: LinkHealth,
    *,
    usual_days: float = 7.0,
    is_archive: bool = False,
    jitter: float = 0.0,
) -> float | None:
    """The days from the check that led from ``before`` to ``after`` until the next; None for never.

    ``usual_days`` is how long a good link is left alone at first; ``is_archive``: its host is an
    archive, which is to be spared; ``jitter``, from 0 to 1, spreads what was checked together.
    """
    match after.state:
        case LinkState.UNCHECKED:
            return 0.0
        case LinkState.SUSPECTED:
            return _while_suspected(after)
        case LinkState.EXCLUDED:
            return None if after.reason is None else _EXCLUDED_DAYS.get(after.reason)
        case LinkState.BLOCKED if after.reason is LinkReason.ROBOTS:
            return _while_without_rules(after)
        case LinkState.BLOCKED:
            wait = _MONTH
        case LinkState.BROKEN | LinkState.SOFT_404 | LinkState.GONE:
            soonest, latest = _DEAD_DAYS[after.state]
            wait = _grown(before, after, before.state in PROVED, soonest, latest)
        case _ if is_archive:
            wait = max(_MONTH, usual_days)
        case _:
            wait = _grown(before, after, before.state in GOOD, usual_days, max(_MONTH, usual_days))
    return wait * (1 - _SPREAD * jitter)


def jitter_of(url: str, checks: int) -> float:
    """A number from 0 to 1 that is another for each link and each of its checks, and always the
    same."""
    digest = blake2b(f"{checks} {url}".encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest) / 2**32


def _while_suspected(after: LinkHealth) -> float:
    step = _SUSPECTED_DAYS[min(max(after.failures, 1), len(_SUSPECTED_DAYS)) - 1]
    assert after.checked_at is not None
    wanting = days_wanting(after.tallies, after.checked_at, times=2 if is_flapping(after) else 1)
    return step if wanting is None else min(step, max(wanting, _SOONEST_PROOF_DAYS))


def _while_without_rules(after: LinkHealth) -> float:
    """Soon again, and then every few days, until robots.txt is there or is given up."""
    count = sum(tally.count for tally in after.tallies if tally.failing is Failing.RULES)
    return _WITHOUT_RULES_DAYS[min(max(count, 1), len(_WITHOUT_RULES_DAYS)) - 1]


def _grown(
    before: LinkHealth, after: LinkHealth, is_same: bool, soonest: float, latest: float
) -> float:
    """Half as long again as the last time, where nothing has changed."""
    if not is_same or before.checked_at is None or after.checked_at is None:
        return soonest
    waited = days_between(before.checked_at, after.checked_at)
    return min(max(waited * _GROWS, soonest), latest)
