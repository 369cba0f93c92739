"""Keep one check: the second half of a check, where the answer meets the page's history.

One check is one transaction: the body, the version, the check-log row, the span, the change and
the page's standing are written together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.classify.page_life import is_same_document, state_after
from archive_watch.extract.page import Cut, PageKind, read_cut
from archive_watch.model.capture import Response, Validators
from archive_watch.model.page import WatchedPage
from archive_watch.model.version import How, Observation
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, Visit
from archive_watch.services.judge_answer import Judgement
from archive_watch.services.keep_history import keep_history
from archive_watch.services.note_incidents import note_incidents
from archive_watch.services.watch import Watch
from archive_watch.storage import captures, fetches, pages, versions
from archive_watch.storage.bodies import sha256_hex
from archive_watch.versioning.fingerprint import state_of, state_of_document

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at a page that is to be kept.  ``at`` is when it was asked, as UTC text.

    ``source`` is ``live``, ``import`` or ``memento:HOST``; ``next_fetch_at`` is when the page is
    due again (None: as it was).
    """

    page: WatchedPage
    response: Response
    judgement: Judgement
    at: str
    source: str
    run_id: int | None = None
    next_fetch_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What the answer was found to be once the page's history was looked at."""

    outcome: Outcome
    reason: str | None = None
    version_id: int | None = None
    how: How | None = None
    capture_id: int | None = None
    moved_to: str | None = None


def keep_check(watch: Watch, check: Check) -> Visit:
    """Write everything that one check found; the result is what ``fetch`` prints of it."""
    with watch.archive.writing():
        return keep_check_in_transaction(watch, check)


def keep_check_in_transaction(watch: Watch, check: Check) -> Visit:
    """Like ``keep_check``, inside a transaction that the caller holds (imports keep many in one)."""
    seen = _seen(watch, check)
    fetch_id = fetches.record_fetch(watch.archive, _record(check, seen))
    outcome, change_id = seen.outcome, None
    if seen.how is not None:
        outcome, change_id = keep_history(
            watch.archive,
            check.page.id,
            _observation(watch, check, seen, fetch_id),
            confirm=watch.settings.pages.confirm_removed_checks,
            now=watch.now(),
        )
    if seen.moved_to is not None:
        pages.add_alias(watch.archive, check.page.id, check.response.final_url, at=check.at)
    _settle(watch, check, seen)
    note_incidents(watch, check.page, outcome, seen.reason, check.judgement.evidence, at=check.at)
    return _visit(watch, check, seen, outcome, change_id)


def _seen(watch: Watch, check: Check) -> _Seen:
    judgement = check.judgement
    if judgement.outcome is Outcome.NOT_MODIFIED:
        return _not_modified(watch, check)
    capture_id = _kept_body(watch, check)
    if judgement.cut is not None:
        return _read(watch, check, judgement.cut, capture_id)
    assert judgement.outcome is not None
    return _Seen(
        outcome=judgement.outcome,
        reason=judgement.reason,
        how=How.ABSENT if judgement.outcome in SAW_IT_GONE else None,
        capture_id=capture_id,
    )


def _not_modified(watch: Watch, check: Check) -> _Seen:
    version_id = fetches.version_last_read(watch.archive, check.page.id)
    if version_id is None:
        return _Seen(outcome=Outcome.SERVER_ERROR, reason="unexpected_304")
    return _Seen(
        outcome=Outcome.NOT_MODIFIED,
        version_id=version_id,
        how=How.NOT_MODIFIED,
        moved_to=check.page.moved_to,
    )


def _kept_body(watch: Watch, check: Check) -> int | None:
    if check.response.refusal is not None or check.response.status is None:
        return None
    return captures.store_capture(
        watch.archive,
        page_id=check.page.id,
        site_id=check.page.site_id,
        body=check.response.body,
        media_type=_media_type(check.response),
        at=check.at,
    )


def _read(watch: Watch, check: Check, cut: Cut, capture_id: int | None) -> _Seen:
    assert capture_id is not None
    version_id, how = _version(watch, check, cut, capture_id)
    if versions.is_retracted(watch.archive, version_id):
        return _Seen(
            outcome=Outcome.NEEDS_REVIEW, reason="retracted_version", capture_id=capture_id
        )
    if check.judgement.redirected and _is_another_document(watch, check.page.id, version_id):
        return _Seen(
            outcome=Outcome.SOFT_MISSING,
            reason="redirected_elsewhere",
            how=How.ABSENT,
            capture_id=capture_id,
        )
    return _Seen(
        outcome=Outcome.UNCHANGED,
        version_id=version_id,
        how=how,
        capture_id=capture_id,
        moved_to=check.judgement.moved_to,
    )


