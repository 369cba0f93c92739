"""What stood in the way for a while and does not any more, as a report tells it.

One line a host and a kind of trouble, however many pages met it: an outage is one event, and that
it is over is news too.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.report.coverage import counted
from archive_watch.report.moments import when

_TROUBLES = {
    "blocked": "shut us out",
    "server_error": "answered with errors",
    "network_error": "did not answer",
    "needs_review": "answered what could not be understood",
    "rejected": "answered what is not taken",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRecovery:
    """Pages of one host that could not be read and are read again; times are UTC text.

    ``url`` is one of them; ``first_at`` and ``last_at`` the first and last check that failed,
    ``again_at`` the first after it that read that page.
    """

    host: str
    outcome: str
    reason: str | None
    pages: int
    checks: int
    url: str
    first_at: str
    last_at: str
    again_at: str

    def told(self) -> str:
        """The trouble and its end in a line."""
        why = f" ({self.reason.replace('_', ' ')})" if self.reason else ""
        what = _TROUBLES.get(self.outcome, self.outcome.replace("_", " "))
        checks = counted(self.checks, "check", "checks")
        span = when(self.first_at)
        span = span if self.first_at == self.last_at else f"{span} to {when(self.last_at)}"
        where = self.url if self.pages == 1 else f"{self.pages:,} pages of {self.host}"
        return f"{where}: {self.host} {what}{why} at {checks}, {span}; read again {when(self.again_at)}"
