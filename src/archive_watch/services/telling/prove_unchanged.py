"""Prove what a page said at a time, by its checks: the folded ones too, and those that saw nothing."""

from __future__ import annotations

from archive_watch.model.page import WatchedPage
from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.report.proof import SeenVersion, ToldProof
from archive_watch.storage import check_log, fetches, history
from archive_watch.storage.database import Archive
from archive_watch.versioning.non_change import Unseeing, proof_of


def prove_unchanged(archive: Archive, page: WatchedPage, *, at: str | None = None) -> ToldProof:
    """What is proved of the page at ``at`` (UTC text), or up to its last check.

    An absence counts as a sight only where it is confirmed: a blip is a check that did not see the
    page.
    """
    spans = history.stored_spans(archive, page.id)
    tombs = [(span.first_seen_at, span.last_seen_at) for span in spans if span.version_id is None]
    sights = [
        seen
        for seen in fetches.observations_of(archive, page.id)
        if seen.how is not How.ABSENT or _is_in(tombs, seen.at)
    ]
    unseeing = [
        Unseeing(at=one.at, outcome=one.outcome)
        for one in check_log.log_of(archive, page.id)
        if (one.how is None or (one.how is How.ABSENT and not _is_in(tombs, one.at)))
        and one.outcome is not Outcome.DEFERRED
    ]
    proof = proof_of(spans, sights, unseeing, at=at)
    worded = [one.version_id for one in (proof.stretch, proof.next) if one is not None]
    return ToldProof(
        url=page.url,
        proof=proof,
        versions={id_: _version(archive, id_) for id_ in worded if id_ is not None},
    )


def _is_in(tombs: list[tuple[str, str]], at: str) -> bool:
    return any(first <= at <= last for first, last in tombs)


def _version(archive: Archive, version_id: int) -> SeenVersion:
    row = archive.row(
        "SELECT v.number, t.sha256 AS text_sha256, v.state_sha256, c.sha256 AS capture_sha256,"
        " v.extractor FROM versions v LEFT JOIN texts t ON t.id = v.text_id"
        " JOIN captures c ON c.id = v.capture_id WHERE v.id = ?",
        (version_id,),
    )
    assert row is not None
    return SeenVersion(**dict(row))
