"""Open and close incidents by what a check found, inside the caller's transaction.

One incident a blocked host (``note_block``), one an outage of a host, one a host whose robots.txt
asks not to read what is watched, one a page that the profile does not understand; where a run of
pages is not understood it is the template's (``note_drift``).  An imported capture says what stood
in the way when it was made: where all was well since, that is no incident now.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from archive_watch.model.capture import Failure
from archive_watch.model.incident import IncidentKind
from archive_watch.model.url import host_of
from archive_watch.model.visit import SAW_THE_PAGE, Outcome
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.note_block import note_block, note_view
from archive_watch.services.checking.note_drift import end_drift, is_drift
from archive_watch.services.checking.note_life import note_life
from archive_watch.services.watch import Watch
from archive_watch.storage import pages
from archive_watch.storage.incidents import (
    begin_later,
    close_incidents,
    has_open_incident,
    last_clear_view,
    raise_incident,
    silent_pages_in_a_row,
)

_KINDS = {
    Outcome.BLOCKED: IncidentKind.BLOCKED_HOST,
    Outcome.NEEDS_REVIEW: IncidentKind.NEEDS_REVIEW,
    Outcome.NETWORK_ERROR: IncidentKind.UNREACHABLE_HOST,
}
_TOO_DEAR = "over_budget"
_TOO_DEAR_MEANS = (
    "its bytes are kept, and its last good words stand, but neither words nor links of it are read:"
    " watch the pages that it leads to (`add --file`, or `discover` of their site), and `pause` it"
)
_OUTAGE = 2  # pages of a host in a row without an answer: one may have its own trouble
_LOOKED_AT = 20  # of the host's last checks


def note_incidents(watch: Watch, check: Check, outcome: Outcome, seen: Seen, fetch_id: int) -> None:
    """Open the incident that the check met, or close those that it shows to be over."""
    over = _shown_to_be_over(check, outcome)
    if over and has_open_incident(watch.archive, host=check.page.host):
        for bad in over:
            _all_is_well(watch, check, bad)
        end_drift(watch, check, outcome, fetch_id)
        if outcome in SAW_THE_PAGE:
            note_life(watch, check, outcome)
    if check.source == "live" and outcome not in SAW_THE_PAGE:
        if outcome is Outcome.REJECTED and seen.reason == Failure.ROBOTS:
            _note_disallowed(watch, check)
        note_life(watch, check, outcome)
        evidence = _told(seen.reason, (*check.judgement.evidence, *seen.evidence))
        if note_block(watch, check, outcome, evidence):
            return
    if outcome is Outcome.NEEDS_REVIEW and is_drift(watch, check, seen, fetch_id):
        return
    if outcome in _KINDS and not _is_one_silence(watch, check, outcome):
        _raise(watch, check, outcome, seen)


def _note_disallowed(watch: Watch, check: Check) -> None:
    """A page that is watched may not be read: told until the host's robots.txt is another."""
    last = check.page.last_checked_at
    url = check.response.final_url
    raise_incident(
        watch.archive,
        kind=IncidentKind.ROBOTS_DISALLOWED,
        host=host_of(url),
        detail=f"robots.txt asks not to read {url}" + (f"; last asked {last}" if last else ""),
        at=check.at,
    )


def _shown_to_be_over(check: Check, outcome: Outcome) -> tuple[Outcome, ...]:
    """What the check proves to be no more: all of it, or, by any answer but an error, an outage."""
    if outcome in SAW_THE_PAGE:
        return tuple(_KINDS)
    status = check.response.status
    answered = status is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR
    return (Outcome.NETWORK_ERROR,) if answered else ()


def _is_one_silence(watch: Watch, check: Check, outcome: Outcome) -> bool:
    """Whether it is one page that had no answer, which is no outage of its host yet; the check is in
    the log.  Where no other page is asked, its second silence is the host's."""
    if outcome is not Outcome.NETWORK_ERROR:
        return False
    archive, host = watch.archive, check.page.host
    if pages.asked_pages(archive, check.page.site_id, most=_OUTAGE) < _OUTAGE:
        return check.page.failures == 0
    return silent_pages_in_a_row(archive, host=host, most=_LOOKED_AT) < _OUTAGE


def _raise(watch: Watch, check: Check, outcome: Outcome, seen: Seen) -> None:
    page_id = _page_of(check, outcome)
    if check.source != "live":
        well = last_clear_view(watch.archive, host=check.page.host, page_id=page_id)
        if well is not None and check.at <= well:
            return
    raise_incident(
        watch.archive,
        kind=_KINDS[outcome],
        host=check.page.host,
        page_id=page_id,
        detail=_told(seen.reason, (*check.judgement.evidence, *seen.evidence)),
        at=check.at,
    )


def _all_is_well(watch: Watch, check: Check, bad: Outcome) -> None:
    if bad is Outcome.BLOCKED and check.source == "live":
        note_view(watch, check)
        return
    archive, host, page_id = watch.archive, check.page.host, _page_of(check, bad)
    close_incidents(archive, kind=_KINDS[bad], host=host, page_id=page_id, at=check.at)
    if check.source != "live":
        begin_later(
            archive, kind=_KINDS[bad], host=host, page_id=page_id, outcome=bad, after=check.at
        )


def _page_of(check: Check, bad: Outcome) -> int | None:
    """The page that an incident is about; a block is its host's."""
    return check.page.id if bad is Outcome.NEEDS_REVIEW else None


def _told(reason: str | None, evidence: Sequence[str]) -> str:
    signs = "; ".join(dict.fromkeys(evidence))
    if reason == _TOO_DEAR:
        signs = f"{signs}; {_TOO_DEAR_MEANS}"
    return f"{reason or 'unknown'}: {signs}" if signs else reason or "unknown"
