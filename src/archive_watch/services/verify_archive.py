"""Prove that what is stored is what was stored: every digest, patch, span and index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from archive_watch.errors import ArchiveDamaged
from archive_watch.services.watch import Watch
from archive_watch.storage import fetches, history, pages, soundness
from archive_watch.storage.captures import load_body
from archive_watch.versioning.lineage import spans_of, steps_of


def verify_archive(watch: Watch, *, progress: Callable[[], None] = lambda: None) -> list[str]:
    """Everything that is wrong with the archive, each row named; empty when it is sound."""
    faults = [f"the database: {fault}" for fault in soundness.structure_faults(watch.archive)]
    for part in (_captures(watch, progress), _texts(watch), _pages(watch, progress)):
        faults += _as_far_as_readable(part)
    return faults


def _as_far_as_readable(faults: Iterator[str]) -> Iterator[str]:
    """The faults found until SQLite itself can read no further."""
    try:
        yield from faults
    except ArchiveDamaged as error:
        yield f"the database: {error.message}"


def _captures(watch: Watch, progress: Callable[[], None]) -> Iterator[str]:
    for capture_id, digest in soundness.captures(watch.archive):
        progress()
        try:
            body = load_body(watch.archive, capture_id)
        except ArchiveDamaged as error:
            yield f"capture {capture_id} ({digest}): {error.message}"
            continue
        if sha256(body).hexdigest() != digest:
            yield f"capture {capture_id}: its bytes do not have the digest {digest}"


def _texts(watch: Watch) -> Iterator[str]:
    for text_id, digest, text in soundness.texts(watch.archive):
        if sha256(text.encode("utf-8")).hexdigest() != digest:
            yield f"text {text_id}: its words do not have the digest {digest}"


def _pages(watch: Watch, progress: Callable[[], None]) -> Iterator[str]:
    """Each page's spans and changes against what its checks add up to."""
    confirm = watch.settings.pages.confirm_removed_checks
    for page in pages.every_page(watch.archive):
        progress()
        derived = spans_of(fetches.observations_of(watch.archive, page.id), confirm=confirm)
        if list(derived) != history.stored_spans(watch.archive, page.id):
            yield f"page {page.id} ({page.url}): its spans are not what its checks add up to"
            continue
        steps = {
            (step.kind, step.before.version_id, step.after.version_id, step.not_after)
            for step in steps_of(derived)
        }
        stored = {
            (row.kind, row.from_version_id, row.to_version_id, row.not_after)
            for row in history.stored_steps(watch.archive, page.id)
        }
        if steps != stored:
            yield f"page {page.id} ({page.url}): its changes are not what its spans add up to"
