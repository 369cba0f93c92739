"""How long one run of link checks waits for a host: now and then for a moment, never for ever.

A host with a thousand links that are all 503 would keep a run for days with two more tries for
each.  Once three addresses of a host were tried in vain to the end, or four minutes were waited for
it altogether, its other addresses are asked once each.
"""

from __future__ import annotations

from collections import Counter

_MOST_IN_VAIN = 3
_MOST_WAITED_SECONDS = 240.0


class Patience:
    """What one run has waited for each host so far."""

    def __init__(self) -> None:
        self._in_vain: Counter[str] = Counter()
        self._waited: dict[str, float] = {}

    def allows(self, host: str, seconds: float) -> bool:
        """Whether ``host`` is worth ``seconds`` more; if so they are counted."""
        waited = self._waited.get(host, 0.0) + seconds
        if self._in_vain[host] >= _MOST_IN_VAIN or waited > _MOST_WAITED_SECONDS:
            return False
        self._waited[host] = waited
        return True

    def was_in_vain(self, host: str) -> None:
        """An address of ``host`` was asked as often as it may be, and for nothing."""
        self._in_vain[host] += 1
