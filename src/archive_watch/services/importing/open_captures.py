"""Open the files that captures come in, WARC files and saved pages: a bad one is found here.

Nothing is imported before every file named has been looked at, and no archive is made for files
that hold nothing.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from archive_watch.errors import CallerError, UnreadableInput
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.url import checked_url
from archive_watch.storage.warc import BadRecord, WarcCapture, read_warc

_WARC_BEGINS = (b"\x1f\x8b", b"WARC/")
_PAGE_SUFFIXES = frozenset({".html", ".htm"})

Source = tuple[Path, Iterator[WarcCapture | BadRecord]]


def sources_of(
    paths: Iterable[Path], *, url: str | None, at: str | None, max_bytes: int
) -> list[Source]:
    """The captures in each file, each file's beginning already looked at: a bad one is found here.

    ``url`` and ``at`` say what a saved page is.  Raises UnreadableInput (missing, empty, no WARC,
    or not one capture in all of the files) or CallerError (a saved page without its address or
    time, or one address for several files) before anything has been imported.
    """
    paths = list(paths)
    if len(paths) > 1 and (url is not None or at is not None):
        raise CallerError(
            "--url and --at say what one saved page is, but several files are named",
            remedy="import saved pages one at a time",
        )
    if url is not None or at is not None:
        return [(path, iter([_saved_page(path, url, at, max_bytes)])) for path in paths]
    nothing_in = [_first_fault(path, max_bytes) for path in paths]
    if None not in nothing_in:
        raise UnreadableInput(
            "nothing could be read from " + "; ".join(map(str, nothing_in)),
            remedy="import takes .warc and .warc.gz files with HTTP responses in them",
        )
    return [(path, read_warc(path, max_bytes=max_bytes)) for path in paths]


def _first_fault(path: Path, max_bytes: int) -> str | None:
    """Why the file holds no capture at all; None as soon as one is met.

    The file is closed again: there may be more files than can be open at once.
    """
    if path.suffix.lower() in _PAGE_SUFFIXES:
        _saved_page(path, None, None, max_bytes)
    first: BadRecord | None = None
    with closing(read_warc(path, max_bytes=max_bytes)) as records:
        for record in records:
            if isinstance(record, WarcCapture):
                return None
            first = first or record
    return f"{path}: {first.told() if first else 'it holds no HTTP response'}"


def _saved_page(path: Path, url: str | None, at: str | None, max_bytes: int) -> WarcCapture:
    if url is None or at is None:
        raise CallerError(
            f"{path} is a saved page: its address and the time it was saved are needed",
            remedy="archive-watch import page.html --url ADDRESS --at 2024-05-01T12:00:00Z",
        )
    try:
        moment = utc_text(parse_utc(at))
    except (ValueError, OverflowError):
        raise CallerError(
            f"--at {at!r} is not a time", remedy="write it like 2024-05-01T12:00:00Z"
        ) from None
    return WarcCapture(
        url=checked_url(url),
        at=moment,
        status=200,
        headers=(("content-type", mimetypes.guess_type(path.name)[0] or "text/html"),),
        body=_saved_bytes(path, max_bytes),
    )


def _saved_bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror}") from error
    if not body:
        raise UnreadableInput(f"{path} is empty")
    if len(body) > max_bytes:
        raise UnreadableInput(
            f"{path} is larger than {max_bytes:,} bytes", remedy="raise [fetch] max_bytes"
        )
    if body.startswith(_WARC_BEGINS):
        raise CallerError(
            f"{path} is a WARC file, not a saved page: its records have addresses and times",
            remedy=f"archive-watch import {path}",
        )
    return body
