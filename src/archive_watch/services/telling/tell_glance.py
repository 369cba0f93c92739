"""What a reader wants at a glance: what happened in a stretch of time, and whether anyone looked.

The weightiest first, with the words themselves; however much happened, a few of each are told, and
how many there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from archive_watch.model.clock import parse_utc
from archive_watch.model.incident import IncidentKind
from archive_watch.report.digest import ToldIncident
from archive_watch.report.same_edits import edited_alike
from archive_watch.report.told_change import ToldChange
from archive_watch.report.told_link import ToldLink
from archive_watch.storage import glances, standing, telling, troubles
from archive_watch.storage.database import Archive
from archive_watch.storage.glances import Stretch
from archive_watch.storage.heartbeat import Heartbeat, last_heartbeat
from archive_watch.storage.sites import closed_hosts

_MOST_GONE, _MOST_EDITS, _MOST_TEMPLATES = 8, 20, 12
_MOST_OF_A_KIND, _MOST_LINKS, _MOST_OVER = 3, 8, 8
_SEEN_WITHIN = timedelta(minutes=3)
_LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What happened in a stretch of time, a few of each; ``kinds`` counts all changes by their kind.

    Of ``templates`` those that are alike stand together.  ``in_the_way`` is what is open now: each
    kind with how many there are and the latest of them; ``after_freeze`` are pages that were edited
    though they should not be, and nobody has reviewed it.  ``over`` ended in the stretch: incidents
    with when they did; ``good_again`` links likewise.
    """

    kinds: dict[str, int]
    gone: tuple[ToldChange, ...]
    edits: tuple[ToldChange, ...]
    templates: tuple[tuple[ToldChange, ...], ...]
    in_the_way: tuple[tuple[IncidentKind, int, tuple[ToldIncident, ...]], ...]
    after_freeze: int
    broken: tuple[ToldLink, ...]
    over: tuple[tuple[ToldIncident, str], ...]
    good_again: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> int:
        """How many changes there are that are told in words: neither typography nor templates."""
        apart = ("cosmetic", "template", "removed")
        return sum(count for kind, count in self.kinds.items() if kind not in apart)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened, whatever stands in the way."""
        return not (self.gone or self.edits or self.templates or self.broken or self.over)


def tell_glance(archive: Archive, stretch: Stretch) -> Glance:
    """What happened in the stretch."""

    def told(which: str, most: int) -> tuple[ToldChange, ...]:
        return telling.changes_told(archive, glances.weightiest(archive, stretch, which, most=most))

    kinds = troubles.open_kinds(archive)
    return Glance(
        kinds=glances.kinds_counted(archive, stretch),
        gone=told("gone", _MOST_GONE),
        edits=told("edits", _MOST_EDITS),
        templates=edited_alike(told("templates", _MOST_TEMPLATES)),
        in_the_way=_in_the_way(archive, kinds),
        after_freeze=kinds.get(IncidentKind.EDITED_AFTER_FREEZE, 0),
        broken=tuple(troubles.broken_lately(archive, stretch, most=_MOST_LINKS)),
        over=tuple(troubles.closed_lately(archive, stretch, most=_MOST_OVER)),
        good_again=tuple(troubles.good_again(archive, stretch, most=_MOST_OVER)),
    )


def _in_the_way(
    archive: Archive, kinds: Mapping[IncidentKind, int]
) -> tuple[tuple[IncidentKind, int, tuple[ToldIncident, ...]], ...]:
    """What keeps anyone from seeing: an edit that should not have been made is a change, and told."""
    return tuple(
        (kind, count, tuple(troubles.open_incidents_of(archive, kind, most=_MOST_OF_A_KIND)))
        for kind, count in kinds.items()
        if kind is not IncidentKind.EDITED_AFTER_FREEZE
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """How the watch is: what it covers, what is due, who does it.  Times are UTC text.

    ``unwatched`` pages were not read for a long time; ``closed_hosts`` are left alone for now.
    """

    pages: int
    read: int
    states: dict[str, int]
    due: int
    next_due_at: str | None
    last_check_at: str | None
    last_run: dict[str, Any] | None
    daemon: Heartbeat | None
    daemon_is_alive: bool
    unwatched: int
    closed_hosts: int
    dead_links: int
    silent_for: timedelta | None

    @property
    def never_read(self) -> int:
        """How many pages have no version yet."""
        return self.pages - self.read

    @property
    def daemon_died(self) -> bool:
        """Whether a daemon was seen that did not say that it stops."""
        beat = self.daemon
        return beat is not None and beat.stopped_at is None and not self.daemon_is_alive


def tell_watching(archive: Archive, *, now: str) -> Watching:
    """How the watch is at ``now``; ``silent_for``: pages are due, and for so long none was checked."""
    states = standing.pages_by_state(archive)
    due, last = standing.pages_due(archive, now), glances.last_look_at(archive)
    beat, present = last_heartbeat(archive), parse_utc(now)
    alive = (
        beat is not None
        and beat.stopped_at is None
        and present - parse_utc(beat.seen_at) < _SEEN_WITHIN
    )
    silent = present - parse_utc(last) if last is not None and due else None
    return Watching(
        pages=sum(states.values()),
        read=standing.pages_read(archive),
        states=states,
        due=due,
        next_due_at=standing.next_due_at(archive),
        last_check_at=last,
        last_run=standing.last_run(archive),
        daemon=beat,
        daemon_is_alive=alive,
        unwatched=troubles.pages_not_watched(archive),
        closed_hosts=len(closed_hosts(archive)),
        dead_links=troubles.dead_links(archive),
        silent_for=silent if silent is not None and silent > _LATE else None,
    )
