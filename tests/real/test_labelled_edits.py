"""The labelled edits of real pages: recipes that hold, in two halves, with no fetched text."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive_watch.model.change import ChangeKind
from shared_data import shared_data

if TYPE_CHECKING:
    from classifying import Score
    from labelled import Recipe

_BENCH = Path(__file__).resolve().parents[2] / "bench"
_FLAGS = set("negation number date entity modal speaker redaction spelling host".split())
_LEAST, _LEAST_COSMETIC = 160, 25


@pytest.fixture(scope="module")
def recipes() -> list[Recipe]:
    shared_data()
    sys.path.append(str(_BENCH))
    try:
        import classifying  # noqa: F401  (all that is needed is loaded while it can be found)
        import labelled
    finally:
        sys.path.remove(str(_BENCH))
    return labelled.recipes()


def test_the_labelled_pairs_are_many_and_each_has_its_name(recipes: list[Recipe]) -> None:
    assert len({one.name for one in recipes}) == len(recipes) >= _LEAST
    assert sum(not one.alert for one in recipes) >= _LEAST_COSMETIC


def test_every_kind_and_every_flag_is_among_the_labels(recipes: list[Recipe]) -> None:
    assert set(ChangeKind) <= {one.kind for one in recipes}
    assert {flag for one in recipes for flag in one.flags} == _FLAGS


def test_each_half_has_its_share_of_the_common_labels(recipes: list[Recipe]) -> None:
    aside = Counter(one.kind for one in recipes if one.is_kept_aside)
    for kind, count in Counter(one.kind for one in recipes).items():
        assert count < 10 or count / 4 < aside[kind] < count * 3 / 4, kind


def test_a_pair_raises_an_alert_unless_it_is_cosmetic(recipes: list[Recipe]) -> None:
    assert all(one.alert == (one.kind not in {"cosmetic", "none"}) for one in recipes)


def test_no_pattern_is_long_enough_to_be_a_text(recipes: list[Recipe]) -> None:
    for one in recipes:
        for step in (*one.old, *one.new):
            if step[0] == "sub":
                assert len(re.findall(r"[A-Za-z]+", step[2])) <= 8, one.name


@pytest.fixture(scope="module")
def tuned_on(recipes: list[Recipe]) -> Score:
    """The score of the half that the rules were tuned on."""
    import classifying

    return classifying.score(one for one in recipes if not one.is_kept_aside)


def test_the_kinds_of_the_half_tuned_on_are_right(tuned_on: Score) -> None:
    assert tuned_on.kinds >= 0.95, tuned_on.faults


def test_the_flags_of_the_half_tuned_on_are_right(tuned_on: Score) -> None:
    assert tuned_on.flags >= 0.95, tuned_on.faults


def test_no_cosmetic_pair_raises_an_alert_and_no_other_is_passed_over(tuned_on: Score) -> None:
    assert (tuned_on.false_alerts, tuned_on.missed_alerts) == (0, 0), tuned_on.faults


def test_the_half_kept_aside_stays_as_right_as_it_was_when_it_was_scored(
    recipes: list[Recipe],
) -> None:
    """Scored once, when the rules were done (docs/decisions/0035): it is a floor now."""
    import classifying

    found = classifying.score(one for one in recipes if one.is_kept_aside)
    assert found.kinds >= 0.95, found.faults
    assert found.flags >= 0.95, found.faults
    assert (found.false_alerts, found.missed_alerts) == (0, 0), found.faults
