"""How the daemon is, as plain values that another thread may read at any moment.

The loop that claims pages writes them; the thread that answers /healthz reads them, also while that
loop hangs.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

ALIVE_SECONDS = 60.0


@dataclass(slots=True, kw_only=True)
class Vitals:
    """``beat_at`` is by ``monotonic``; ``trouble`` is what keeps the daemon from asking; ``checks``
    counts by outcome since the start."""

    started_at: str
    monotonic: Callable[[], float] = time.monotonic
    beat_at: float = field(default_factory=time.monotonic)
    first_tick_ran: bool = False
    stopping: bool = False
    trouble: str | None = None
    progressed_at: str | None = None
    clock_ahead_seconds: float = 0.0
    loop_lag_seconds: float = 0.0
    checks: Counter[str] = field(default_factory=Counter)

    def beat_age_seconds(self) -> float:
        """How long ago the loop that claims pages last came round."""
        return self.monotonic() - self.beat_at

    def is_alive(self) -> bool:
        """Whether that loop comes round."""
        return self.beat_age_seconds() <= ALIVE_SECONDS

    def unready(self) -> str | None:
        """Why the daemon is not ready, in words; None: it is."""
        if self.stopping:
            return "stopping"
        if not self.first_tick_ran:
            return "starting"
        if not self.is_alive():
            return f"the loop has not come round for {self.beat_age_seconds():.0f} s"
        return self.trouble
