"""Open the files that captures come in, WARC files and saved pages: a bad one is found here.

Nothing is imported before every file named has been looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive_watch.errors import CallerError, UnreadableInput
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.url import checked_url
from archive_watch.storage.warc import BadRecord, WarcCapture, read_warc

_WARC_BEGINS = (b"\x1f\x8b", b"WARC/")

Source = tuple[Path, Iterator[WarcCapture | BadRecord]]


def sources_of(
    paths: Iterable[Path], *, url: str | None, at: str | None, max_bytes: int
) -> list[Source]:
    """The captures in each file, each file's beginning already read: a bad one is found here.

    ``url`` and ``at`` say what a saved page is.  Raises UnreadableInput (missing, empty, no WARC)
    or CallerError (a saved page without its address or time, or one address for several files)
    before anything has been imported.
    """
    paths = list(paths)
    if len(paths) > 1 and (url is not None or at is not None):
        raise CallerError(
            "--url and --at say what one saved page is, but several files are named",
            remedy="import saved pages one at a time",
        )
    return [(path, _opened(path, url, at, max_bytes)) for path in paths]


def _opened(
    path: Path, url: str | None, at: str | None, max_bytes: int
) -> Iterator[WarcCapture | BadRecord]:
    if url is not None or at is not None or path.suffix.lower() in {".html", ".htm"}:
        return iter([_saved_page(path, url, at)])
    return _begun(read_warc(path, max_bytes=max_bytes))


def _begun(records: Iterator[WarcCapture | BadRecord]) -> Iterator[WarcCapture | BadRecord]:
    first = next(records, None)

    def all_of_them() -> Iterator[WarcCapture | BadRecord]:
        if first is not None:
            yield first
        yield from records

    return all_of_them()


def _saved_page(path: Path, url: str | None, at: str | None) -> WarcCapture:
    if url is None or at is None:
        raise CallerError(
            f"{path} is a saved page: its address and the time it was saved are needed",
            remedy="archive-watch import page.html --url ADDRESS --at 2024-05-01T12:00:00Z",
        )
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror}") from error
    if not body:
        raise UnreadableInput(f"{path} is empty")
    if body.startswith(_WARC_BEGINS):
        raise CallerError(
            f"{path} is a WARC file, not a saved page: its records have addresses and times",
            remedy=f"archive-watch import {path}",
        )
    try:
        moment = utc_text(parse_utc(at))
    except ValueError:
        raise CallerError(
            f"--at {at!r} is not a time", remedy="write it like 2024-05-01T12:00:00Z"
        ) from None
    return WarcCapture(
        url=checked_url(url),
        at=moment,
        status=200,
        headers=(
            ("content-type", "application/pdf" if body.startswith(b"%PDF-") else "text/html"),
        ),
        body=body,
    )
