"""Where a page stands: gone only when it was seen gone, and more than once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.classify.page_life import is_same_document, state_after
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, PageState


def life(*outcomes: Outcome, confirm: int = 2, known: bool = True) -> PageState:
    """The state after a run of checks, counted as the check log counts them."""
    state, absences, failures = PageState.LIVE if known else PageState.NEW, 0, 0
    for outcome in outcomes:
        saw_it = outcome in SAW_THE_PAGE
        absences = 0 if saw_it else absences + (outcome in SAW_IT_GONE)
        failures = 0 if saw_it else failures + 1
        state = state_after(
            state, outcome, absences=absences, confirm=confirm, failures=failures,
            moved=outcome is Outcome.MOVED, known=known,
        )  # fmt: skip
        known = known or saw_it
    return state


_QUIET = [
    Outcome.BLOCKED, Outcome.SERVER_ERROR, Outcome.NETWORK_ERROR, Outcome.REJECTED,
    Outcome.NEEDS_REVIEW, Outcome.DEFERRED,
]  # fmt: skip


@pytest.mark.parametrize("gone", sorted(SAW_IT_GONE))
def test_a_page_seen_gone_once_is_suspect_and_twice_is_removed(gone: Outcome) -> None:
    assert life(gone) is PageState.SUSPECT
    assert life(gone, gone) is PageState.REMOVED


@given(st.lists(st.sampled_from(_QUIET), max_size=8))
def test_a_block_or_an_outage_never_makes_a_page_gone(outcomes: list[Outcome]) -> None:
    assert life(*outcomes) not in {PageState.REMOVED, PageState.SUSPECT}


@pytest.mark.parametrize("between", _QUIET)
def test_what_says_nothing_neither_confirms_an_absence_nor_clears_it(between: Outcome) -> None:
    assert life(Outcome.MISSING, between) is PageState.SUSPECT
    assert life(Outcome.MISSING, between, Outcome.MISSING) is PageState.REMOVED
    assert life(Outcome.MISSING, Outcome.MISSING, between) is PageState.REMOVED


@given(st.lists(st.sampled_from(list(Outcome)), max_size=8), st.sampled_from(sorted(SAW_THE_PAGE)))
def test_one_good_check_is_enough_to_be_there_again(before: list[Outcome], good: Outcome) -> None:
    expected = PageState.MOVED if good is Outcome.MOVED else PageState.LIVE
    assert life(*before, good) is expected


@given(st.lists(st.sampled_from(sorted(SAW_IT_GONE)), min_size=1, max_size=5))
def test_what_was_never_seen_cannot_vanish(outcomes: list[Outcome]) -> None:
    assert life(*outcomes, known=False) is PageState.NEW


def test_an_outage_is_told_after_three_checks() -> None:
    down = Outcome.NETWORK_ERROR
    assert life(down, down) is PageState.LIVE
    assert life(down, down, down) is PageState.UNREACHABLE


def test_two_readings_of_one_document_share_most_of_their_words() -> None:
    words = [f"word{at}" for at in range(100)]
    edited = " ".join([*words[:80], *["other"] * 20])
    assert is_same_document(" ".join(words), edited)
    assert not is_same_document(" ".join(words), " ".join(["other"] * 100))
    assert not is_same_document(" ".join(words), " ".join(words[:20]))