def _version(watch: Watch, check: Check, cut: Cut, capture_id: int) -> tuple[int, How]:
    """The version that the answer shows, by the cheapest proof that holds."""
    archive, page_id = watch.archive, check.page.id
    known = fetches.version_last_read_from(archive, page_id, capture_id)
    if known is not None and versions.extractor_of(archive, known) == cut.extractor:
        return known, How.SAME_BYTES
    if cut.slice_sha256 is not None:
        known = versions.version_of_slice(archive, page_id, cut.slice_sha256)
        if known is not None:
            return known, How.SAME_SLICE
    version_id = versions.ensure_version(archive, _new_version(check, cut, capture_id))
    if cut.slice_sha256 is not None:
        versions.remember_slice(archive, page_id, cut.slice_sha256, version_id)
    return version_id, How.READ


def _new_version(check: Check, cut: Cut, capture_id: int) -> versions.NewVersion:
    media_type = _media_type(check.response)
    if cut.kind is PageKind.DOCUMENT:
        transcript = None
        digests = state_of_document(sha256_hex(check.response.body), media_type)
    else:
        transcript = read_cut(cut)
        digests = state_of(transcript)
    return versions.NewVersion(
        page_id=check.page.id,
        digests=digests,
        transcript=transcript,
        media_type=media_type,
        extractor=cut.extractor,
        fallback=cut.fallback,
        capture_id=capture_id,
        seen_at=check.at,
        title=None if transcript is not None else check.page.url.rsplit("/", 1)[-1],
    )


def _is_another_document(watch: Watch, page_id: int, version_id: int) -> bool:
    """Whether a redirect led to something else than what this page was."""
    current = versions.current_version(watch.archive, page_id)
    if current is None or current.id == version_id:
        return False
    old = versions.load_transcript(watch.archive, current.id)
    new = versions.load_transcript(watch.archive, version_id)
    return old is None or new is None or not is_same_document(old.text, new.text)


def _record(check: Check, seen: _Seen) -> fetches.FetchRecord:
    plain = seen.outcome in SAW_THE_PAGE and seen.how is not How.READ
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
        how=seen.how,
        headers=() if plain else _headers_worth_keeping(check.response),
        evidence=() if plain else check.judgement.evidence,
    )


def _headers_worth_keeping(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(header for header in response.headers if header[0] in _KEPT_HEADERS)


def _observation(watch: Watch, check: Check, seen: _Seen, fetch_id: int) -> Observation:
    assert seen.how is not None
    return Observation(
        at=check.at,
        version_id=seen.version_id,
        how=seen.how,
        source=check.source,
        state=versions.state_sha256(watch.archive, seen.version_id),
        fetch_id=fetch_id,
        capture_id=seen.capture_id,
        moved_to=seen.moved_to,
    )


def _settle(watch: Watch, check: Check, seen: _Seen) -> None:
    """Write the page's standing; a check older than the last one says little about it."""
    page = check.page
    if page.last_checked_at is not None and check.at < page.last_checked_at:
        pages.settle_late(watch.archive, page.id)
        return
    saw_it = seen.outcome in SAW_THE_PAGE
    failures = 0 if saw_it else page.failures + 1
    full = saw_it and seen.how is not How.NOT_MODIFIED
    pages.settle(
        watch.archive,
        page,
        pages.Standing(
            state=state_after(
                page.state,
                seen.outcome,
                absences=fetches.absences_since_seen(watch.archive, page.id),
                confirm=watch.settings.pages.confirm_removed_checks,
                failures=failures,
                moved=seen.moved_to is not None,
                known=versions.current_version(watch.archive, page.id) is not None,
            ),
            checked_at=check.at,
            saw_it=saw_it,
            validators=_validators(check.response) if full else page.validators,
            checks_since_full=0 if full else page.checks_since_full + 1,
            failures=failures,
            moved_to=seen.moved_to if saw_it else page.moved_to,
            next_fetch_at=check.next_fetch_at,
        ),
    )


def _validators(response: Response) -> Validators:
    return Validators(etag=response.header("etag"), last_modified=response.header("last-modified"))


def _visit(
    watch: Watch, check: Check, seen: _Seen, outcome: Outcome, change_id: int | None
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
        capture_sha256=captures.capture_sha256(watch.archive, seen.capture_id),
    )


def _media_type(response: Response) -> str:
    declared = (response.content_type or "").partition(";")[0].strip().lower()
    return declared or "application/octet-stream"
