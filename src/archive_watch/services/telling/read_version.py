"""Read a page that was cut, or take a document as it is: what a version is made of."""

from __future__ import annotations

from archive_watch.extract.page import Cut, PageKind, read_cut
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.states import NewVersion
from archive_watch.versioning.fingerprint import state_of, state_of_document

READABLE = frozenset({PageKind.CONTENT, PageKind.LISTING, PageKind.DOCUMENT})


def read_version(
    cut: Cut,
    body: bytes,
    *,
    page_id: int,
    capture_id: int,
    content_type: str | None,
    title: str | None,
    at: str,
) -> NewVersion:
    """The version that ``body`` shows, cut as ``cut``, which is of a kind that can be read.

    ``title`` is what a document is called, ``at`` when it was first seen.
    """
    media_type = media_type_of(content_type)
    if cut.kind is PageKind.DOCUMENT:
        transcript = None
        digests = state_of_document(sha256_hex(body), media_type)
    else:
        transcript = read_cut(cut)
        digests = state_of(transcript)
    return NewVersion(
        page_id=page_id,
        digests=digests,
        transcript=transcript,
        media_type=media_type,
        extractor=cut.extractor,
        fallback=cut.fallback,
        capture_id=capture_id,
        seen_at=at,
        title=None if transcript is not None else title,
    )


def media_type_of(content_type: str | None) -> str:
    """The media type that a Content-Type header names."""
    declared = (content_type or "").partition(";")[0].strip().lower()
    return declared or "application/octet-stream"
