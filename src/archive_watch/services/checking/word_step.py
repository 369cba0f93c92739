"""Put a step between two spans of a page into words: what it means, by the texts that are stored."""

from __future__ import annotations

from dataclasses import replace

from archive_watch.model.change import Finding
from archive_watch.model.version import Span, Step, StepKind
from archive_watch.services.freezing.find_contract import under_contract
from archive_watch.storage import transcripts, versions
from archive_watch.storage.database import Archive


def finding_of(archive: Archive, page_id: int, step: Step) -> Finding:
    """What a step between two spans means, by today's rules and the words that are stored."""
    return under_contract(archive, page_id, step, _worded(archive, step))


def _worded(archive: Archive, step: Step) -> Finding:
    from archive_watch.classify.changes import classify_change  # noqa: PLC0415  (only if it changed)
    from archive_watch.classify.documents import classify_document_change  # noqa: PLC0415
    from archive_watch.versioning.attribution import attribution_of  # noqa: PLC0415

    before, after = step.before, step.after
    old = (
        None
        if before.version_id is None
        else transcripts.load_transcript(archive, before.version_id)
    )
    new = (
        None if after.version_id is None else transcripts.load_transcript(archive, after.version_id)
    )
    if (old is None and before.version_id is not None) or (
        new is None and after.version_id is not None
    ):
        return classify_document_change(
            old_bytes=_size(archive, before),
            new_bytes=None if after.version_id is None else _size(archive, after),
            reverted=step.reverted,
            restored=step.kind is StepKind.RESTORED,
            moved_to=moved_to(archive, step),
        )
    if old is not None and new is not None and _same_words(archive, step):
        same = attribution_of(old) == attribution_of(new)
        new = replace(new, text=old.text, turns=old.turns) if same else new
    finding, _ = classify_change(
        old,
        new,
        moved_to=moved_to(archive, step),
        reverted=step.reverted,
        restored=step.kind is StepKind.RESTORED,
    )
    return finding


def _same_words(archive: Archive, step: Step) -> bool:
    """Whether both states have the same words in comparable form: then no text changed."""
    ids = (step.before.version_id, step.after.version_id)
    heads = [versions.find_version(archive, id_) for id_ in ids if id_ is not None]
    return len({head.comparable_sha256 for head in heads if head is not None}) == 1


def moved_to(archive: Archive, step: Step) -> str | None:
    """The key of the address that answers now, where another did; back at its own, that one."""
    if step.after.moved_to == step.before.moved_to:
        return None
    if step.after.moved_to is not None or step.kind is not StepKind.MOVED:
        return step.after.moved_to
    own = archive.row(
        "SELECT p.key FROM pages p JOIN versions v ON v.page_id = p.id WHERE v.id = ?",
        (step.after.version_id,),
    )
    return None if own is None else str(own["key"])


def _size(archive: Archive, span: Span) -> int:
    return archive.number(
        "SELECT size FROM captures WHERE id = (SELECT capture_id FROM versions WHERE id = ?)",
        (span.version_id,),
    )
