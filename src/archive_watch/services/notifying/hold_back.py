"""Hold back the alerts of an edit that a channel was told of already: one alert for many pages.

While the round lasts, that is while no day passes without another page that has the edit, further
pages are told by the digest, with their number.  A page that weighs more than what was told is told at
once, and so is the next page after a day where the channel has no digest that could tell the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive_watch.model.clock import days_after
from archive_watch.model.notice import Transition
from archive_watch.storage.told_edits import ToldAtOnce

_ROUND_LASTS_DAYS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """What is to be told at once, and what the channel has been told of then."""

    fresh: tuple[Transition, ...]
    told: Mapping[str, ToldAtOnce]


def held_back(
    grave: Sequence[Transition],
    known: Mapping[str, ToldAtOnce],
    *,
    now: str,
    has_digest: bool,
) -> HeldBack:
    """Which of ``grave`` a channel was not told of yet, ``known`` being what it was told of."""
    told = dict(known)
    fresh: list[Transition] = []
    begun: set[str] = set()
    for one in sorted(grave, key=lambda one: (one.at, one.id)):
        if one.finding is None:
            fresh.append(one)
            continue
        before = told.get(one.finding)
        if one.finding not in begun and before and _goes_on(before, one, now, has_digest):
            told[one.finding] = replace(before, last_at=max(before.last_at, one.at))
            continue
        begun.add(one.finding)
        fresh.append(one)
        severity = max(one.severity, before.severity if before else 0)
        last = max(one.at, before.last_at if before else "")
        told[one.finding] = ToldAtOnce(severity=severity, told_at=now, last_at=last)
    changed = {one: of for one, of in told.items() if known.get(one) != of}
    return HeldBack(fresh=tuple(fresh), told=changed)


def _goes_on(before: ToldAtOnce, one: Transition, now: str, has_digest: bool) -> bool:
    """Whether a page belongs to what was told: not a graver one, nor one of a later round."""
    if one.severity > before.severity or one.at > days_after(before.last_at, _ROUND_LASTS_DAYS):
        return False
    return has_digest or now <= days_after(before.told_at, _ROUND_LASTS_DAYS)
