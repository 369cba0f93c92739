"""The measure of growth: it finds a square, and takes nothing else for one."""

from __future__ import annotations

import gc

from cost import growth, seconds_of


def _steps(count: int) -> int:
    return sum(at & 3 for at in range(count))


def test_ten_times_the_work_is_no_square_and_a_hundred_times_is_one() -> None:
    assert growth(lambda: _steps(20_000), lambda: _steps(200_000), below=30) < 30
    square = growth(lambda: _steps(20_000), lambda: _steps(2_000_000), below=30)
    assert square > 30


def test_a_collection_of_everything_is_not_measured_as_the_work() -> None:
    collecting: list[bool] = []
    seconds_of(lambda: collecting.append(gc.isenabled()), runs=1)
    assert (collecting, gc.isenabled()) == ([False], True)


def test_trying_ends_with_the_first_that_is_cheap_enough() -> None:
    tried: list[int] = []
    seconds_of(lambda: tried.append(1), enough=60, runs=5)
    assert len(tried) == 1
    seconds_of(lambda: tried.append(1), runs=5)
    assert len(tried) == 6
