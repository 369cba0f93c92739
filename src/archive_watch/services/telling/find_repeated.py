"""What a capture answered: its own bytes, or those of the capture that it says it repeats.

A revisit record holds no bytes.  It names the capture that it repeats by time, which is taken at
its word, or by the digest of the payload, which is proved.  It never stands for an empty page.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from archive_watch.errors import CallerError
from archive_watch.model.capture import Response
from archive_watch.model.memento import unwritten
from archive_watch.model.url import checked_url
from archive_watch.storage.database import Archive
from archive_watch.storage.originals import Original, original_made_at, original_that
from archive_watch.storage.pages import find_page
from archive_watch.storage.warc import WarcCapture
from archive_watch.storage.warc_records import Repeated, has_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer to be kept; ``confirms`` is the version that a "not modified" stands for."""

    response: Response
    confirms: int | None = None


def answered(archive: Archive, capture: WarcCapture, url: str) -> Answered | None:
    """What ``capture`` of ``url`` answered; None when it repeats one that is not here (yet)."""
    if capture.repeats is None:
        return Answered(response=_response(capture, url, capture.status, capture.body))
    original = _original(archive, capture, capture.repeats)
    if original is None:
        return None
    if capture.status == HTTPStatus.NOT_MODIFIED:
        if original.version_id is None:
            return None
        return Answered(
            response=_response(capture, url, capture.status, b""), confirms=original.version_id
        )
    declared = any(name == "content-type" for name, _ in capture.headers)
    more = () if declared else (("content-type", original.media_type),)
    status = capture.status if capture.headers else original.status
    return Answered(response=_response(capture, url, status, original.body, more))


def _response(
    capture: WarcCapture,
    url: str,
    status: int,
    body: bytes,
    more: tuple[tuple[str, str], ...] = (),
) -> Response:
    return Response(
        url=url,
        final_url=url if capture.page is None else capture.url,
        status=status,
        headers=(*capture.headers, *more),
        body=body,
        hops=capture.redirects,
    )


def _original(archive: Archive, capture: WarcCapture, repeated: Repeated) -> Original | None:
    """What is repeated.  An export of ours refers to the page's own captures by the address that
    answered, which may be another page's, and to other pages' captures of the very same bytes."""
    if capture.page is not None:
        own = _made_by(archive, capture.page, repeated)
        if own is not None and (repeated.digest is None or has_digest(own.body, repeated.digest)):
            return own
    return _made_by(archive, unwritten(repeated.url), repeated)


def _made_by(archive: Archive, url: str, repeated: Repeated) -> Original | None:
    try:
        page = find_page(archive, checked_url(url))
    except CallerError:
        return None
    if page is None:
        return None
    found = None if repeated.at is None else original_made_at(archive, page.id, repeated.at)
    if found is None and repeated.digest is not None:
        found = original_that(archive, page.id, lambda body: has_digest(body, repeated.digest))
    return found
