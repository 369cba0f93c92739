"""Write captures as WARC files that other tools read, and that ``import`` reads back.

Page by page, each in order of time, so that a body is in memory only while it is written.  A body
that another page answers too (one error page of a host) is written once; so is a page's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from archive_watch import __version__
from archive_watch.errors import ArchiveDamaged
from archive_watch.services.exporting.plan_records import PlannedRecord, planned_records
from archive_watch.services.exporting.selection import Selection, selected_pages
from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive
from archive_watch.storage.kept_answers import KeptAnswer, answers_of
from archive_watch.storage.warc_exchange import Payload, Written, exchange_records, written
from archive_watch.storage.warc_writing import Record, lines_of, member_of, record

Sink = Callable[[bytes], object]

_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_ABOUT = (
    "Bodies are free of their transfer and content codings, secrets in headers are masked. Of checks"
    " that found nothing new no headers were kept: their status lines and types are those known."
    " urn:archive-watch:revisit:identical-but-for-tokens: the answer had the bytes that it refers to"
    " but for tokens that the server makes anew each time."
)


@dataclass(slots=True, kw_only=True)
class WarcTally:
    """What an export came to."""

    pages: int = 0
    responses: int = 0
    revisits: int = 0


def export_warc(
    archive: Archive,
    selection: Selection,
    sink: Sink,
    *,
    operator: str | None = None,
    next_file: Callable[[], bool] = lambda: False,
    progress: Callable[[], None] = lambda: None,
) -> WarcTally:
    """Write the selected captures to ``sink``, whole gzip members at a time.

    ``next_file`` is asked before each page whether a new file begins there.
    """
    work = WarcWriting(archive=archive, sink=sink, operator=operator, name=_name(archive))
    tally = WarcTally()
    with archive.snapshot():
        work.begin()
        for page in selected_pages(archive, selection):
            answers = answers_of(archive, page["id"], page["url"])
            wanted = {one.fetch_id for one in answers if selection.includes(one.at)}
            plan = planned_records(answers, wanted)
            if plan and next_file():
                work.begin()
            tally.pages += bool(plan)
            for planned in plan:
                is_whole = work.write(planned)
                tally.responses += is_whole
                tally.revisits += not is_whole
                progress()
    return tally


@dataclass(slots=True, kw_only=True)
class WarcWriting:
    """A file being written, and what stands in it that later records may refer to."""

    archive: Archive
    sink: Sink
    operator: str | None
    name: str
    _info: str = ""
    _own: dict[int, Written] = field(default_factory=dict)  # by check: its own record
    _whole: dict[int, Written] = field(default_factory=dict)  # by check: the one with its body
    _shared: dict[int, Written] = field(default_factory=dict)
    _page_id: int = 0

    def begin(self) -> None:
        """Write the record that says what the file is."""
        info = warcinfo(self.archive, self.operator, self.name)
        self._info = info.id
        self._put([info])

    def write(self, planned: PlannedRecord) -> bool:
        """Write the records of one check; whether they hold its body."""
        answer = planned.answer
        if answer.page_id != self._page_id:
            self._own.clear()
            self._whole.clear()
            self._page_id = answer.page_id
        repeats = self._repeated(planned)
        payload = _payload(self.archive, answer, with_body=repeats is None)
        records = exchange_records(answer, payload, repeats=repeats, warcinfo_id=self._info)
        self._put(records.all)
        own = self._own[answer.fetch_id] = written(answer, records.said)
        self._whole[answer.fetch_id] = repeats or own
        if planned.may_stand and repeats is None and answer.final_url == answer.url:
            self._share(answer)
        return repeats is None

    def _repeated(self, planned: PlannedRecord) -> Written | None:
        if planned.repeats is not None:
            stand = self._own if planned.answer.is_not_modified else self._whole
            return stand[planned.repeats.fetch_id]
        if not planned.may_stand or planned.answer.capture_id is None:
            return None
        return self._shared.get(planned.answer.capture_id)

    def _share(self, answer: KeptAnswer) -> None:
        """Remember a body that another page answers too; there are few of those."""
        row = self.archive.row(
            "SELECT 1 FROM fetches WHERE capture_id = ? AND page_id <> ? LIMIT 1",
            (answer.capture_id, answer.page_id),
        )
        if row is not None and answer.capture_id is not None:
            self._shared[answer.capture_id] = self._own[answer.fetch_id]

    def _put(self, records: Iterable[Record]) -> None:
        for one in records:
            for part in member_of(one):
                self.sink(part)


def warcinfo(archive: Archive, operator: str | None, name: str) -> Record:
    """What a file is, and who made it; dated by the last check that it can hold."""
    facts = [
        ("software", f"archive-watch/{__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", _STANDARD),
        ("isPartOf", name),
        ("description", _ABOUT),
    ]
    if operator:
        facts.insert(1, ("operator", operator))
    row = archive.row("SELECT max(observed_at) AS at FROM fetches")
    return record(
        "warcinfo",
        lines_of(facts, "utf-8"),
        at=(row["at"] if row is not None else None) or "1970-01-01T00:00:00Z",
        content_type="application/warc-fields",
    )


def _payload(archive: Archive, answer: KeptAnswer, *, with_body: bool) -> Payload | None:
    if answer.capture_id is None:
        return None
    row = archive.row("SELECT sha256, media_type FROM captures WHERE id = ?", (answer.capture_id,))
    if row is None:
        raise ArchiveDamaged(f"there is no capture {answer.capture_id}")
    return Payload(
        sha256=row["sha256"],
        media_type=row["media_type"],
        body=load_body(archive, answer.capture_id) if with_body else None,
    )


def _name(archive: Archive) -> str:
    return archive.path.stem
