"""May this address be asked now?  The question that the fetcher puts before every hop.

Robots, pacing and holds are the caller's business: the fetcher only waits for the answer, and the
time spent waiting does not count against the deadline.  After each request it says that it has
ended, and how, so that the pace can be counted from there.
"""

from __future__ import annotations

from typing import Protocol

from archive_watch.fetch.host_client import Answer
from archive_watch.model.capture import Refusal


class Permit(Protocol):
    """Awaited with each address before it is asked; redirect targets too."""

    async def __call__(self, url: str) -> Refusal | None:
        """None when ``url`` may be asked now, else why not."""
        ...


class Ended(Protocol):
    """Called when a request has ended, by an answer or (None) without one.

    Of an answer the head is told, which counts even where the body cannot be used: a host that is
    busy says for how long, and may then be too busy to send its page.
    """

    def __call__(self, url: str, answer: Answer | None) -> None:
        """``url`` is the address that was asked, one hop of a journey."""
        ...


def unheard(url: str, answer: Answer | None) -> None:
    """Nobody wants to know that a request has ended."""


async def free_permit(url: str) -> Refusal | None:
    """Every address may be asked at once; for tests and for hosts of one's own."""
    del url
    return None
