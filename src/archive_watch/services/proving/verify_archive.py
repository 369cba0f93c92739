"""Prove that what is stored is what was stored: every digest, patch, span, change and index.

Each row that does not agree is named.  Verifying never stops at what it finds: damage is what it
looks for.  Each page is looked at in one moment, so that others may write meanwhile.  How deep it
looks can be chosen: a copy need not be read again to be known for what was copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from archive_watch.errors import ArchiveDamaged
from archive_watch.services.proving.verify_frames import frame_faults, template_faults
from archive_watch.services.proving.verify_page import page_faults
from archive_watch.services.watch import Watch
from archive_watch.storage import clusters, exchanges, marks, soundness
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive


class Depth(StrEnum):
    """How much is proved: SQLite's own structures, every digest, or all that can be derived."""

    QUICK = "quick"
    DIGESTS = "digests"
    ALL = "all"


def verify_archive(
    watch: Watch, *, depth: Depth = Depth.ALL, progress: Callable[[], None] = lambda: None
) -> list[str]:
    """Everything that is wrong with the archive, each row named; empty when it is sound.

    With ``depth`` QUICK no digest is looked at; with DIGESTS no page is read again.
    """
    archive = watch.archive
    faults = [f"the database: {fault}" for fault in soundness.structure_faults(archive)]
    if depth is Depth.QUICK:
        return faults
    for part in (
        _dictionaries(archive),
        _captures(archive, progress),
        _texts(archive),
        _pages(watch, progress, read_again=depth is Depth.ALL),
        frame_faults(archive),
        template_faults(archive),
        exchanges.damaged_sets(archive),
        marks.verdict_faults(archive),
        clusters.cluster_faults(archive),
    ):
        faults += _named("the database", part)
    return faults


def _named(what: str, faults: Iterator[str]) -> Iterator[str]:
    """The faults of ``what``, and as one more that it cannot be read (any further)."""
    try:
        yield from faults
    except ArchiveDamaged as error:
        yield f"{what}: {error.message}"
    except (ValueError, LookupError, TypeError, AssertionError) as error:
        yield f"{what}: it cannot be read ({type(error).__name__}: {error})"


def _dictionaries(archive: Archive) -> Iterator[str]:
    for row in soundness.dictionaries(archive):
        if sha256_hex(row["data"]) != row["sha256"]:
            yield f"dictionary {row['id']}: its bytes do not have the digest {row['sha256']}"


def _captures(archive: Archive, progress: Callable[[], None]) -> Iterator[str]:
    for capture_id, digest in soundness.captures(archive):
        progress()
        yield from _named(
            f"capture {capture_id} ({digest})", _capture_faults(archive, capture_id, digest)
        )


def _capture_faults(archive: Archive, capture_id: int, digest: str) -> Iterator[str]:
    if sha256_hex(load_body(archive, capture_id)) != digest:
        yield f"capture {capture_id}: its bytes do not have the digest {digest}"


def _texts(archive: Archive) -> Iterator[str]:
    for text_id in soundness.texts(archive):
        yield from _named(f"text {text_id}", _text_faults(archive, text_id))


def _text_faults(archive: Archive, text_id: int) -> Iterator[str]:
    row = soundness.text_row(archive, text_id)
    if sha256_hex(row["text"].encode("utf-8")) != row["sha256"]:
        yield f"text {text_id}: its words do not have the digest {row['sha256']}"
    elif len(row["text"].split()) != row["words"]:
        yield f"text {text_id}: it does not have {row['words']:,} words"


def _pages(watch: Watch, progress: Callable[[], None], *, read_again: bool) -> Iterator[str]:
    for page_id, url in soundness.pages(watch.archive):
        progress()
        what = f"page {page_id} ({url})"
        with watch.archive.snapshot():
            faults = page_faults(watch, page_id, read_again=read_again)
            yield from _named(what, (f"{what}: {one}" for one in faults))
