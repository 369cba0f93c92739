"""A page of a reader's list of changes: the changes with their words, and what is counted beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive_watch.report.bars import Bars, bars_of
from archive_watch.report.listed_change import STRONG, ListedChange
from archive_watch.storage.change_list import ChangeList, Met, Place, met_lately, places_listed
from archive_watch.storage.database import Archive
from archive_watch.storage.listed_changes import changes_listed

LATELY = 2_000
"""Of how many of the latest changes that fit is counted."""
_MOST_HOSTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are of each, the most first; ``is_all`` False: of the latest that fit only.

    ``of`` has the counts by kind, host, flag and review.
    """

    total: int
    is_all: bool
    of: Mapping[str, Mapping[str, int]]
    bars: Bars | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOfChanges:
    """Changes by the day on which they were seen, the latest first; ``after`` begins the next page."""

    days: Sequence[tuple[str, Sequence[ListedChange]]]
    after: Place | None
    counts: Counts


def list_changes(
    archive: Archive, wanted: ChangeList, *, after: Place | None, most: int, now: str
) -> ListOfChanges:
    """The changes that fit, ``most`` of them, from ``after`` on."""
    places = places_listed(archive, wanted, after=after, most=most + 1)
    shown = places[:most]
    changes = changes_listed(archive, [place.change_id for place in shown])
    return ListOfChanges(
        days=_by_day(changes),
        after=shown[-1] if len(places) > most else None,
        counts=_counts(met_lately(archive, wanted, most=LATELY + 1), now),
    )


def _by_day(changes: Iterable[ListedChange]) -> list[tuple[str, list[ListedChange]]]:
    days: dict[str, list[ListedChange]] = {}
    for change in changes:
        days.setdefault(change.told.not_after[:10], []).append(change)
    return list(days.items())


def _counts(met: Sequence[Met], now: str) -> Counts:
    lately = met[:LATELY]
    said = {True: "yes", False: "no", None: "no"}
    of = {
        "kind": Counter(one.kind for one in lately),
        "host": Counter(one.host for one in lately),
        "flag": Counter(flag for one in lately for flag in one.flags),
        "reviewed": Counter(said[one.reviewed] for one in lately if one.kind != "cosmetic"),
    }
    return Counts(
        total=len(lately),
        is_all=len(met) <= LATELY,
        of={name: dict(counts.most_common(_MOST_HOSTS)) for name, counts in of.items()},
        bars=bars_of(((one.not_after, one.severity >= STRONG) for one in lately), until=now),
    )
