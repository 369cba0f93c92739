"""What the looks at a link add up to: nothing is dead too soon, and one good answer ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.link_life import health_after, is_flapping
from archive_watch.model.clock import utc_text
from archive_watch.model.link import (
    GOOD,
    PROVED,
    Failing,
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
)

_START = datetime(2021, 1, 1, 9, tzinfo=UTC)
_THERE = "https://www.archive.example/one/"
_ELSEWHERE = "https://www.archive.example/two/"


def seen(state: LinkState, reason: LinkReason | None = None, failing: Failing | None = None,
         *, status: int | None = None, honest: bool | None = None, to: str = _THERE,
         permanent: bool = False) -> LinkEvidence:  # fmt: skip
    return LinkEvidence(
        at="",
        state=state,
        reason=reason,
        status=status,
        final_url=to,
        elapsed_ms=1,
        failing=failing,
        is_permanent=permanent,
        is_host_honest=honest,
    )


def _failing(reason: LinkReason, failing: Failing, status: int | None = None) -> LinkEvidence:
    return seen(LinkState.SUSPECTED, reason, failing, status=status)


EVIDENCE = {
    "ok": seen(LinkState.OK, status=200),
    "302": seen(LinkState.REDIRECTED, status=200, to=_ELSEWHERE),
    "301": seen(LinkState.REDIRECTED, status=200, to=_ELSEWHERE, permanent=True),
    "301b": seen(LinkState.REDIRECTED, status=200, to=f"{_ELSEWHERE}b", permanent=True),
    "404": _failing(LinkReason.HTTP, Failing.NOT_THERE, 404),
    "404h": replace(_failing(LinkReason.HTTP, Failing.NOT_THERE, 404), is_host_honest=True),
    "404d": replace(_failing(LinkReason.HTTP, Failing.NOT_THERE, 404), is_host_honest=False),
    "410": _failing(LinkReason.HTTP, Failing.GONE, 410),
    "loop": _failing(LinkReason.REDIRECTS, Failing.NOT_THERE),
    "looph": replace(_failing(LinkReason.REDIRECTS, Failing.NOT_THERE), is_host_honest=True),
    "soft": _failing(LinkReason.NOT_FOUND_PAGE, Failing.SOFT, 200),
    "alike": _failing(LinkReason.ERROR_PAGE, Failing.UNPROVEN, 200),
    "half": _failing(LinkReason.TRUNCATED, Failing.UNPROVEN),
    "dns": _failing(LinkReason.DNS, Failing.NO_NAME),
    "servfail": _failing(LinkReason.DNS, Failing.NO_NAME_SERVER),
    "tls": _failing(LinkReason.TLS, Failing.CERTIFICATE),
    "refused": _failing(LinkReason.CONNECT, Failing.REFUSED),
    "reset": _failing(LinkReason.RESET, Failing.REFUSED),
    "503": _failing(LinkReason.SERVER, Failing.SERVER, 503),
    "timeout": _failing(LinkReason.TIMEOUT, Failing.SILENCE),
    "403": seen(LinkState.BLOCKED, LinkReason.HTTP, status=403),
    "451": seen(LinkState.BLOCKED, LinkReason.LEGAL, status=451),
    "robots": seen(LinkState.EXCLUDED, LinkReason.ROBOTS),
    "pattern": seen(LinkState.EXCLUDED, LinkReason.PATTERN),
    "local": seen(LinkState.UNCHECKED, LinkReason.LOCAL),
}
_NUMBERS = {"d": 24.0, "h": 1.0}


def lived(looks: str, *, confirm: int = 2) -> list[LinkHealth]:
    """The health after each of ``looks``: an answer, and when it was given (``404@1d``)."""
    health, found = LinkHealth(), []
    for look in looks.split():
        name, _, at = look.partition("@")
        hours = float(at[:-1]) * _NUMBERS[at[-1]]
        moment = utc_text(_START + timedelta(hours=hours))
        health = health_after(health, replace(EVIDENCE[name], at=moment), confirm_checks=confirm)
        found.append(health)
    return found


LIVES = {
    # what a server says itself, a day later again
    "404@0h 404@23h 404@24h": "suspected suspected broken",
    "404@0h 404@1h 404@2h 404@3h": "suspected suspected suspected suspected",
    "404h@0h 404h@1d": "suspected gone",
    "404@0h 404h@1d": "suspected gone",
    "404d@0h 404d@1d": "suspected broken",
    "410@0h 410@1d": "suspected gone",
    "404h@0h 410@1d": "suspected gone",
    "loop@0h loop@1d": "suspected broken",
    "looph@0h looph@1d": "suspected broken",
    "soft@0h soft@1d": "suspected soft_404",
    "soft@0h soft@5h soft@23h": "suspected suspected suspected",
    # what may heal
    "dns@0d dns@3d dns@6d dns@7d": "suspected suspected suspected broken",
    "dns@0d dns@7d dns@8d": "suspected suspected broken",
    "servfail@0d servfail@5d servfail@9d servfail@13d servfail@14d": "suspected " * 4 + "broken",
    "tls@0d tls@4d tls@7d": "suspected suspected broken",
    "refused@0d reset@2d refused@4d reset@6d refused@7d": "suspected " * 4 + "broken",
    "503@0d 503@5d 503@10d 503@13d 503@14d": "suspected " * 4 + "broken",
    "503@0d 503@14d 503@28d": "suspected suspected suspected",
    "timeout@0h timeout@125h timeout@250h timeout@336h": "suspected " * 3 + "broken",
    # silence at one hour of the day alone: a backup may run
    "timeout@0d timeout@7d timeout@14d timeout@21d timeout@28d": "suspected " * 4 + "broken",
    # checks in a hurry are one check
    "dns@0d dns@7d dns@7.01d dns@7.015d": "suspected suspected suspected suspected",
    # what proves nothing, however often
    "half@0d half@10d half@20d half@40d half@80d": "suspected " * 5,
    "alike@0d alike@10d alike@20d alike@40d": "suspected " * 4,
    "403@0d 403@30d 451@60d 403@90d": "blocked " * 4,
    # several kinds in a row: all together need what the slowest needs
    "404@0d timeout@1d 503@2d refused@3d": "suspected " * 4,
    "404@0d timeout@5d 503@10d refused@13d refused@14d": "suspected " * 4 + "broken",
    "404@0d timeout@0.5d 404@1d": "suspected suspected broken",
    "404@0d soft@1d": "suspected soft_404",
    "soft@0d 404h@1d": "suspected gone",
    "refused@0d refused@1d refused@2d 404@3d 404@4d": "suspected " * 4 + "broken",
    # a closed door is no answer to the question
    "404@0d 403@1d 404@2d": "suspected blocked broken",
    "404@0d 403@60d 404@120d": "suspected blocked suspected",
    "404@0d robots@1d 404@2d": "suspected excluded broken",
    "404@0d pattern@1d 404@2d": "suspected excluded suspected",
    # dead is dead until a good answer
    "404@0d 404@1d timeout@2d 503@3d 403@4d half@5d": "suspected" + " broken" * 5,
    "soft@0d soft@1d timeout@2d": "suspected soft_404 soft_404",
    "soft@0d soft@1d 404h@2d 404h@3d": "suspected soft_404 soft_404 gone",
    "404@0d 404@1d 404h@31d 404@61d": "suspected broken gone gone",
    "404@0d 404@1d soft@2d soft@3d": "suspected broken broken soft_404",
    "410@0d 410@1d ok@2d 410@3d": "suspected gone ok suspected",
    "404@0d 404@1d 302@2d": "suspected broken redirected",
    "dns@0d ok@1d dns@2d dns@8d": "suspected ok suspected suspected",
    # what comes and goes needs twice of both
    "ok@0d 404@1d ok@2d 404@3d 404@4d 404@5d 404@6d": "ok suspected ok" + " suspected" * 3 + " broken",
    "ok@0h 404@24h ok@48h 404@72h 404@78h 404@84h 404@96h 404@120h":
        "ok suspected ok suspected suspected suspected suspected broken",
    "ok@0d 404@1d ok@2d 404@3d 404@5d half@40d": "ok suspected ok suspected suspected suspected",
    "ok@0d 404@1d ok@40d 404@41d 404@42d": "ok suspected ok suspected broken",
    # permanent redirects, the same for a week
    "301@0d 301@6d 301@7d 301@8d": "redirected redirected moved moved",
    "301@0d 301b@7d 301b@14d": "redirected redirected moved",
    "301@0d 302@3d 301@7d": "redirected redirected redirected",
    "301@0d timeout@3d 301@7d": "redirected suspected moved",
    "301@0d 301@7d ok@8d 301@9d": "redirected moved ok redirected",
    "302@0d 302@30d": "redirected redirected",
    # our own fault
    "local@0d": "unchecked",
    "404@0d local@1d local@2d 404@2d": "suspected suspected suspected broken",
    # a clock that was set back begins the count anew
    "404@30d 404@0d 404@0.5d 404@1d": "suspected suspected suspected broken",
    "404@0d 404@300d 404@301d": "suspected suspected broken",
}  # fmt: skip


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
    assert moved.suggestion == Suggestion(url=_ELSEWHERE, kind=SuggestionKind.PERMANENT)
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
           "timeout": (4, 14), "servfail": (4, 14)}  # fmt: skip


def _timed(looks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The looks with their hours since the first, each some hours after the one before."""
    hours, found = 0, []
    for name, after in looks:
        hours += after
        found.append((name, hours))
    return found


@given(_LOOKS)
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
        failures = [look for look in since if look[0] in _FEWEST]
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
