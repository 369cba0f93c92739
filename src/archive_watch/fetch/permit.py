"""May this address be asked now?  The question that the fetcher puts before every hop.

Robots, pacing and holds are the caller's business: the fetcher only waits for the answer, and the
time spent waiting does not count against the deadline.
"""

from __future__ import annotations

from typing import Protocol

from archive_watch.model.capture import Refusal


class Permit(Protocol):
    """Awaited with each address before it is asked; redirect targets too."""

    async def __call__(self, url: str) -> Refusal | None:
        """None when ``url`` may be asked now, else why not."""
        ...


async def free_permit(url: str) -> Refusal | None:
    """Every address may be asked at once; for tests and for hosts of one's own."""
    del url
    return None
