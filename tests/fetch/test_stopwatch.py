"""One deadline for all that a fetch waits for on the network, and for nothing else."""

from __future__ import annotations

import asyncio
import time

import pytest

from archive_watch.fetch.failures import Refused
from archive_watch.fetch.stopwatch import Stopwatch
from archive_watch.model.capture import Failure


class _Moment:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def _a_while() -> None:
    """As many turns of the loop as a deadline that is over needs to be heard of."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> _Moment:
    hands = _Moment()
    monkeypatch.setattr(time, "monotonic", hands)
    return hands


async def test_what_is_waited_for_in_between_is_not_counted(moment: _Moment) -> None:
    stopwatch = Stopwatch(5.0)
    for _ in range(3):
        async with stopwatch.running():
            moment.now += 1.25
        moment.now += 600
    assert stopwatch.elapsed_ms == 3750


async def test_the_parts_of_a_fetch_share_one_deadline(moment: _Moment) -> None:
    stopwatch = Stopwatch(5.0)
    async with stopwatch.running():
        moment.now += 5.0
    with pytest.raises(Refused) as refused:
        async with stopwatch.running():
            await _a_while()
    assert refused.value.refusal.failure is Failure.TIMEOUT
    assert "within 5 s" in refused.value.refusal.detail


async def test_a_stretch_that_never_ends_is_ended_at_the_deadline(moment: _Moment) -> None:
    stopwatch = Stopwatch(5.0)
    asyncio.get_running_loop().call_soon(setattr, moment, "now", moment.now + 5.0)
    with pytest.raises(Refused):
        async with stopwatch.running():
            await _a_while()
    assert stopwatch.elapsed_ms == 5000
