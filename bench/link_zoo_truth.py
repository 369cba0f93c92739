"""What somebody said of the kinds of the zoo, held against the truth.

A link may be called dead that is dead, or only looks alive, and not before that can be known.  One
that is behind a shut door, or whose answer proves nothing, is as little dead as one that answers.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from zoo.all_kinds import KINDS
from zoo.kind import Kind, Truth
from zoo.server import Zoo
from zoo.soft import ISSUES_OWN

_THERE = (Truth.ALIVE, Truth.MOVED)
_NOBODY_KNOWS = (Truth.UNKNOWN, Truth.BLOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """``dead`` in the end; ``wrongly`` at any time; the rest is what the zoo noticed."""

    dead: frozenset[str]
    wrongly: frozenset[str]
    canary: int
    at_once: int
    remark: str = ""


def verdicts(
    zoo: Zoo, dead: Collection[str], first_days: dict[str, float], remark: str = ""
) -> Verdicts:
    """``first_days`` has the day on which each was first called dead."""
    wrongly = {kind.name for kind in KINDS if _is_wrong(kind, first_days.get(kind.name))}
    most = max(count for name, count in zoo.at_once.items() if name != "pages")
    return Verdicts(
        dead=frozenset(dead),
        wrongly=frozenset(wrongly),
        canary=zoo.canary,
        at_once=most,
        remark=remark,
    )


def _is_wrong(kind: Kind, day: float | None) -> bool:
    may_be = kind.truth in (Truth.DEAD, Truth.SOFT) or kind.dead_after_days > 0
    return day is not None and not (may_be and day >= kind.dead_after_days)


def there() -> frozenset[str]:
    """The kinds that lead to their document, where it was or elsewhere."""
    return _with(*_THERE)


def unknown() -> frozenset[str]:
    """The kinds of which nobody can say from outside."""
    return _with(*_NOBODY_KNOWS)


def dead() -> frozenset[str]:
    """The kinds that are dead, and say so."""
    return _with(Truth.DEAD)


def soft() -> frozenset[str]:
    """The kinds that the issue names of those that are answered by something else."""
    return frozenset(ISSUES_OWN)


def _with(*truths: Truth) -> frozenset[str]:
    return frozenset(kind.name for kind in KINDS if kind.truth in truths)
