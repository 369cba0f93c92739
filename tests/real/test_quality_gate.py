"""The quality gate: how right, how steady and how watchful the reading of all real pages is.

The table is printed at the end of the run, with the peers beside us on a share of the pages: they
are measured, not judged.  ``make bench`` tries more on them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from perturb import EDITS, NEUTRAL
from shared_data import shared_data

if TYPE_CHECKING:
    from quality import Gate, Scores

_PEERS = {"trafilatura", "readability", "resiliparse"}
_BENCH = Path(__file__).resolve().parents[2] / "bench"
_LEAST_PERTURBATIONS, _LEAST_EDITS = 19, 18
# Real pages without one; tests/test_perturb.py has them.
_NOT_IN_THE_DATA = {"a list item removed", "a footnote's mark", "ampersands in addresses"}


@pytest.fixture(scope="module")
def measured() -> Gate:
    shared_data()
    sys.path.append(str(_BENCH))
    try:
        import quality
    finally:
        sys.path.remove(str(_BENCH))
    return quality.gate()


@pytest.fixture(scope="module")
def scores(measured: Gate) -> Scores:
    """Ours, over every page."""
    return measured.ours


def test_the_peers_are_measured_in_the_same_run_on_the_same_pages(
    measured: Gate, record_property: Callable[[str, object], None]
) -> None:
    record_property("table", measured.shown)
    assert set(measured.beside) - _PEERS == {"archive-watch"}
    assert set(measured.beside) >= _PEERS, "what requirements/dev.txt holds is not installed"
    tried = {sum(count for _, count in one.watchful.values()) for one in measured.beside.values()}
    assert len(tried) == 1


def test_every_perturbation_and_edit_has_its_turn_on_each_kind_of_page(scores: Scores) -> None:
    from quality import GROUPS, turn_of  # (``measured`` has imported it)

    for tried in (NEUTRAL, EDITS):
        turns = {
            (page.group, name)
            for at, page in enumerate(scores.pages)
            for name in turn_of(at, page, tried)
        }
        assert turns == {(group, name) for group in GROUPS for name in tried}


def test_the_words_are_those_of_the_pages(scores: Scores) -> None:
    assert {group: at for group, at in scores.words.items() if at[0] < 0.995 or at[1] < 0.999} == {}


def test_turns_labels_and_facts_are_the_known_ones(scores: Scores) -> None:
    assert scores.turns >= 0.99
    assert scores.labels == (6, 6)
    assert scores.facts == (28, 28)


def test_no_page_has_furniture_among_its_words(scores: Scores) -> None:
    assert (scores.leaks, scores.faults) == (0, [])


def test_what_is_no_edit_is_no_change(scores: Scores) -> None:
    wrong = sum(wrong for wrong, _ in scores.steady.values())
    count = sum(count for _, count in scores.steady.values())
    assert len(scores.steady) >= _LEAST_PERTURBATIONS
    assert set(NEUTRAL) - set(scores.steady) <= _NOT_IN_THE_DATA
    assert wrong <= count / 1000, scores.faults


def test_every_edit_is_seen(scores: Scores) -> None:
    assert len(scores.watchful) >= _LEAST_EDITS
    assert set(EDITS) - set(scores.watchful) <= _NOT_IN_THE_DATA
    assert {name: at for name, at in scores.watchful.items() if at[0]} == {}, scores.faults
