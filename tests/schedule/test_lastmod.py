"""A sitemap's word is worth what the words before it were, and never delays a look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.schedule.lastmod import SpokenOf, Word, weighed

_PAGE = SpokenOf(
    lastmod="2026-01-01",
    last_checked_at="2026-03-01T12:00:00Z",
    looked_at="2026-03-01T12:00:00Z",
    due_at="2026-05-30T12:00:00Z",
    why="rate",
    every_seconds=None,
    rate=0.001,
    right=0.0,
    wrong=0.0,
)
_NEWS = "2026-03-10"


def _due_at(page: SpokenOf) -> str | None:
    word = weighed(_NEWS, page)
    assert word is not None
    assert word.is_news
    return word.due_at


@pytest.mark.parametrize("said", ["2026-01-01", " 2026-01-01\n", "", "  "])
def test_what_was_said_before_is_nothing_to_keep(said: str) -> None:
    assert weighed(said, _PAGE) is None


def test_a_time_that_our_last_look_saw_is_kept_and_is_no_news() -> None:
    assert weighed("2026-02-01", _PAGE) == Word(lastmod="2026-02-01", is_news=False)


def test_of_a_page_that_was_never_asked_nothing_is_news() -> None:
    never = replace(_PAGE, last_checked_at=None)
    assert weighed(_NEWS, never) == Word(lastmod=_NEWS, is_news=False)


def test_a_sitemap_that_was_right_brings_a_page_forward_further_than_one_that_was_wrong() -> None:
    trusted = _due_at(replace(_PAGE, right=20.0))
    doubted = _due_at(replace(_PAGE, wrong=20.0))
    assert trusted is not None
    assert doubted is not None
    assert "2026-03-01T12:00:00Z" < trusted < doubted < "2026-05-30T12:00:00Z"


@pytest.mark.parametrize(
    "page",
    [
        replace(_PAGE, every_seconds=86_400),
        replace(_PAGE, why="confirm"),
        replace(_PAGE, why="retry"),
        replace(_PAGE, rate=None),
        replace(_PAGE, looked_at=None),
        replace(_PAGE, due_at=None),
        replace(_PAGE, due_at="2026-03-01T12:00:00Z"),
    ],
    ids=["own pace", "a confirmation", "a retry", "no rate", "no look", "not planned", "due then"],
)
def test_news_of_a_page_whose_moment_is_not_ours_to_choose_does_not_move_it(page: SpokenOf) -> None:
    assert _due_at(page) is None


@given(
    right=st.floats(0, 300),
    wrong=st.floats(0, 300),
    rate=st.floats(1e-6, 10),
    days=st.integers(1, 180),
)
def test_a_word_never_has_a_page_looked_at_later_or_before_its_last_look(
    right: float, wrong: float, rate: float, days: int
) -> None:
    due_at = f"2026-{3 + days // 30:02}-{1 + days % 28:02}T13:00:00Z"
    due = _due_at(replace(_PAGE, right=right, wrong=wrong, rate=rate, due_at=due_at))
    assert due is not None
    assert due > "2026-03-01T12:00:00Z"
    assert due <= max(due_at, "2026-03-01T13:00:00Z")
