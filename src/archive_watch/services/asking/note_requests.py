"""Count what a check asked of each host towards its budget of a day, inside the caller's transaction.

Redirects count, each for the host that was asked; what was refused before it was sent does not.
"""

from __future__ import annotations

from collections import Counter

from archive_watch.model.capture import Failure, Response
from archive_watch.model.url import host_of
from archive_watch.services.watch import Watch
from archive_watch.storage.spending import note_spent

_NOT_SENT = frozenset(
    {
        Failure.DNS,
        Failure.PRIVATE_ADDRESS,
        Failure.ROBOTS,
        Failure.ROBOTS_UNREADABLE,
        Failure.ROBOTS_UNREACHABLE,
        Failure.SCHEME,
        Failure.TOO_MANY_REDIRECTS,
        Failure.CONTACT,
        Failure.ON_HOLD,
    }
)


def note_requests(watch: Watch, response: Response) -> None:
    """Count the requests behind ``response``; nothing where no budget is set."""
    if watch.settings.schedule.budget_per_host_per_day == 0:
        return
    for host, requests in requests_of(response).items():
        note_spent(watch.archive, host, requests, at=watch.now())


def requests_of(response: Response) -> Counter[str]:
    """How many requests were sent to each host."""
    sent = Counter(host_of(hop.url) for hop in response.hops)
    if response.refusal is None or response.refusal.failure not in _NOT_SENT:
        sent[host_of(response.final_url)] += 1
    return sent
