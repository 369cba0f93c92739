"""Kill the program while it fetches: ``python bench/kills.py [KILLS]`` (1,000).

Nothing acknowledged is lost, nothing is kept twice or in half; and the same killing finds two bugs
that are planted on purpose.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import shown
from killing import Toll, killing

_PLANTED = ("acknowledges before commit", "commits in two")
_MOST_PLANTED = 200


def main(kills: int) -> int:
    """Kill it ``kills`` times and print what came of it; 0 when all of it holds."""
    shown.section(f"{kills:,} kills while fetching")
    toll, verified = _killed(kills)
    shown.line("checks acknowledged, and kept", f"{toll.acknowledged:,}, {toll.checks:,}")
    shown.line("lost, doubled or halved", str(len(toll.faults)), "0")
    shown.line("exit code of verify", str(verified), "0")
    for fault in toll.faults[:10]:
        shown.note(fault)
    found = [_killed(_MOST_PLANTED, plant)[0] for plant in _PLANTED]
    for plant, planted in zip(_PLANTED, found, strict=True):
        told = f"found at kill {planted.kills}" if planted.faults else "NOT found"
        shown.line(f"planted bug: {plant}", told, "found")
    holds = not toll.faults and verified == 0 and all(planted.faults for planted in found)
    return 0 if holds else 1


def _killed(kills: int, plant: str | None = None) -> tuple[Toll, int]:
    with (
        tempfile.TemporaryDirectory() as folder,
        killing(Path(folder), seed=kills, plant=plant) as killed,
    ):
        while killed.toll.kills < kills and not killed.toll.faults:
            killed.kill_once()
        return killed.toll, killed.verified()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
