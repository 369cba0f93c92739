"""What some work costs, and how the cost grows: measured so that only the code can make it dear.

A test that bounds a cost must fail where the code is quadratic and nowhere else, also on a busy
machine and late in a long run.  Four things make the same work look dear:

- other processes: so CPU time is measured, never the clock on the wall;
- the collector: a process that has run thousands of tests holds millions of objects, and one full
  collection that falls within the measurement walks them all (0.06 s became 0.45 s so).  So there is
  none while we measure, and what was already garbage is left to be found afterwards;
- the first time: imports, caches, a pattern not yet compiled.  So each work is done once before;
- the moment: a shared cache, a processor that slows.  So both sides of a ratio are measured close
  together, the small side by the best of several, and it is all tried again before it is said to be
  too dear.  Noise only adds: the lowest is nearest to the truth.

A quadratic is found on every try, however often: ``tests/test_cost.py`` plants one.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

Work = Callable[[], object]

_ROUNDS = 5
_SMALL_RUNS = 5
_GRAIN_SECONDS = 0.0001


def seconds_of(work: Work, *, enough: float = 0.0, runs: int = 3) -> float:
    """The CPU seconds of some work: the least of several runs, or the first that is below enough."""
    least = float("inf")
    for _ in range(runs):
        least = min(least, _once(work))
        if least < enough:
            break
    return least


def growth(small: Work, large: Work, *, below: float) -> float:
    """How many times the small work's CPU time the large one takes, at best.

    Bounds are asked for by ``assert growth(small, large, below=12) < 12``: trying ends with the first
    ratio below.  Prepare the inputs before; what the works do is all measured.
    """
    small()
    least = float("inf")
    for _ in range(_ROUNDS):
        beside = max(seconds_of(small, runs=_SMALL_RUNS), _GRAIN_SECONDS)
        least = min(least, _once(large) / beside)
        if least < below:
            break
    return least


def _once(work: Work) -> float:
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = process_time()
        work()
        return process_time() - began
    finally:
        if collecting:
            gc.enable()
