"""Take captures that were made elsewhere: WARC files, and pages saved by hand.

The time of observation is the capture's own.  Importing is safe to repeat and may come in any
order: the history that results is the same.  What a crawl needs to draw its pages (styles,
scripts, fonts, pictures, feeds) is counted and left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from archive_watch.errors import CallerError
from archive_watch.model.capture import Response
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import checked_url
from archive_watch.model.visit import SAW_THE_PAGE, Visit
from archive_watch.services.judge_answer import judge_answer
from archive_watch.services.keep_check import keep_check_in_transaction
from archive_watch.services.open_captures import Source
from archive_watch.services.recognise_version import Check
from archive_watch.services.watch import Watch
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.captures import body_observed_at
from archive_watch.storage.fetches import already_observed
from archive_watch.storage.pages import add_page
from archive_watch.storage.runs import finish_run, start_run
from archive_watch.storage.warc import BadRecord, WarcCapture

_BATCH = 64
_REQUISITES = ("text/css", "text/javascript", "image/", "font/", "video/mp2t")
_REQUISITE_TYPES = frozenset(
    {
        "application/javascript",
        "application/x-javascript",
        "application/json",
        "application/xml",
        "text/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/font-woff",
        "application/vnd.ms-fontobject",
    }
)


@dataclass(slots=True, kw_only=True)
class ImportTally:
    """What an import came to.  ``bad`` names each record that could not be taken."""

    captures: int = 0
    repeated: int = 0
    skipped: int = 0
    changes: int = 0
    new_pages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many captures were met: taken, here already, or no pages."""
        return self.captures + self.repeated + self.skipped


def import_captures(
    watch: Watch,
    sources: Iterable[Source],
    *,
    progress: Callable[[ImportTally], None] = lambda _: None,
) -> ImportTally:
    """Import every capture of ``sources``; what it came to."""
    tally = ImportTally()
    run_id = start_run(watch.archive, trigger="import", kind="import", at=watch.now())
    try:
        for path, captures in sources:
            _import_all(watch, _good(captures, path, tally), tally, run_id, progress)
    finally:
        finish_run(
            watch.archive,
            run_id,
            at=watch.now(),
            checked=tally.captures,
            changed=tally.changes,
            failed=0,
        )
    return tally


def _good(
    captures: Iterator[WarcCapture | BadRecord], path: Path, tally: ImportTally
) -> Iterator[WarcCapture]:
    for capture in captures:
        if isinstance(capture, BadRecord):
            about = f" ({capture.url})" if capture.url else ""
            tally.bad.append(f"{path}, byte {capture.offset:,}{about}: {capture.fault}")
        elif _is_requisite(capture):
            tally.skipped += 1
        else:
            yield capture


def _is_requisite(capture: WarcCapture) -> bool:
    """Whether a capture is no page of its own: a redirect, a style, a script, a picture, robots."""
    if HTTPStatus.MULTIPLE_CHOICES <= capture.status < HTTPStatus.BAD_REQUEST:
        return True
    if urlsplit(capture.url).path == "/robots.txt":
        return True
    kind = next((value for name, value in capture.headers if name == "content-type"), "")
    kind = kind.partition(";")[0].strip().lower()
    return kind in _REQUISITE_TYPES or kind.startswith(_REQUISITES)


def _import_all(
    watch: Watch,
    captures: Iterator[WarcCapture],
    tally: ImportTally,
    run_id: int,
    progress: Callable[[ImportTally], None],
) -> None:
    """Keep the captures in batches, each one transaction: a killed import is simply repeated."""
    waiting: list[WarcCapture] = []
    capture = next(captures, None)
    while capture is not None:
        with watch.archive.writing():
            for _ in range(_BATCH):
                if capture is None:
                    break
                if not _import_one(watch, capture, tally, run_id):
                    waiting.append(capture)
                capture = next(captures, None)
        progress(tally)
    with watch.archive.writing():
        for late in waiting:
            if not _import_one(watch, late, tally, run_id):
                tally.bad.append(
                    f"{late.url} at {late.at}: the capture that this one repeats"
                    f" ({late.refers_to_at}) is not here"
                )


def _import_one(watch: Watch, capture: WarcCapture, tally: ImportTally, run_id: int) -> bool:
    """Keep one capture; False when it repeats another that is not here (yet)."""
    try:
        url = checked_url(capture.url)
    except CallerError as error:
        tally.bad.append(error.message)
        return True
    page, is_new = add_page(watch.archive, url, at=watch.now(), added_by="import", due_at=None)
    tally.new_pages += is_new
    response = _response(watch, page, url, capture)
    if response is None:
        return False
    if _is_repeated(watch, page, capture, response):
        tally.repeated += 1
        return True
    _count(tally, _kept(watch, page, response, capture.at, run_id))
    return True


def _kept(watch: Watch, page: WatchedPage, response: Response, at: str, run_id: int) -> Visit:
    judgement = judge_answer(
        response,
        page,
        watch.profile(page.host),
        excluded=watch.settings.fetch.exclude_content_types,
    )
    return keep_check_in_transaction(
        watch,
        Check(
            page=page,
            response=response,
            judgement=judgement,
            at=at,
            source="import",
            run_id=run_id,
        ),
    )


def _count(tally: ImportTally, visit: Visit) -> None:
    tally.captures += 1
    tally.changes += visit.change_id is not None
    tally.outcomes["read" if visit.outcome in SAW_THE_PAGE else visit.outcome.value] += 1


def _response(watch: Watch, page: WatchedPage, url: str, capture: WarcCapture) -> Response | None:
    body = capture.body
    if capture.refers_to_at is not None:
        original = body_observed_at(watch.archive, page.id, capture.refers_to_at)
        if original is None:
            return None
        body = original
    return Response(
        url=url, final_url=url, status=capture.status, headers=capture.headers, body=body
    )


def _is_repeated(watch: Watch, page: WatchedPage, capture: WarcCapture, response: Response) -> bool:
    row = watch.archive.row(
        "SELECT id FROM captures WHERE sha256 = ?", (sha256_hex(response.body),)
    )
    if row is None:
        return False
    return already_observed(
        watch.archive,
        page_id=page.id,
        at=capture.at,
        capture_id=row["id"],
        status=capture.status,
    )
