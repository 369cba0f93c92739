"""Prove one page: its versions against their digests, its spans and changes against its checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.model.version import Span
from archive_watch.services.checking.keep_history import turning_points
from archive_watch.services.proving.reread_version import PageReader
from archive_watch.services.watch import Watch
from archive_watch.storage import changes, fetches, history, rereading, soundness
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.folding import fold_faults
from archive_watch.storage.history_rule import history_rule
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.transcripts import load_transcript
from archive_watch.versioning.fingerprint import joined, state_of, state_of_document
from archive_watch.versioning.lineage import spans_of, steps_of, telling_numbers


def page_faults(watch: Watch, page_id: int, *, read_again: bool = True) -> Iterator[str]:
    """What of the page does not agree with what it was derived from.

    Without ``read_again`` its bytes are not read: what it says is only proved by its digests.
    """
    archive = watch.archive
    folds = list(fold_faults(archive, page_id))
    yield from folds
    if folds:
        return  # no history can be worked out from what does not unpack
    stored = history.stored_spans(archive, page_id)
    derived = _derived(watch, page_id, stored)
    rows = soundness.versions_of(archive, page_id)
    for row in rows:
        yield from (f"version {row['id']}: {fault}" for fault in _version_faults(archive, row))
    if read_again:
        yield from _reading_faults(watch, page_id)
    yield from _current_fault(rows, derived)
    if list(derived) != stored:
        yield "its spans are not what its checks add up to"
    elif _steps(derived) != _stored_steps(archive, page_id):
        yield "its changes are not what its spans add up to"
    expected = {fetch_id: one.value for fetch_id, one in turning_points(derived).items()}
    logged = soundness.telling_checks(archive, page_id)
    for fetch_id in sorted({fetch_id for fetch_id, _ in expected.items() ^ logged.items()}):
        yield f"check {fetch_id}: its outcome is not what the page's spans say"


def _derived(watch: Watch, page_id: int, stored: Sequence[Span]) -> tuple[Span, ...]:
    """The spans that the page's checks add up to by the rule that they were worked out by.

    An archive of an earlier program does not say by which.  Then it is the one by which they agree
    with what is stored, if there is one.
    """
    observations = fetches.observations_of(watch.archive, page_id)
    rule = history_rule(watch.archive)
    known = None if rule is None else rule.of_page(page_id)
    if known is not None:
        return spans_of(observations, confirm=known)
    derived = spans_of(observations, confirm=watch.settings.pages.confirm_removed_checks)
    others = (spans_of(observations, confirm=one) for one in telling_numbers(observations))
    return next((one for one in (derived, *others) if list(one) == list(stored)), derived)


def _version_faults(archive: Archive, row: Row) -> Iterator[str]:
    transcript = load_transcript(archive, row["id"])
    if transcript is None:
        digests = state_of_document(row["capture_sha256"], row["media_type"])
        if row["state_sha256"] != digests.state:
            yield "its state does not have its digest"
        return
    digests = state_of(transcript)
    if row["metadata_sha256"] != digests.metadata:
        yield "what it says about itself does not have its digest"
    if row["links_sha256"] != digests.links:
        yield "its links do not have their digest"
    if row["turns_sha256"] not in {digests.turns, ""}:  # an earlier extractor kept none
        yield "who speaks in it does not have its digest"
    if row["state_sha256"] != _joined(row):
        yield "its state does not have its digest"
    if any(
        not 0 <= turn.start <= turn.start + turn.length <= len(transcript.text)
        for turn in transcript.turns
    ):
        yield "its turns lie outside of its text"
    if row["first_seen_at"] != row["seen_at"] and not _is_only_set_aside(row):
        yield "it was not first seen when it says"


def _is_only_set_aside(row: Row) -> bool:
    """Whether no check has the version, and it was retracted: an earlier program kept some of those
    that a redirect led to."""
    return row["seen_at"] is None and row["retracted_at"] is not None


def _reading_faults(watch: Watch, page_id: int) -> Iterator[str]:
    """What of a version's turns and links is not what its bytes say, read again.

    Only where the reading is the one that is stored: another extractor, or a profile that was
    mended, says nothing about damage.
    """
    archive, page = watch.archive, page_by_id(watch.archive, page_id)
    answers = rereading.kept_answers(archive, page_id)
    reader = PageReader(archive=archive, page=page, profile=watch.profile(page.origin))
    for kept in rereading.kept_versions(archive, page_id):
        own = [one for one in answers.get(kept.id, ()) if one.capture_id == kept.capture_id]
        shown = reader.reread(kept, own[:1]).shown
        stored = load_transcript(archive, kept.id)
        if shown is None or shown.transcript is None or stored is None:
            continue
        if (shown.extractor, shown.digests) != (kept.extractor, kept.digests):
            continue
        if stored.turns != shown.transcript.turns:
            yield f"version {kept.id}: its turns are not what its bytes say"
        if stored.blocks != shown.transcript.blocks:
            yield f"version {kept.id}: what its paragraphs are is not what its bytes say"
        if stored.links != shown.transcript.links:
            yield f"version {kept.id}: its links are not what its bytes say"


def _joined(row: Row) -> str:
    """The digest of a state from those of its parts.

    (The comparable form of a text is not kept, only its digest: it is proved here.)
    """
    return joined(
        text=row["comparable_sha256"],
        metadata=row["metadata_sha256"],
        links=row["links_sha256"],
        turns=row["turns_sha256"],
    )


def _current_fault(rows: Sequence[Row], derived: Sequence[Span]) -> Iterator[str]:
    worded = [span.version_id for span in derived if span.version_id is not None]
    if [row["id"] for row in rows if row["is_current"]] != worded[-1:]:
        yield "its current version is not the one that was seen last"


def _steps(derived: Sequence[Span]) -> list[tuple[object, ...]]:
    return sorted(
        (
            step.not_after,
            step.not_before,
            step.kind.value,
            step.before.version_id or 0,
            step.after.version_id or 0,
            step.after.source,
            step.before.last_capture_id or 0,
            step.after.first_capture_id or 0,
        )
        for step in steps_of(derived)
    )


def _stored_steps(archive: Archive, page_id: int) -> list[tuple[object, ...]]:
    return sorted(
        (
            row.not_after,
            row.not_before,
            row.kind,
            row.from_version_id or 0,
            row.to_version_id or 0,
            row.source,
            row.from_capture_id or 0,
            row.to_capture_id or 0,
        )
        for row in changes.stored_steps(archive, page_id)
    )
