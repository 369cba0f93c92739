"""Sixty kills while fetching, folding, copying and discovering; a thousand of them are ``make kills``."""

from __future__ import annotations

from pathlib import Path

import pytest

from dying import PLANTS
from killing import killing

_KILLS = 60
_MOST_PLANTED = 60
_FOUND = {  # how the fault may be told
    "acknowledges before commit": ("lost: ", "/still/: "),
    "commits in two": ("http",),
}


def test_sixty_kills_lose_nothing_that_was_acknowledged_and_keep_nothing_twice(
    tmp_path: Path,
) -> None:
    with killing(tmp_path, seed=1) as killed:
        while killed.toll.kills < _KILLS and not killed.toll.faults:
            killed.kill_once()
        assert killed.toll.faults == []
        assert killed.toll.acknowledged > _KILLS / 3
        assert killed.verified() == 0


@pytest.mark.parametrize("plant", list(PLANTS))
def test_the_same_killing_finds_a_bug_that_is_planted(tmp_path: Path, plant: str) -> None:
    with killing(tmp_path, seed=2, plant=plant) as killed:
        while killed.toll.kills < _MOST_PLANTED and not killed.toll.faults:
            killed.kill_once()
        assert killed.toll.kills > 0
        found = [fault for fault in killed.toll.faults if fault.startswith(_FOUND[plant])]
        assert found, killed.toll
