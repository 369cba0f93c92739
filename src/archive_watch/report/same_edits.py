"""The same edit on many pages as one entry: the words once, then how many pages, and the first of them.

The strongest page leads.  Only what has nothing else to tell is put together; a change that has other
edits beside stays an entry of its own, and says that it shares one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive_watch.report.bounds import MOST_PLACES, bounded, left_out
from archive_watch.report.coverage import counted
from archive_watch.report.told_change import ToldChange

_MOST_NUMBERS = 6
_SHORT = 12  # characters of a cluster's name that are enough to ask for it


def told_together(changes: Iterable[ToldChange]) -> tuple[ToldChange, ...]:
    """The changes, those that say the same of their pages as one, in no order."""
    alone: list[ToldChange] = []
    alike: dict[str, list[ToldChange]] = {}
    for change in changes:
        if change.finding is None:
            alone.append(change)
        else:
            alike.setdefault(change.finding, []).append(change)
    return (*alone, *map(_as_one, alike.values()))


def _as_one(changes: Sequence[ToldChange]) -> ToldChange:
    lead, *others = sorted(changes, key=lambda one: (-one.severity, one.not_after, one.id))
    places = [place for one in others for place in one.places]
    return replace(
        lead,
        severity=max(lead.severity, lead.cluster_severity or 0),
        alike=(*lead.alike, *sorted(places, key=lambda place: (place.not_after, place.id))),
    )


def edited_alike(changes: Iterable[ToldChange]) -> tuple[tuple[ToldChange, ...], ...]:
    """The edits around the words, put together where several sites were edited alike."""
    alike: dict[tuple[tuple[str, str], ...], list[ToldChange]] = {}
    for change in changes:
        edit = tuple((one.removed, one.added) for one in change.edits)
        alike.setdefault(edit or (("", change.summary),), []).append(change)
    return tuple(tuple(same) for same in alike.values())


def edits_counted(edits: Sequence[ToldChange]) -> str:
    """How many edits there are, and on how many pages where one is on several."""
    told = counted(len(edits), "change", "changes")
    return f"{told} on {pages_counted(edits):,} pages" if any(one.alike for one in edits) else told


def pages_counted(changes: Sequence[ToldChange]) -> int:
    """On how many pages the changes were made."""
    return len({place.url for change in changes for place in change.places})


def alike_told(change: ToldChange) -> str | None:
    """On how many pages the same edit stands; None where it is on this one alone."""
    if change.finding is None:
        if change.cluster is None or change.pages < 2:
            return None
        return f"one of its edits stands on {change.pages:,} pages: {_all_of(change)}"
    if change.pages < 2:
        return None
    here = pages_counted([change])
    told = f"the same edit on {change.pages:,} pages"
    return told if here == change.pages else f"{told}, {here:,} of them told here"


def addresses_told(change: ToldChange) -> tuple[Sequence[str], str | None]:
    """The first addresses, the strongest one's before the others', and a line for the rest."""
    urls = list(dict.fromkeys(place.url for place in change.places))
    told, left = bounded(urls, MOST_PLACES)
    return told, f"{left_out(left, 'page')}: {_all_of(change)}" if left else None


def numbers_told(change: ToldChange) -> str:
    """The numbers of the changes that are told as one."""
    numbers, left = bounded([place.id for place in change.places], _MOST_NUMBERS)
    if len(numbers) == 1:
        return f"change {change.id}"
    told = f"changes {', '.join(map(str, numbers))}"
    return f"{told} and {left:,} more" if left else told


def _all_of(change: ToldChange) -> str:
    name = change.finding or change.cluster or ""
    return f"`archive-watch changes --cluster {name[:_SHORT]}`"
