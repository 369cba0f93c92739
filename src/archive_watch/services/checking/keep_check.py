"""Keep one check: the second half of a check, where the answer meets the page's history.

One check is one transaction: the body, the version, the check-log row, the span, the change and
the page's standing are written together or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_watch.model.capture import Response
from archive_watch.model.version import How, Observation
from archive_watch.model.visit import SAW_THE_PAGE, Outcome, Visit
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.keep_history import keep_history
from archive_watch.services.checking.keep_standing import keep_standing
from archive_watch.services.checking.know_answer import judged_anew, seen_again
from archive_watch.services.checking.note_block import doubted
from archive_watch.services.checking.note_incidents import note_incidents
from archive_watch.services.checking.plan_next_check import plan_next_check
from archive_watch.services.checking.recognise_version import recognise
from archive_watch.services.freezing.accept_banners import accept_what_stood
from archive_watch.services.freezing.note_freeze import note_banner, note_edits
from archive_watch.services.watch import Watch
from archive_watch.storage import (
    captures,
    changes,
    exchanges,
    fetches,
    freezes,
    page_ids,
    pages,
    versions,
)

if TYPE_CHECKING:
    from archive_watch.extract.page import Cut

_AS_IT_WAS = frozenset({Outcome.UNCHANGED, Outcome.NOT_MODIFIED})
_KEPT_HEADERS = frozenset(
    {
        "content-type",
        "content-length",
        "date",
        "etag",
        "last-modified",
        "location",
        "memento-datetime",
        "retry-after",
        "server",
        "via",
        "x-cache",
    }
)


def keep_check(watch: Watch, check: Check) -> Visit:
    """Write everything that one check found; the result is what ``fetch`` prints of it."""
    with watch.archive.writing():
        return keep_check_in_transaction(watch, check)


def keep_check_in_transaction(watch: Watch, check: Check) -> Visit:
    """Like ``keep_check``, inside a transaction that the caller holds (imports keep many in one)."""
    check, seen = _seen(watch, check)
    seen = doubted(watch, check, seen)
    fetch_id = fetches.record_fetch(watch.archive, _record(check, seen))
    freezes.keep_frozen_since(
        watch.archive, check.page.site_id, watch.profile(check.page.origin).frozen_since
    )
    outcome, change_id = seen.outcome, None
    if seen.how is not None:
        outcome, change_id = keep_history(
            watch.archive,
            check.page.id,
            _observation(watch, check, seen, fetch_id),
            configured=watch.settings.pages.confirm_removed_checks,
            now=watch.now(),
            recorded=seen.outcome,
            reworded=seen.reworded,
        )
    if seen.moved_to is not None:
        pages.add_alias(watch.archive, check.page.id, check.response.final_url, at=check.at)
    if check.judgement.cut is not None:
        _keep_beside(watch, check, seen, fetch_id, check.judgement.cut)
    if check.source != "live" or not _is_plain(outcome, seen):
        exchanges.keep_exchange(watch.archive, fetch_id, check.response)
    next_fetch_at = None
    if check.source == "live":
        matters = change_id is not None and changes.matters(watch.archive, change_id)
        next_fetch_at = plan_next_check(watch, check, outcome=seen.outcome, changed=matters)
    keep_standing(watch, check, seen, next_fetch_at=next_fetch_at)
    note_incidents(watch, check, outcome, seen, fetch_id)
    if not _is_plain(outcome, seen):
        note_edits(watch.archive, check, changed=change_id is not None)
    accept_what_stood(watch.archive, check)
    return _visit(watch, check, seen, outcome, change_id)


def _keep_beside(watch: Watch, check: Check, seen: Seen, fetch_id: int, cut: Cut) -> None:
    """Keep what a page showed beside its words: its stable ids, and its frame."""
    from archive_watch.services.checking.note_template import note_template  # noqa: PLC0415  (the differ)

    if seen.outcome in SAW_THE_PAGE:
        page_ids.keep_ids(watch.archive, check.page.id, cut.ids, at=check.at)
    if note_template(watch, check, seen, fetch_id):
        note_banner(watch.archive, check, fetch_id)


def _seen(watch: Watch, check: Check) -> tuple[Check, Seen]:
    """What the check saw.  What an answer was known by is proved again, where nothing moves."""
    if check.judgement.is_known:
        seen = seen_again(watch, check)
        if seen is not None:
            return check, seen
        check = judged_anew(watch, check)
    return check, recognise(watch, check)


def _record(check: Check, seen: Seen) -> fetches.FetchRecord:
    plain = _is_plain(seen.outcome, seen)
    final_url = check.response.final_url
    return fetches.FetchRecord(
        page_id=check.page.id,
        run_id=check.run_id,
        observed_at=check.at,
        source=check.source,
        outcome=seen.outcome,
        reason=seen.reason,
        status=check.response.status,
        elapsed_ms=check.response.elapsed_ms,
        final_url=None if final_url == check.page.url else final_url,
        moved_to=seen.moved_to,
        capture_id=seen.capture_id,
        version_id=seen.version_id,
        how=_proof(check, seen),
        frame_id=seen.frame_id,
        headers=() if plain else _headers_worth_keeping(check.response),
        evidence=() if plain else (*check.judgement.evidence, *seen.evidence),
    )


def _is_plain(outcome: Outcome, seen: Seen) -> bool:
    """Whether a check came to nothing but that the page is as it was, known without reading it."""
    return outcome in _AS_IT_WAS and seen.how is not How.READ


def _proof(check: Check, seen: Seen) -> How | None:
    """How the check knew.  Which of two imported captures was read and which was known by its slice
    is a matter of which came first: both were read."""
    if seen.how is How.SAME_SLICE and check.source != "live":
        return How.READ
    return seen.how


def _headers_worth_keeping(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(header for header in response.headers if header[0] in _KEPT_HEADERS)


def _observation(watch: Watch, check: Check, seen: Seen, fetch_id: int) -> Observation:
    proof = _proof(check, seen)
    assert proof is not None
    return Observation(
        at=check.at,
        version_id=seen.version_id,
        how=proof,
        source=check.source,
        state=seen.state_sha256 or versions.state_sha256(watch.archive, seen.version_id),
        fetch_id=fetch_id,
        capture_id=seen.capture_id,
        moved_to=seen.moved_to,
    )


def _visit(
    watch: Watch, check: Check, seen: Seen, outcome: Outcome, change_id: int | None
) -> Visit:
    current = versions.current_version(watch.archive, check.page.id)
    return Visit(
        url=check.page.url,
        outcome=outcome,
        status=check.response.status,
        version=None if current is None else current.number,
        change_id=change_id,
        reason=seen.reason,
        final_url=check.response.final_url,
        elapsed_ms=check.response.elapsed_ms,
        capture_sha256=None
        if seen.capture_id is None
        else captures.capture_sha256(watch.archive, seen.capture_id),
    )
