"""The state of a page in a sentence: what is not confirmed is never told as if it were."""

from __future__ import annotations

import pytest

from archive_watch.model.visit import PageState
from archive_watch.report.page_life import life_told, state_named

_SINCE, _READ = "2026-03-04T09:00:00Z", "2026-03-03T09:00:00Z"


@pytest.mark.parametrize("state", PageState)
def test_every_state_is_a_sentence_with_its_moment(state: PageState) -> None:
    told = life_told(state, since=_SINCE, last_ok_at=_READ)
    assert told.endswith(".")
    assert state is PageState.NEW or "2026-03-04 09:00 UTC" in told


def test_a_suspect_page_is_unconfirmed() -> None:
    assert "unconfirmed" in state_named(PageState.SUSPECT)
    assert "not confirmed" in life_told(PageState.SUSPECT, since=_SINCE, last_ok_at=_READ)


def test_a_page_was_first_seen_gone_before_that_was_confirmed() -> None:
    first = "2026-03-03T21:00:00Z"
    told = life_told(PageState.REMOVED, since=_SINCE, last_ok_at=_READ, first_gone_at=first)
    assert "first seen so at 2026-03-03 21:00 UTC, confirmed at 2026-03-04 09:00 UTC" in told
    assert "first seen" not in life_told(PageState.REMOVED, since=_SINCE, last_ok_at=_READ)


@pytest.mark.parametrize("state", [PageState.WITHHELD, PageState.UNREACHABLE])
def test_what_took_several_checks_to_say_is_not_told_as_having_begun_with_the_last(
    state: PageState,
) -> None:
    assert "since" not in life_told(state, since=_SINCE, last_ok_at=_READ)


def test_a_live_page_that_fails_now_says_so() -> None:
    told = life_told(PageState.LIVE, since=_SINCE, last_ok_at=_READ, failures=2)
    assert "The last 2 checks could not read it." in told
    assert "could not" not in life_told(PageState.LIVE, since=_SINCE, last_ok_at=_READ)


def test_where_a_page_moved_and_who_paused_it_is_told() -> None:
    moved = life_told(PageState.MOVED, since=_SINCE, last_ok_at=_READ, moved_to="//a.example/b")
    assert "at a.example/b" in moved
    assert "by config" in life_told(
        PageState.PAUSED, since=_SINCE, last_ok_at=None, paused_by="config"
    )
