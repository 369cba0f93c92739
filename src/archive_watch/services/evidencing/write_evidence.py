"""Write the evidence for one change as a bundle that proves itself without this program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import IO, Any

from archive_watch import __version__
from archive_watch.report.citation import citation_of
from archive_watch.report.csv_lines import csv_lines
from archive_watch.report.diff_page import diff_as_html
from archive_watch.report.diff_text import diff_as_text
from archive_watch.report.diffs import DrawnDiff, diff_as_json
from archive_watch.report.evidence_page import REBUILD, EvidencePage, evidence_sections
from archive_watch.report.passages import as_html, as_text
from archive_watch.report.template_diff import edits_as_html, edits_as_json, edits_as_text
from archive_watch.services.evidencing.cite_change import cited
from archive_watch.services.evidencing.gather_evidence import (
    Evidence,
    EvidenceSide,
    doubts,
    gather_evidence,
)
from archive_watch.services.evidencing.sights_of_template import pages_of_template
from archive_watch.services.evidencing.told_exchange import facts_of, side_as_json
from archive_watch.services.evidencing.told_interval import told_interval
from archive_watch.services.exporting.export_warc import WarcWriting
from archive_watch.services.exporting.plan_records import planned_records
from archive_watch.services.telling.compare_versions import compare
from archive_watch.storage.answers import edits_of
from archive_watch.storage.bundle import SUMS, Bundle
from archive_watch.storage.captures import load_body
from archive_watch.storage.database import Archive
from archive_watch.storage.one_change import StoredChange
from archive_watch.storage.told_checks import CHECK_COLUMNS
from archive_watch.storage.warc_exchange import http_head, request_head

SOFTWARE = f"archive-watch/{__version__}"
_SCHEMA = "archive-watch/evidence/1"
_PAGE_COLUMNS = ("url", "not_before", "not_after", "from_sha256", "to_sha256")
_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt",
    "application/pdf": ".pdf", "application/json": ".json",
}  # fmt: skip

Blocks = Callable[[], Iterable[bytes]]


def write_evidence(
    archive: Archive, change: StoredChange, file: IO[bytes], *, operator: str | None = None
) -> list[str]:
    """Write the bundle for ``change`` to ``file``; the names of the files in it."""
    with archive.snapshot():
        evidence = gather_evidence(archive, change)
        files = dict(_files(archive, evidence, operator))
        names = ("README.txt", "README.html", "CITATION.txt", *files, SUMS)
        files = {**_told(archive, evidence, names), **files}
        bundle = Bundle(file)
        for name, blocks in files.items():
            bundle.add(name, blocks())
        bundle.close()
    return list(names)


def _files(
    archive: Archive, evidence: Evidence, operator: str | None
) -> Iterator[tuple[str, Blocks]]:
    yield "finding.json", _json(_finding(archive, evidence))
    for side in evidence.sides:
        yield from _of_side(archive, side)
    yield from _diff(archive, evidence)
    yield "checks.csv", _csv(evidence.checks, CHECK_COLUMNS)
    if evidence.page is None:
        yield "pages.csv", _csv(pages_of_template(archive, evidence.change), _PAGE_COLUMNS)
    if evidence.wanted:
        yield "captures.warc.gz", lambda: _warc(archive, evidence, operator)


def _told(archive: Archive, evidence: Evidence, names: tuple[str, ...]) -> dict[str, Blocks]:
    """The pages for readers."""
    change = evidence.change
    citation = citation_of(cited(archive, evidence, software=SOFTWARE))
    page = EvidencePage(
        change_id=change.told["id"],
        title=change.told["title"] or change.told["url"],
        facts=_facts(evidence),
        citation=citation,
        before=facts_of(evidence.before),
        after=facts_of(evidence.after),
        interval=told_interval(evidence),
        files=names,
        no_diff=_why_no_diff(evidence),
        doubts=tuple(doubts(archive, change)),
        why=tuple(change.told["why"]),
    )
    title, sections = f"Evidence: {page.title}", evidence_sections(page)
    return {
        "README.txt": _text(as_text(title, sections)),
        "README.html": _text(as_html(title, sections)),
        "CITATION.txt": _text(f"{citation}\n"),
    }


def _facts(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    told = evidence.change.told
    flags = ", ".join(dict.fromkeys(flag["kind"] for flag in told["flags"]))
    facts = (
        ("address", told["url"]),
        ("what", told["summary"]),
        ("kind", f"{told['kind']}, severity {told['severity']} of 100"),
        ("flags", flags),
        ("found", told["detected_at"]),
    )
    return tuple((name, value) for name, value in facts if value)


def _finding(archive: Archive, evidence: Evidence) -> dict[str, Any]:
    return {
        "schema": _SCHEMA,
        "software": SOFTWARE,
        "change": evidence.change.told,
        "superseded_at": evidence.change.superseded_at,
        "doubts": doubts(archive, evidence.change),
        "edits": edits_of(archive, evidence.change.told["id"]),
        "interval": list(told_interval(evidence)),
        "before": side_as_json(evidence.before),
        "after": side_as_json(evidence.after),
    }


def _of_side(archive: Archive, side: EvidenceSide) -> Iterator[tuple[str, Blocks]]:
    if side.capture_id is not None:
        capture_id = side.capture_id
        yield (
            f"{side.name}/body{_suffix(archive, capture_id)}.raw",
            lambda: [load_body(archive, capture_id)],
        )
    if side.answer is not None:
        yield f"{side.name}/response-headers.txt", _bytes(http_head(side.answer, None))
        asked = request_head(side.answer)
        if asked:
            yield f"{side.name}/request-headers.txt", _bytes(asked)
    if side.version is not None:
        shown = side.version.as_json()
        if shown["text"] is not None:
            yield f"{side.name}/transcript.txt", _text(shown["text"])
        yield f"{side.name}/version.json", _json(shown)


def _diff(archive: Archive, evidence: Evidence) -> Iterator[tuple[str, Blocks]]:
    """The difference, where there are words on both sides."""
    if evidence.page is None:
        edits = edits_of(archive, evidence.change.told["id"])
        yield "diff.html", _text(edits_as_html(evidence.change.told, edits))
        yield "diff.txt", _text(edits_as_text(evidence.change.told, edits))
        yield "diff.json", _json(edits_as_json(evidence.change.told, edits))
        return
    drawn = _drawn(evidence)
    if drawn is not None:
        yield "diff.html", _text(diff_as_html(drawn))
        yield "diff.txt", _text(diff_as_text(drawn))
        yield "diff.json", _json(diff_as_json(drawn))
        yield "rebuild.py", _text(REBUILD)


def _drawn(evidence: Evidence) -> DrawnDiff | None:
    """The diff between both sides; it names the captures that are in the bundle."""
    before, after = (side.version for side in evidence.sides)
    if before is None or after is None or before.transcript is None or after.transcript is None:
        return None
    drawn = compare(before, after)
    digests = [side.capture_sha256 or "" for side in evidence.sides]
    return replace(
        drawn,
        before=replace(drawn.before, capture_sha256=digests[0]),
        after=replace(drawn.after, capture_sha256=digests[1]),
    )


def _why_no_diff(evidence: Evidence) -> str | None:
    """Why there is no difference of words in the bundle; None where there is one."""
    if evidence.page is None or _drawn(evidence) is not None:
        return None
    if evidence.change.to_version_id is None:
        return "There is no difference to draw: the page was gone, and all of its words with it."
    return (
        "There is no difference to draw: a document is kept as bytes, and no words are read in it."
    )


def _warc(archive: Archive, evidence: Evidence, operator: str | None) -> Iterator[bytes]:
    blocks: list[bytes] = []
    name = f"evidence of change {evidence.change.told['id']}"
    work = WarcWriting(archive=archive, sink=blocks.append, operator=operator, name=name)
    work.begin()
    for _, group in groupby(evidence.answers, key=lambda one: one.page_id):
        answers = list(group)
        wanted = [one.fetch_id for one in answers if one.fetch_id in evidence.wanted]
        for planned in planned_records(answers, wanted):
            work.write(planned)
            yield from blocks
            blocks.clear()
    yield from blocks


def _suffix(archive: Archive, capture_id: int) -> str:
    row = archive.row("SELECT media_type FROM captures WHERE id = ?", (capture_id,))
    return _SUFFIXES.get("" if row is None else row["media_type"], "")


def _csv(rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> Blocks:
    return lambda: (line.encode("utf-8") for line in csv_lines(rows, columns))


def _json(document: object) -> Blocks:
    return _text(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _text(text: str) -> Blocks:
    return _bytes(text.encode("utf-8", errors="backslashreplace"))


def _bytes(body: bytes) -> Blocks:
    return lambda: [body]
