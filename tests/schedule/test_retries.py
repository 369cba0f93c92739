"""What failed is tried again less and less often, and never too seldom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.visit import Outcome
from archive_watch.schedule.retries import doubled, retry_days


def test_failures_are_tried_again_less_and_less_and_never_later_than_the_page_is_due() -> None:
    waits = [retry_days(Outcome.SERVER_ERROR, n, 30.0) * 24 for n in (1, 2, 3, 4, 40)]
    assert waits == [1, 2, 4, 8, 7 * 24]
    assert retry_days(Outcome.BLOCKED, 5, 0.5) == 0.5


@given(st.floats(0.001, 1000), st.integers(1, 10_000), st.floats(1000, 100_000))
def test_a_wait_is_as_long_as_the_one_before_or_twice_that(
    first: float, failures: int, longest: float
) -> None:
    before, after = (doubled(first, n, longest=longest) for n in (failures, failures + 1))
    assert first <= before <= after <= longest
    assert after in {2 * before, before, longest}
