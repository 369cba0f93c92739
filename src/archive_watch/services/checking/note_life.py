"""Tell of pages that are withheld or cannot be read, once, and when that is over.

A page withheld is an incident of its own: it alone was refused for a week.  Pages that cannot be
read on a host that is up are one incident of their host, whose count may grow; where the host
itself is out of order (no page of it is well) that is told instead, here too.

To be called inside the transaction of the check, once the page's standing is written.
"""

from __future__ import annotations

from http import HTTPStatus

from archive_watch.classify.page_life import is_withheld
from archive_watch.model.incident import IncidentKind
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, PageState
from archive_watch.services.checking.check import Check
from archive_watch.services.watch import Watch
from archive_watch.storage import pages, refusals, sites
from archive_watch.storage.database import Archive
from archive_watch.storage.incidents import close_incidents, is_open, raise_incident
from archive_watch.storage.versions import current_version

_HOSTS = (IncidentKind.BLOCKED_HOST, IncidentKind.UNREACHABLE_HOST)
_MOST_NAMED = 3


def is_withheld_now(archive: Archive, page_id: int, host: str, outcome: Outcome) -> bool:
    """Whether a check that was refused completes the proof that the page alone is kept from us.

    What was never read is not taken from anybody.
    """
    if outcome is not Outcome.BLOCKED or sites.host_standing(archive, host).is_blocked:
        return False
    if current_version(archive, page_id) is None:
        return False
    refused = refusals.refusals_in_a_row(archive, page_id)
    return refused is not None and is_withheld(refused)


def note_life(watch: Watch, check: Check, outcome: Outcome) -> None:
    """Open or close what is told of the page's life, by the standing that the check left."""
    if check.source != "live":
        return
    if outcome in SAW_THE_PAGE | SAW_IT_GONE:
        _end(watch, check)
        return
    state = pages.state_of(watch.archive, check.page.id)
    if state is PageState.WITHHELD:
        _note_withheld(watch, check)
    elif state is PageState.UNREACHABLE:
        _note_unreachable(watch, check)


def _end(watch: Watch, check: Check) -> None:
    """The page was seen, or seen gone: it is neither withheld nor out of reach any more."""
    archive, host = watch.archive, check.page.host
    close_incidents(
        archive, kind=IncidentKind.PAGE_WITHHELD, host=host, page_id=check.page.id, at=check.at
    )
    if not pages.unreachable_urls(archive, check.page.site_id, most=1):
        close_incidents(archive, kind=IncidentKind.PAGES_UNREACHABLE, host=host, at=check.at)


def _note_withheld(watch: Watch, check: Check) -> None:
    refused = refusals.refusals_in_a_row(watch.archive, check.page.id)
    if refused is None or refused.last_at != check.at:
        return
    legal = check.response.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    why = "for legal reasons " if legal else ""
    raise_incident(
        watch.archive,
        kind=IncidentKind.PAGE_WITHHELD,
        host=check.page.host,
        page_id=check.page.id,
        detail=f"refused {why}by {refused.checks:,} checks since {refused.first_at} (the last answered"
        f" {check.response.status}), while {refused.answering:,} other pages of the host were read",
        at=check.at,
    )


def _note_unreachable(watch: Watch, check: Check) -> None:
    archive, host = watch.archive, check.page.host
    if any(is_open(archive, kind=kind, host=host) for kind in _HOSTS):
        return
    is_whole_host = not pages.is_any_well(archive, check.page.site_id)
    urls = pages.unreachable_urls(archive, check.page.site_id, most=_MOST_NAMED + 1)
    more = " …" if len(urls) > _MOST_NAMED else ""
    signs = "; ".join(check.judgement.evidence) or check.judgement.reason or "no answer"
    raise_incident(
        archive,
        kind=IncidentKind.UNREACHABLE_HOST if is_whole_host else IncidentKind.PAGES_UNREACHABLE,
        host=host,
        detail=f"cannot be read, check after check ({signs}): {' '.join(urls[:_MOST_NAMED])}{more}",
        at=check.at,
    )
