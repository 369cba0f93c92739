"""How a host stands with us: its learnt pace, and whether it is left alone for a while."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStanding:
    """What is kept of one host between two requests; times are UTC text.

    ``delay_factor`` is how many times slower than usual it is asked; ``latency_ms`` how long it
    takes to answer, smoothed (None: not known).  ``successes`` counts requests in a row that were
    answered well since it was last slowed down, ``troubles`` those in a row that had no answer or
    a server error.  ``closures`` is how often in a row it was closed (0: it is open), the last time
    until ``closed_until``; ``blocked_since`` is set where it shuts us out.
    """

    host: str
    delay_factor: float = 1.0
    latency_ms: float | None = None
    successes: int = 0
    troubles: int = 0
    closures: int = 0
    closed_since: str | None = None
    closed_until: str | None = None
    closed_why: str | None = None
    blocked_since: str | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether the host shuts us out, as opposed to being out of order."""
        return self.blocked_since is not None
