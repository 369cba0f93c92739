"""When a link is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.link_life import health_after
from archive_watch.model.clock import days_after, utc_text
from archive_watch.model.link import (
    PROVED,
    Failing,
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
)
from archive_watch.schedule.link_times import days_until_next_look, jitter_of

_BEGIN = utc_text(datetime(2021, 1, 1, tzinfo=UTC))
_OK = LinkEvidence(
    at=_BEGIN, state=LinkState.OK, reason=None, status=200, final_url=None, elapsed_ms=1
)


def failing(kind: Failing) -> LinkEvidence:
    return replace(_OK, state=LinkState.SUSPECTED, reason=LinkReason.HTTP, failing=kind)


def looks(
    seen: LinkEvidence,
    *,
    most: int = 12,
    until: frozenset[LinkState] = frozenset(),
    usual_days: float = 7.0,
    is_archive: bool = False,
) -> list[float]:
    """The days, from the first look, of the looks at a link that is always answered so."""
    health, days, found = LinkHealth(), 0.0, [0.0]
    for _ in range(most):
        before = health
        health = health_after(before, replace(seen, at=days_after(_BEGIN, days)))
        if health.state in until:
            break
        wait = days_until_next_look(before, health, usual_days=usual_days, is_archive=is_archive)
        assert wait is not None
        days += wait
        found.append(round(days, 3))
    return found


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        (Failing.NOT_THERE, [0, 1, 7, 24]),
        (Failing.GONE, [0, 1, 7, 24]),
        (Failing.SOFT, [0, 1, 7, 24]),
        (Failing.NO_NAME, [0, 1, 7, 31, 103, 168]),
        (Failing.REFUSED, [0, 1, 7, 31, 103, 168]),
        (Failing.SERVER, [0, 1, 7, 31, 103, 271, 336]),
        (Failing.SILENCE, [0, 1, 7, 31, 103, 271, 336]),
    ],
)
def test_a_suspicion_is_looked_at_ever_later_and_when_its_proof_may_be_complete(
    kind: Failing, hours: list[float]
) -> None:
    assert looks(failing(kind), until=PROVED) == pytest.approx([h / 24 for h in hours], abs=0.002)


def test_what_cannot_be_proved_is_looked_at_once_a_week() -> None:
    found = looks(failing(Failing.UNPROVEN), most=8)
    assert found[-1] - found[-2] == pytest.approx(7)


def test_a_good_link_is_left_alone_for_a_week_and_then_longer_each_time_up_to_a_month() -> None:
    found = looks(_OK, most=6)
    waits = [round(later - earlier, 2) for earlier, later in pairwise(found)]
    assert waits == [7.0, 10.5, 15.75, 23.62, 30.0, 30.0]


def test_an_archive_is_asked_once_a_month_and_a_longer_wish_is_kept() -> None:
    assert looks(_OK, most=1, usual_days=7, is_archive=True) == [0, 30]
    assert looks(_OK, most=2, usual_days=60) == [0, 60, 120]


def test_what_was_just_checked_by_hand_is_not_left_alone_for_less() -> None:
    before = replace(LinkHealth(), state=LinkState.OK, checked_at=days_after(_BEGIN, -0.1))
    after = health_after(before, _OK)
    assert days_until_next_look(before, after) == 7


@pytest.mark.parametrize(
    ("state", "reason", "days"),
    [
        (LinkState.UNCHECKED, None, 0),
        (LinkState.BROKEN, LinkReason.HTTP, 30),
        (LinkState.SOFT_404, LinkReason.HOME_PAGE, 30),
        (LinkState.GONE, LinkReason.HTTP, 90),
        (LinkState.BLOCKED, LinkReason.HTTP, 30),
        (LinkState.EXCLUDED, LinkReason.ROBOTS, 30),
        (LinkState.EXCLUDED, LinkReason.CONTACT, 1 / 24),
        (LinkState.EXCLUDED, LinkReason.SCHEME, None),
        (LinkState.EXCLUDED, LinkReason.PATTERN, None),
    ],
)
def test_each_state_has_its_time(
    state: LinkState, reason: LinkReason | None, days: float | None
) -> None:
    after = LinkHealth(state=state, reason=reason, checked_at=_BEGIN)
    assert days_until_next_look(LinkHealth(), after) == days


def test_what_stays_broken_is_looked_at_after_a_month_and_in_the_end_four_times_a_year() -> None:
    found = looks(failing(Failing.NOT_THERE), most=9)
    waits = [round(later - earlier) for earlier, later in pairwise(found)]
    assert waits[3:] == [30, 45, 68, 90, 90, 90]


@given(st.floats(0, 1), st.sampled_from([LinkState.OK, LinkState.BLOCKED, LinkState.BROKEN]))
def test_links_are_spread_by_a_fifth_and_never_looked_at_later(
    jitter: float, state: LinkState
) -> None:
    after = LinkHealth(state=state, reason=LinkReason.HTTP, checked_at=_BEGIN)
    plain = days_until_next_look(LinkHealth(), after)
    spread = days_until_next_look(LinkHealth(), after, jitter=jitter)
    assert plain is not None
    assert spread is not None
    assert plain * 0.8 - 1e-9 <= spread <= plain


def test_the_spread_of_links_is_even_and_always_the_same() -> None:
    found = [jitter_of(f"https://archive.example/{number}", 1) for number in range(400)]
    assert found[7] == jitter_of("https://archive.example/7", 1)
    assert all(sum(low <= one < low + 0.25 for one in found) > 60 for low in (0, 0.25, 0.5, 0.75))
