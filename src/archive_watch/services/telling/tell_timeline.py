"""The whole life of an archive as bars."""

from __future__ import annotations

from datetime import date

from archive_watch.report.timeline import Timeline, stretches_of, timeline_of, unit_for
from archive_watch.storage import timeline as counted
from archive_watch.storage.database import Archive


def tell_timeline(archive: Archive) -> Timeline | None:
    """Checks, changes and incidents from the first day to the last; None before there is any."""
    life = counted.days_of_life(archive)
    if life is None:
        return None
    first, last = map(date.fromisoformat, life)
    stretches = [
        (begin.isoformat(), end.isoformat())
        for begin, end in stretches_of(first, last, unit_for(first, last))
    ]
    incidents = counted.incidents_by_day(archive)
    return timeline_of(
        *life,
        checks=counted.checks_in(archive, stretches),
        at_least=not counted.are_all_counted(archive),
        changes=counted.changes_by_day(archive),
        incidents={day: count for day, count in incidents.items() if life[0] <= day <= life[1]},
    )
