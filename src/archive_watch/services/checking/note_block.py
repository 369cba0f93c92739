"""Find out that a host shuts us out, and that it does so no longer, inside a check's transaction.

One incident a host, with the evidence.  What the host answers meanwhile says nothing of its pages:
an absence that came with the wave is taken back.  How long the host is left alone is decided by
whoever asks it next (``try_host``), which knows whether it is one of the operator's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_watch.model.capture import Failure
from archive_watch.model.host import HostStanding
from archive_watch.model.incident import IncidentKind
from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.schedule import breaker
from archive_watch.schedule.shutting_out import (
    HOST_BLOCKED,
    Sight,
    doubtful_absences,
    evidence_of_wave,
    is_wave,
    most_are_refused,
)
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.keep_history import rework_history
from archive_watch.services.checking.keep_standing import restand
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from archive_watch.storage.incidents import close_incidents, raise_incident
from archive_watch.storage.sights import doubt, last_sights

_BLOCK = IncidentKind.BLOCKED_HOST


def doubted(watch: Watch, check: Check, seen: Seen) -> Seen:
    """What was seen, but that an absence on a host that shuts us out is none."""
    if seen.how is not How.ABSENT or check.source != "live":
        return seen
    host = sites.host_standing(watch.archive, check.page.host)
    if not host.is_blocked:
        return seen
    why = f"the host shuts us out since {host.blocked_since}: that a page is not there says nothing"
    return replace(
        seen,
        outcome=Outcome.BLOCKED,
        reason=HOST_BLOCKED,
        evidence=(*seen.evidence, why),
        how=None,
    )


def note_block(watch: Watch, check: Check, outcome: Outcome, told: str) -> bool:
    """Take in a check that did not see its page; whether a block is all that is to be said of it.

    ``told`` is its evidence in words.
    """
    host = sites.host_standing(watch.archive, check.page.host)
    if host.is_blocked:
        _still(watch, check, host, told)
        return True
    if outcome is not Outcome.BLOCKED:
        return False
    sights = last_sights(watch.archive, check.page.host)
    if check.judgement.reason == Failure.ROBOTS_UNREADABLE:
        _begin(watch, check, host, told)
    elif is_wave(sights):
        _begin(watch, check, host, evidence_of_wave(sights))
        _take_back(watch, sights)
    elif most_are_refused(sights):
        raise_incident(watch.archive, kind=_BLOCK, host=host.host, detail=told, at=check.at)
    return True


def note_view(watch: Watch, check: Check) -> None:
    """Take in a check that saw its page, on a host about which an incident is open."""
    archive, name = watch.archive, check.page.host
    host = sites.host_standing(archive, name)
    if host.is_blocked:
        sites.keep_host_standing(archive, breaker.opened(host), at=check.at)
        pace = watch.settings.fetch.min_delay_seconds
        sites.make_failed_due(archive, name, now=watch.now(), step_seconds=pace)
    elif most_are_refused(last_sights(archive, name)):
        return
    close_incidents(archive, kind=_BLOCK, host=name, at=check.at)


def _begin(watch: Watch, check: Check, host: HostStanding, why: str) -> None:
    blocked = breaker.shut_out(host, now=watch.clock(), why=why)
    sites.keep_host_standing(watch.archive, blocked, at=check.at)
    raise_incident(watch.archive, kind=_BLOCK, host=host.host, detail=why, at=check.at)


def _still(watch: Watch, check: Check, host: HostStanding, told: str) -> None:
    """The page by which the host was tried could not be seen: it is left alone for longer."""
    why = host.closed_why or told
    if breaker.is_half_open(host, watch.clock()):
        longer = breaker.closed(host, now=watch.clock(), why=why)
        sites.keep_host_standing(watch.archive, longer, at=check.at)
        assert longer.closed_until is not None
        sites.make_one_due(watch.archive, host.host, at=longer.closed_until)
    raise_incident(watch.archive, kind=_BLOCK, host=host.host, detail=why, at=check.at)


def _take_back(watch: Watch, sights: Sequence[Sight]) -> None:
    """The absences that came with the wave are no evidence of anything."""
    for sight in doubtful_absences(sights):
        doubt(watch.archive, sight)
        rework_history(
            watch.archive,
            sight.page_id,
            configured=watch.settings.pages.confirm_removed_checks,
            now=watch.now(),
        )
        restand(watch, sight.page_id)
