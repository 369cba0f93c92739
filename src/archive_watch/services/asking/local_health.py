"""Is it us?  A starved client, or a machine that is cut off, looks like a dead web.

Two signs, both measured here.  *Out of breath*: the event loop ran late for a second and for a
quarter of the time that the request took; what then timed out proves nothing, nor, where it was ten
seconds, what broke off: no server hangs up sooner on those who are slow to read.  *Cut off*, for
work that can wait: within a minute at least three hosts of different domains had no answer, and no
host at all had one.  Such evidence is ``local``: it counts for nothing, and the page or link is due
again soon.  Hosts of the operator's own networks say nothing of the way out, nor do the targets of
links, of which many are dead.  After a week the silence is believed.

Hosts that fell silent one by one, too far apart for that, are closed as though they were out of
order.  When one of them answers again, and nobody did meanwhile, it was our own line after all: the
others are ``back_in_reach``, and need not sit out their closure.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response
from archive_watch.model.url import host_of

_EVERY_SECONDS = 0.25
_NOISE_SECONDS = 0.05
_STARVED_SECONDS = 1.0
_STARVED_SHARE = 0.25
_HUNG_UP_SECONDS = 10.0
_BREATHLESS = {  # how late the loop must have been at the least, for it to be the cause
    Failure.TIMEOUT: _STARVED_SECONDS,
    Failure.RESET: _HUNG_UP_SECONDS,
    Failure.TRUNCATED: _HUNG_UP_SECONDS,
}
_CUT_OFF = NETWORK_FAILURES - {Failure.TLS, Failure.TRUNCATED}
_WITHIN_SECONDS = 60.0
_DOMAINS = 3
_BELIEVED_SECONDS = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment, and how late the loop had been altogether by then; in seconds."""

    at: float
    lag: float


class LocalHealth:
    """The breath of one event loop, and what the world answered lately."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._wakes_at = float("inf")
        self._lag = self._worst = 0.0
        self._failed: dict[str, float] = {}
        self._silent: set[str] = set()
        self._back: set[str] = set()
        self._answered_at = self._cut_off_at = float("-inf")
        self._cut_off_since: float | None = None

    def mark(self) -> Mark:
        """Now, before a request."""
        return Mark(self._monotonic(), self._lag + self._late())

    def local(self, since: Mark, response: Response, *, may_be_cut_off: bool) -> Refusal | None:
        """The refusal to count ``response``, where it is no evidence against its host."""
        refusal = response.refusal
        if refusal is None:
            self._answered(host_of(response.final_url))
            return None
        needed = _BREATHLESS.get(refusal.failure)
        if needed is not None and self._was_starved(since, needed):
            return _local(f"the program was out of breath: {refusal.failure.value}")
        if refusal.failure in _CUT_OFF and may_be_cut_off and self._is_cut_off(response):
            return _local(f"no host answers: this machine may be cut off ({refusal.failure.value})")
        return None

    def back_in_reach(self) -> set[str]:
        """The hosts that were silent while our own line was down, told once when it is back."""
        back, self._back = self._back, set()
        return back

    def answered_since(self, mark: Mark) -> bool:
        """Whether anybody answered after ``mark``."""
        return self._answered_at >= mark.at

    def note_cut_off(self) -> None:
        """It is known by other means that nobody can be reached from here."""
        self._cut_off_at = self._monotonic()

    def trouble(self) -> str | None:
        """What is the matter with this machine's network, for a minute after it was noticed."""
        if self._monotonic() - self._cut_off_at > _WITHIN_SECONDS:
            return None
        return "no host answers: this machine may be cut off; it is tried again each minute"

    def take_worst_lag_seconds(self) -> float:
        """The longest that the loop was late since this was last asked."""
        worst, self._worst = max(self._worst, self._late()), 0.0
        return worst

    async def watch(self) -> None:
        """Measure, until cancelled."""
        while True:
            self._wakes_at = self._monotonic() + _EVERY_SECONDS
            await asyncio.sleep(_EVERY_SECONDS)
            late = self._late()
            self._lag += late
            self._worst = max(self._worst, late)

    def _late(self) -> float:
        late = self._monotonic() - self._wakes_at
        return late if late > _NOISE_SECONDS else 0.0

    def _was_starved(self, since: Mark, seconds: float) -> bool:
        now = self.mark()
        lag, took = now.lag - since.lag, now.at - since.at
        return lag >= max(seconds, took * _STARVED_SHARE)

    def _answered(self, host: str) -> None:
        """Somebody answered, so the line is there; if only again, then it was not the hosts."""
        domains = {_domain(silent) for silent in self._silent}
        if host in self._silent or len(domains) >= _DOMAINS:
            self._back |= self._silent
        self._back.discard(host)
        self._silent.clear()
        self._answered_at = self._monotonic()
        self._failed.clear()
        self._cut_off_since = None

    def _is_cut_off(self, response: Response) -> bool:
        now, host = self._monotonic(), host_of(response.final_url)
        self._silent.add(host)
        self._failed[_domain(host)] = now
        self._failed = {
            domain: at for domain, at in self._failed.items() if now - at <= _WITHIN_SECONDS
        }
        cut_off = len(self._failed) >= _DOMAINS and now - self._answered_at > _WITHIN_SECONDS
        if not cut_off:
            return False
        self._cut_off_since = now if self._cut_off_since is None else self._cut_off_since
        if now - self._cut_off_since > _BELIEVED_SECONDS:
            return False
        self._cut_off_at = now
        return True


@asynccontextmanager
async def local_health() -> AsyncGenerator[LocalHealth, None]:
    """The health of the loop that this runs in, measured for as long as the block lasts."""
    health = LocalHealth()
    watching = asyncio.create_task(health.watch())
    try:
        yield health
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


def _local(detail: str) -> Refusal:
    return Refusal(failure=Failure.LOCAL, detail=detail)


def _domain(host: str) -> str:
    """What related hosts have in common, roughly; an address is by itself."""
    labels = host.rpartition(":")[0].split(".") if ":" in host else host.split(".")
    return host if labels[-1].isdigit() else ".".join(labels[-2:])
