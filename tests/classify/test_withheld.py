"""A page is withheld when it alone was refused for a week, and not before."""

from __future__ import annotations

import pytest

from archive_watch.classify.page_life import Refusals, is_withheld, state_after
from archive_watch.model.visit import Outcome, PageState


def refused(*, checks: int = 8, last_at: str = "2026-03-08T12:00:00Z", answering: int = 3) -> bool:
    return is_withheld(
        Refusals(
            checks=checks, first_at="2026-03-01T12:00:00Z", last_at=last_at, answering=answering
        )
    )


def test_a_week_of_refusals_among_three_siblings_that_answer_is_no_accident() -> None:
    assert refused()
    assert not refused(last_at="2026-03-08T11:59:59Z")
    assert not refused(answering=2)
    assert not refused(checks=2)


@pytest.mark.parametrize(
    "between", [Outcome.BLOCKED, Outcome.SERVER_ERROR, Outcome.NETWORK_ERROR, Outcome.NEEDS_REVIEW]
)
def test_a_withheld_page_stays_withheld_until_it_is_seen_or_seen_gone(between: Outcome) -> None:
    def after(outcome: Outcome, *, withheld: bool = False) -> PageState:
        return state_after(
            PageState.WITHHELD, outcome, absences=1, confirm=2, failures=9, moved=False,
            withheld=withheld,
        )  # fmt: skip

    assert after(between) is PageState.WITHHELD
    assert after(Outcome.UNCHANGED) is PageState.LIVE
    assert after(Outcome.MISSING) is PageState.SUSPECT


def test_a_refusal_that_does_not_last_is_only_a_block() -> None:
    for withheld, state in ((False, PageState.BLOCKED), (True, PageState.WITHHELD)):
        assert state is state_after(
            PageState.LIVE, Outcome.BLOCKED, absences=0, confirm=2, failures=9, moved=False,
            withheld=withheld,
        )  # fmt: skip
