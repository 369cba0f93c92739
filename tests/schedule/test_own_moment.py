"""A page's own moment: never sooner than its interval, reached within weeks, and kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.schedule.own_moment import days_to_own_moment, own_share

_EVERY = st.floats(0.01, 60)
_SHARES = st.floats(0, 1, exclude_max=True)
_DUE = st.floats(20_000, 30_000)


@given(_DUE, _EVERY, _SHARES)
def test_a_page_comes_no_sooner_than_its_interval_and_a_twentieth_later_at_most(
    due: float, every: float, share: float
) -> None:
    assert 0 <= days_to_own_moment(due, every, share) <= every / 20 + 1e-9


_LATE = st.floats(0, 1e-4)  # of the interval: nine seconds of a day
_NOTHING = 1e-6


@given(_DUE, _EVERY, _SHARES, _LATE)
def test_within_twenty_rounds_a_page_is_at_its_moment(
    at: float, every: float, share: float, late: float
) -> None:
    rounds = 0
    while (more := days_to_own_moment(at + every, every, share)) > _NOTHING:
        at += every + more + late * every
        rounds += 1
        assert rounds <= 20


@given(st.integers(400, 500), _EVERY, _SHARES, _LATE)
def test_at_its_moment_a_page_stays_though_its_checks_come_late(
    number: int, every: float, share: float, late: float
) -> None:
    at = (number + share) * every
    for _ in range(150):
        assert days_to_own_moment(at + every, every, share) <= _NOTHING
        at += every + late * every


def test_the_moments_of_an_archive_s_pages_are_spread_evenly() -> None:
    """By address alone: so they are the same on every machine."""
    shares = sorted(own_share(f"//harbour.example/{number:03}.htm") for number in range(1_000))
    assert all(abs(share - number / 1_000) < 0.05 for number, share in enumerate(shares))
    assert own_share("//harbour.example/remarks") == own_share("//harbour.example/remarks")
