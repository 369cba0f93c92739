"""Whether it is a host that fails, and not its links one by one.

When a server goes away, or a site is taken down, every link to it fails within hours.  That is one
event, and is told as one: ten links of a host that were good and began to fail within a day of one
another.  Links that failed before, or were never seen good, are no part of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_watch.model.clock import days_between
from archive_watch.model.link import GOOD, PROVED, LinkHealth, LinkReason, LinkState

FEWEST_LINKS = 10
_TOGETHER_DAYS = 1.0
_FAILING = PROVED | {LinkState.SUSPECTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOutage:
    """Links of one host that began to fail together; times are UTC text.

    ``failing`` is how many, ``proved`` how many of them are dead by now, ``good`` how many others
    of the host were good when they were last asked.  ``reason`` is that of most.  ``until`` is the
    start of the last: what began to fail between ``since`` and then is part of it.
    """

    host: str
    since: str
    until: str
    failing: int
    proved: int
    good: int
    reason: LinkReason | None

    @property
    def is_whole_host(self) -> bool:
        """Whether no link of the host is good."""
        return self.good == 0

    def includes(self, host: str, health: LinkHealth) -> bool:
        """Whether a link is part of it: then it is not told by itself."""
        began = health.failing_since
        return host == self.host and began is not None and self.since <= began <= self.until


def host_outages(
    links: Iterable[tuple[str, LinkHealth]], *, fewest: int = FEWEST_LINKS
) -> tuple[HostOutage, ...]:
    """The hosts of which at least ``fewest`` links began to fail together, by name.

    ``links`` are the host and the health of each link.  Of several times the one with the most.
    """
    by_host: defaultdict[str, list[LinkHealth]] = defaultdict(list)
    for host, health in links:
        by_host[host].append(health)
    found = (_outage(host, healths, fewest) for host, healths in sorted(by_host.items()))
    return tuple(outage for outage in found if outage is not None)


def _outage(host: str, healths: Sequence[LinkHealth], fewest: int) -> HostOutage | None:
    failing = [one for one in healths if _was_good_and_fails(one)]
    if len(failing) < fewest:
        return None
    together = _most_together(failing)
    if len(together) < fewest:
        return None
    reasons = Counter(one.reason for one in together)
    return HostOutage(
        host=host,
        since=_began(together[0]),
        until=_began(together[-1]),
        failing=len(together),
        proved=sum(one.state in PROVED for one in together),
        good=sum(one.state in GOOD for one in healths),
        reason=min(reasons, key=lambda reason: (-reasons[reason], reason or "")),
    )


def _was_good_and_fails(health: LinkHealth) -> bool:
    return (
        health.state in _FAILING
        and health.last_ok_at is not None
        and health.failing_since is not None
    )


def _most_together(failing: Sequence[LinkHealth]) -> list[LinkHealth]:
    """The most links of which the last began to fail within a day of the first, in order."""
    ordered = sorted(failing, key=_began)
    best, first = (0, 0), 0
    for last in range(len(ordered)):
        while days_between(_began(ordered[first]), _began(ordered[last])) > _TOGETHER_DAYS:
            first += 1
        best = max(best, (first, last + 1), key=lambda span: span[1] - span[0])
    return ordered[slice(*best)]


def _began(health: LinkHealth) -> str:
    assert health.failing_since is not None
    return health.failing_since
