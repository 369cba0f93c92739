"""The refresh policy's arithmetic: what holds for every page, whatever was learnt."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.schedule.beliefs import (
    BEFORE_LOOKING,
    belief_after,
    may_be_later,
    share_gone,
    trust,
    trust_after,
)
from archive_watch.schedule.lateness import stretch_after
from archive_watch.schedule.refresh import Evidence, RefreshPolicy, interval_by_belief
from archive_watch.schedule.sections import end_of, folders_of
from archive_watch.schedule.stagger import reach, staggered

_POLICY = RefreshPolicy()
_RATES = st.floats(1e-5, 10)
_PRICES = st.floats(0, 1e5)
_SOME = st.builds(Evidence, changes=st.floats(0, 1e4), days=st.floats(0, 1e6))


@given(_RATES, _PRICES, st.floats(0.01, 100), st.integers(0, 300), _SOME)
def test_no_page_is_looked_at_more_often_than_each_every_nor_less_than_twice_a_year(
    rate: float, price: float, weight: float, siblings: int, host: Evidence
) -> None:
    pull = _POLICY.pull(rate, weight=weight, siblings=siblings, host=host)
    assert 1 <= _POLICY.interval_days(pull, price) <= 180


@given(_RATES, _RATES, _PRICES)
def test_what_changes_more_often_or_weighs_more_is_never_looked_at_later(
    rate: float, other: float, price: float
) -> None:
    seldom, often = sorted((rate, other))
    assert _POLICY.interval_days(often, price) <= _POLICY.interval_days(seldom, price)
    pulls = [_POLICY.pull(rate, weight=weight) for weight in (seldom, often)]
    assert pulls[0] <= pulls[1]


@given(_RATES, st.integers(5, 300), st.integers(5, 300), _SOME)
def test_the_fewer_pages_a_section_has_the_more_a_look_at_one_says_of_it(
    rate: float, pages: int, other: int, host: Evidence
) -> None:
    few, many = sorted((pages, other))
    pulls = [_POLICY.pull(rate, siblings=count, host=host) for count in (few, many)]
    assert pulls[0] >= pulls[1] >= _POLICY.pull(rate)
    assert _POLICY.pull(rate, siblings=4, host=host) == _POLICY.pull(rate)


@given(_RATES, st.floats(0.01, 1000))
def test_a_page_that_changed_was_watched_until_its_first_change(rate: float, days: float) -> None:
    watched = _POLICY.exposure_days(days, changed=True, rate=rate)
    assert 0 < watched <= min(days / 2 * (1 + 1e-3), 1 / rate * (1 + 1e-9))
    assert _POLICY.exposure_days(days, changed=False, rate=rate) == days


@given(_SOME, _SOME, _SOME)
def test_a_change_raises_a_pages_rate_and_a_still_day_lowers_it(
    page: Evidence, section: Evidence, host: Evidence
) -> None:
    rate = _POLICY.rate(page, section, host)
    assert rate > 0
    assert _POLICY.rate(page.and_then(1, 0), section, host) > rate
    assert _POLICY.rate(page.and_then(0, 1), section, host) < rate


_STILL_SECTION = Evidence(changes=10, days=40_000)


def test_a_lively_page_among_still_ones_is_known_by_its_first_few_changes() -> None:
    lively = Evidence(changes=3, days=30)
    assert _POLICY.rate(lively, _STILL_SECTION, _STILL_SECTION) > 1 / 30


def test_one_change_in_a_year_makes_no_page_a_lively_one() -> None:
    still = Evidence(changes=1, days=365)
    assert _POLICY.rate(still, _STILL_SECTION, _STILL_SECTION) < 1 / 365


def test_a_page_that_was_lively_and_is_still_now_is_left_alone_in_the_end() -> None:
    dead = Evidence(changes=5, days=50).and_then(0, 2_000)
    assert _POLICY.rate(dead, _STILL_SECTION, _STILL_SECTION) < 1 / 180


@given(st.lists(st.tuples(st.booleans(), st.floats(0.1, 100)), max_size=8), st.randoms())
def test_the_order_of_looks_makes_no_difference_to_what_is_known(looks, random) -> None:  # type: ignore[no-untyped-def]
    def known(seen: list[tuple[bool, float]]) -> Evidence:
        evidence = Evidence()
        for changed, days in seen:
            evidence = evidence.and_then(changed, days)
        return evidence

    mixed = random.sample(looks, len(looks))
    assert known(looks).changes == known(mixed).changes
    assert known(looks).days == pytest.approx(known(mixed).days)


@given(st.lists(_RATES, min_size=1, max_size=40), st.floats(0.01, 60))
def test_the_price_is_what_the_budget_makes_it(pulls: list[float], budget: float) -> None:
    price = _POLICY.price(pulls, budget_per_day=budget)
    looks = sum(1 / _POLICY.interval_days(pull, price) for pull in pulls)
    least = len(pulls) / 180
    if price == 0:
        assert len(pulls) <= budget
    else:
        assert looks == pytest.approx(max(budget, least), rel=0.3)


@given(st.lists(st.booleans(), max_size=60))
def test_a_belief_is_a_chance_and_a_search_that_finds_nothing_ends(found: list[bool]) -> None:
    belief: tuple[float, ...] = BEFORE_LOOKING
    for gone in found:
        belief = belief_after(belief, gone=gone)
        assert sum(belief) == pytest.approx(1)
        assert 0 <= share_gone(belief) <= 0.7 + 1e-9
    for _ in range(400):
        belief = belief_after(belief, gone=False)
    assert share_gone(belief) < 0.3


@given(_RATES, st.floats(1, 180), st.floats(0, 1), st.floats(0, 1))
def test_a_stronger_belief_never_has_a_page_wait_longer(
    rate: float, days: float, belief: float, other: float
) -> None:
    weak, strong = sorted((belief, other))
    assert 0 <= interval_by_belief(days, rate, strong) <= interval_by_belief(days, rate, weak)
    assert interval_by_belief(days, rate, weak) <= days


@given(st.lists(st.booleans(), max_size=700))
def test_the_trust_in_a_sitemap_is_a_chance(words: list[bool]) -> None:
    right = wrong = 0.0
    for was_right in words:
        right, wrong = trust_after(right, wrong, was_right=was_right)
        assert 0 < trust(right, wrong) < 1
        assert right + wrong <= 300


def test_a_modification_before_the_last_look_is_no_news() -> None:
    assert may_be_later("2026-03-05", "2026-03-05T10:00:00Z")
    assert may_be_later("whenever", "2026-03-05T10:00:00Z")
    assert not may_be_later("2019-03-05T00:00:00Z", "2026-03-05T10:00:00Z")


@given(st.floats(1, 180), st.lists(st.floats(0, 1), max_size=30))
def test_a_look_is_moved_within_reach_and_never_beside_a_sibling(
    days: float, places: list[float]
) -> None:
    soonest, latest = reach(days)
    siblings = sorted(soonest + place * (latest - soonest) for place in places)
    moved = staggered(days, siblings)
    assert soonest <= moved <= latest
    if siblings and len(siblings) <= 20 and moved != days:
        before = min(abs(days - one) for one in siblings)
        assert min(abs(moved - one) for one in siblings) > before


def test_a_host_that_is_always_late_is_taken_for_slow_and_one_in_time_for_as_told() -> None:
    stretch = 1.0
    for _ in range(50):
        stretch = stretch_after(stretch, late=True)
    assert math.isclose(stretch, 4.0)
    for _ in range(60):
        stretch = stretch_after(stretch, late=False)
    assert stretch == 1.0


def test_months_are_no_sections_and_flat_names_are_of_their_host() -> None:
    assert folders_of("//h.example/r/pa/prs/2013/02/203454.htm") == [
        "//h.example/r/pa/prs/2013/", "//h.example/r/pa/prs/", "//h.example/r/pa/", "//h.example/r/",
    ]  # fmt: skip
    assert folders_of("//h.example/a-post-with-a-long-name") == []
    assert end_of("//h.example/r/") == "//h.example/r0"  # the first text after all its pages
