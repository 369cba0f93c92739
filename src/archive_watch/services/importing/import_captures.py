"""Take captures that were made elsewhere: WARC files, and pages saved by hand.

The time of observation is the capture's own.  Importing is safe to repeat and may come in any
order: the history that results is the same.  What a crawl needs to draw its pages (styles,
scripts, fonts, pictures, feeds) is counted and left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from archive_watch.errors import CallerError
from archive_watch.model.clock import utc_text
from archive_watch.model.memento import memento_of
from archive_watch.model.page import WatchedPage
from archive_watch.model.url import checked_url
from archive_watch.model.visit import SAW_THE_PAGE, Visit
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.judge_answer import judge_answer
from archive_watch.services.checking.keep_check import keep_check_in_transaction
from archive_watch.services.checking.learn_site import Lessons
from archive_watch.services.importing.open_captures import Source
from archive_watch.services.telling.find_repeated import Answered, answered
from archive_watch.services.watch import Watch
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.database import Archive
from archive_watch.storage.fetches import already_observed
from archive_watch.storage.pages import add_page, take_address
from archive_watch.storage.runs import finish_run, start_run
from archive_watch.storage.warc import BadRecord, WarcCapture

_BATCH_CAPTURES = 64
_BATCH_BYTES = 8 * 1024 * 1024  # other writers wait while a batch is written
_BATCH_TAGS = 300_000
_CLOCK_SLACK = timedelta(days=1)
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
    tally, lessons = ImportTally(), Lessons(watch=watch)
    run_id = start_run(watch.archive, trigger="import", kind="import", at=watch.now())
    try:
        for path, captures in sources:
            work = _Import(watch=watch, path=path, tally=tally, run_id=run_id, lessons=lessons)
            work.all(captures, progress)
        lessons.learn_all()
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


def is_requisite(capture: WarcCapture) -> bool:
    """Whether a capture is no page of its own: a redirect, a style, a script, a picture, robots."""
    if capture.page is not None:  # it was watched as a page
        return False
    if capture.status == HTTPStatus.NOT_MODIFIED and capture.repeats is not None:
        return False
    if HTTPStatus.MULTIPLE_CHOICES <= capture.status < HTTPStatus.BAD_REQUEST:
        return True
    if urlsplit(capture.url).path == "/robots.txt":
        return True
    kind = next((value for name, value in capture.headers if name == "content-type"), "")
    kind = kind.partition(";")[0].strip().lower()
    return kind in _REQUISITE_TYPES or kind.startswith(_REQUISITES)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """The import of one file."""

    watch: Watch
    path: Path
    tally: ImportTally
    run_id: int
    lessons: Lessons

    def all(
        self,
        captures: Iterator[WarcCapture | BadRecord],
        progress: Callable[[ImportTally], None],
    ) -> None:
        """Keep the captures in batches, each one transaction: a killed import is simply repeated.

        What repeats a capture that comes later in the file is kept at the end.
        """
        waiting: list[WarcCapture] = []
        for batch in _batches(self._good(captures)):
            with self.watch.archive.writing():
                waiting += [
                    replace(capture, body=b"") for capture in batch if not self._take(capture)
                ]
            self.lessons.learn_due()
            progress(self.tally)
        for batch in _batches(iter(waiting)):
            with self.watch.archive.writing():
                for late in batch:
                    if not self._take(late):
                        self._name_bad(late, "the capture that it repeats is not here")

    def _good(self, captures: Iterator[WarcCapture | BadRecord]) -> Iterator[WarcCapture]:
        latest = utc_text(self.watch.clock() + _CLOCK_SLACK)
        for capture in captures:
            if isinstance(capture, BadRecord):
                self.tally.bad.append(f"{self.path}, {capture.told()}")
            elif is_requisite(capture):
                self.tally.skipped += 1
            elif _observed(capture)[0].at > latest:
                self._name_bad(capture, "its time is still to come")
            else:
                yield capture

    def _take(self, capture: WarcCapture) -> bool:
        """Keep one capture; False when it repeats another that is not here (yet).

        A copy that a web archive served is an observation of the original, at the copy's time.
        """
        capture, source = _observed(capture)
        try:
            url = checked_url(capture.url)
            url = url if capture.page is None else checked_url(capture.page)
        except CallerError as error:
            self._name_bad(capture, error.message)
            return True
        answer = answered(self.watch.archive, capture, url)
        if answer is None:
            return False
        page, is_new = add_page(
            self.watch.archive, url, at=self.watch.now(), added_by="import", due_at=None
        )
        self.tally.new_pages += is_new
        if not is_new:
            take_address(self.watch.archive, page.id, url, at=capture.at)
        if not is_new and _is_repeated(self.watch.archive, page, capture.at, answer):
            self.tally.repeated += 1
        else:
            self.lessons.note(page.host)
            self._count(self._kept(page, answer, capture.at, source))
        return True

    def _kept(self, page: WatchedPage, answer: Answered, at: str, source: str) -> Visit:
        judgement = judge_answer(
            answer.response,
            page,
            self.watch.profile(page.origin),
            excluded=self.watch.settings.fetch.exclude_content_types,
        )
        return keep_check_in_transaction(
            self.watch,
            Check(
                page=page,
                response=answer.response,
                judgement=judgement,
                at=at,
                source=source,
                run_id=self.run_id,
                confirms=answer.confirms,
            ),
        )

    def _count(self, visit: Visit) -> None:
        self.tally.captures += 1
        self.tally.changes += visit.change_id is not None
        seen = "read" if visit.outcome in SAW_THE_PAGE else visit.outcome.value
        self.tally.outcomes[seen] += 1

    def _name_bad(self, capture: WarcCapture, fault: str) -> None:
        self.tally.bad.append(f"{self.path}, {capture.url} at {capture.at}: {fault}")


def _observed(capture: WarcCapture) -> tuple[WarcCapture, str]:
    """The capture as one of the original page, and where the observation is from."""
    if capture.page is not None:
        return capture, capture.source or "import"
    copy = memento_of(capture.url)
    if copy is None:
        return capture, "import"
    return replace(capture, url=copy.url, at=copy.at or capture.at), f"memento:{copy.host}"


def _batches(captures: Iterator[WarcCapture]) -> Iterator[list[WarcCapture]]:
    """The captures in lists that are small in number, in bytes and in what may be dear to parse."""
    batch: list[WarcCapture] = []
    held_bytes = held_tags = 0
    for capture in captures:
        batch.append(capture)
        held_bytes += len(capture.body)
        held_tags += capture.body.count(b"<")
        is_full = len(batch) >= _BATCH_CAPTURES or held_bytes >= _BATCH_BYTES
        if is_full or held_tags >= _BATCH_TAGS:
            yield batch
            batch, held_bytes, held_tags = [], 0, 0
    if batch:
        yield batch


def _is_repeated(archive: Archive, page: WatchedPage, at: str, answer: Answered) -> bool:
    """Whether this very observation was recorded before."""
    response = answer.response
    capture_id = None
    if answer.confirms is None:
        row = archive.row("SELECT id FROM captures WHERE sha256 = ?", (sha256_hex(response.body),))
        if row is None:
            return False
        capture_id = row["id"]
    return already_observed(
        archive, page_id=page.id, at=at, capture_id=capture_id, status=response.status
    )
