"""How much what came to pass matters beside the changes of pages, on their scale of 0 to 100.

A host that shuts us out weighs as much as a number that changed: from then on silence means nothing.
What has ended is told, but wakes nobody.
"""

from __future__ import annotations

from archive_watch.classify.link_target import TargetClass
from archive_watch.model.incident import IncidentKind
from archive_watch.model.notice import TransitionKind

_OPENED: dict[str, int] = {
    IncidentKind.PAGE_WITHHELD: 85,
    IncidentKind.CHANNEL_FAILING: 75,
    IncidentKind.BLOCKED_HOST: 70,
    IncidentKind.ROBOTS_DISALLOWED: 70,
    IncidentKind.UNREACHABLE_HOST: 60,
    IncidentKind.PAGES_UNREACHABLE: 60,
    IncidentKind.NOT_WATCHED: 60,
    IncidentKind.TEMPLATE_DRIFT: 50,
    IncidentKind.LINKS_FAILING: 45,
    IncidentKind.ROBOTS_UNREADABLE: 50,
}
_OTHER_INCIDENT = 40
_OVER = 30
_LINK_BROKEN = {
    TargetClass.SAME_ARCHIVE: 60,  # a hole in the archive itself
    TargetClass.SISTER: 50,
    TargetClass.SUPERSEDED: 35,
    TargetClass.GOVERNMENT: 30,
    TargetClass.EXTERNAL: 20,
}
_LINK_RECOVERED = 10


def weight_of(
    kind: TransitionKind,
    *,
    incident: str | None = None,
    target: TargetClass = TargetClass.EXTERNAL,
) -> int:
    """The severity of a transition that is no change; ``incident`` is an incident's kind, ``target``
    what a link points to."""
    match kind:
        case TransitionKind.INCIDENT_OPENED:
            return _OPENED.get(incident or "", _OTHER_INCIDENT)
        case TransitionKind.INCIDENT_CLOSED:
            return _OVER
        case TransitionKind.LINK_BROKEN:
            return _LINK_BROKEN[target]
        case _:
            return _LINK_RECOVERED
