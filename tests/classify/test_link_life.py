"""What the looks at a link add up to: nothing is dead too soon, and one good answer ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive_watch.classify.link_life import health_after, is_flapping
from archive_watch.model.link import (
    GOOD,
    PROVED,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
)
from classify.link_lives import ELSEWHERE, EVIDENCE, LIVES, lived


@pytest.mark.parametrize("looks", LIVES)
def test_a_life_goes_through_these_states(looks: str) -> None:
    assert [health.state.value for health in lived(looks)] == LIVES[looks].split()


def test_what_is_dead_keeps_the_reason_of_its_proof_through_an_outage() -> None:
    health = lived("404@0d 404@1d timeout@2d")[-1]
    assert (health.reason, health.status) == (LinkReason.HTTP, 404)
    assert (health.checks, health.failures, health.checked_at) == (3, 3, "2021-01-03T09:00:00Z")


def test_a_good_answer_voids_the_proof_and_keeps_the_history() -> None:
    health = lived("ok@0d 404@1d 404@2d ok@3d")[-1]
    assert (health.state, health.failures, health.failing_since) == (LinkState.OK, 0, None)
    assert (health.tallies, health.checks) == ((), 4)
    assert health.turns == ("2021-01-02T09:00:00Z", "2021-01-04T09:00:00Z")


def test_more_checks_may_be_asked_for_and_fewer_never() -> None:
    assert lived("404@0d 404@1d", confirm=3)[-1].state is LinkState.SUSPECTED
    assert lived("404@0d 404@1d 404@2d", confirm=3)[-1].state is LinkState.BROKEN
    assert lived("404@0d", confirm=1)[-1].state is LinkState.SUSPECTED
    assert lived("503@0d 503@7d 503@15d", confirm=1)[-1].state is LinkState.SUSPECTED


def test_the_target_of_a_move_is_suggested_and_a_notices_until_the_link_is_good() -> None:
    moved = lived("301@0d 301@7d")[-1]
    assert moved.suggestion == Suggestion(url=ELSEWHERE, kind=SuggestionKind.PERMANENT)
    notice = Suggestion(url="https://new.example/", kind=SuggestionKind.MOVED_NOTICE)
    first = replace(EVIDENCE["soft"], at="2021-01-01T09:00:00Z", suggestion=notice)
    told = health_after(LinkHealth(), first)
    later = health_after(told, replace(EVIDENCE["timeout"], at="2021-01-02T09:00:00Z"))
    assert (told.suggestion, later.suggestion) == (notice, notice)
    good = health_after(later, replace(EVIDENCE["ok"], at="2021-01-03T09:00:00Z"))
    assert good.suggestion is None


def test_local_evidence_changes_nothing_at_all() -> None:
    before = lived("404@0d")[-1]
    assert health_after(before, replace(EVIDENCE["local"], at="2021-02-01T00:00:00Z")) == before


@pytest.mark.parametrize(
    ("once", "now", "state"),
    [
        ("Ferry times", "Welcome", LinkState.SOFT_404),
        ("Welcome", "Welcome", LinkState.SUSPECTED),
        (None, "Welcome", LinkState.SUSPECTED),
    ],
)
def test_what_is_as_for_all_is_proved_where_something_else_was_there_once(
    once: str | None, now: str, state: LinkState
) -> None:
    health = LinkHealth()
    good, alike = EVIDENCE["ok"], replace(EVIDENCE["alike"], title=now)
    looks = (replace(good, title=once), good, alike, alike)
    for day, look in enumerate(looks, start=1):
        health = health_after(health, replace(look, at=f"2021-01-0{day}T00:00:00Z"))
    assert (health.state, health.title) == (state, once)


def test_three_turns_in_a_month_are_flapping() -> None:
    assert [is_flapping(one) for one in lived("ok@0d 404@1d ok@2d 404@3d ok@40d")] == [
        False, False, False, True, False,
    ]  # fmt: skip


_LOOKS = st.lists(
    st.tuples(st.sampled_from(sorted(EVIDENCE)), st.integers(0, 200)), min_size=1, max_size=14
)
_FEWEST = {"404": (2, 1), "404h": (2, 1), "404d": (2, 1), "410": (2, 1), "loop": (2, 1), "looph": (2, 1),
           "soft": (2, 1),
           "dns": (3, 7), "tls": (3, 7), "refused": (4, 7), "reset": (4, 7), "503": (4, 14),
           "timeout": (4, 14), "servfail": (4, 14), "no-rules": (4, 14)}  # fmt: skip
_SILENT = frozenset({"refused", "reset", "timeout"})


def _timed(looks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The looks with their hours since the first, each some hours after the one before."""
    hours, found = 0, []
    for name, after in looks:
        hours += after
        found.append((name, hours))
    return found


@given(_LOOKS)
@example([("no-rules", 0), ("no-rules", 1), ("refused", 135), ("timeout", 200)])
def test_nothing_is_dead_without_as_many_failures_and_days_as_its_quickest_kind_needs(
    looks: list[tuple[str, int]],
) -> None:
    timed = _timed(looks)
    states = lived(" ".join(f"{name}@{hours}h" for name, hours in timed))
    for place, health in enumerate(states):
        if health.state not in PROVED:
            continue
        since: list[tuple[str, int]] = []
        for name, hours in timed[: place + 1]:
            since = [] if EVIDENCE[name].state in GOOD else [*since, (name, hours)]
        were_silent = sum(name in _SILENT for name, _ in since) >= 2
        failures = [
            (name, hours)
            for name, hours in since
            if name in _FEWEST and (were_silent or name != "no-rules")
        ]
        checks, days = min(_FEWEST[name] for name, _ in failures)
        assert len(failures) >= checks
        assert failures[-1][1] - failures[0][1] >= days * 24


@given(_LOOKS, st.sampled_from(["ok", "302"]))
def test_one_good_answer_ends_whatever_was_before(looks: list[tuple[str, int]], good: str) -> None:
    timed = _timed([*looks, (good, 1)])
    health = lived(" ".join(f"{name}@{hours}h" for name, hours in timed))[-1]
    assert (health.state, health.failures, health.tallies) == (EVIDENCE[good].state, 0, ())


@given(_LOOKS)
def test_being_shut_out_is_never_dead_and_the_same_lives_are_the_same(
    looks: list[tuple[str, int]],
) -> None:
    doors = [(name, hours) for name, hours in _timed(looks) if name in {"403", "451", "half"}]
    told = " ".join(f"{name}@{hours}h" for name, hours in _timed(looks))
    assert lived(told) == lived(told)
    assert not {one.state for one in lived(" ".join(f"{n}@{h}h" for n, h in doors))} & PROVED


@given(_LOOKS)
def test_the_same_look_twice_proves_no_more_than_once(looks: list[tuple[str, int]]) -> None:
    timed = _timed(looks)
    once = lived(" ".join(f"{name}@{hours}h" for name, hours in timed))
    twice = lived(" ".join(f"{name}@{hours}h {name}@{hours}h" for name, hours in timed))
    assert once[-1].tallies == twice[-1].tallies
    assert once[-1].state == twice[-1].state


@pytest.mark.parametrize("never_asked", ["pattern", "mailto"])
def test_what_is_never_asked_is_never_checked(never_asked: str) -> None:
    assert [health.checks for health in lived(f"{never_asked}@0d {never_asked}@9d")] == [0, 0]
    assert lived("robots@0d")[0].checks == 1, "its rules were asked"
