"""The evidence for an edit of a site's template: its words, and every page on which it was seen."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive_watch.services.evidencing.sights_of_template import MOST_PAGES
from archive_watch.services.evidencing.write_evidence import write_evidence
from archive_watch.services.exporting.selection import Selection, selected_pages
from archive_watch.storage.database import open_archive
from archive_watch.storage.one_change import change_with_id
from warcs import response, written
from watching import imported

PAGES = MOST_PAGES + 5


def report(number: int, banner: str) -> bytes:
    return (
        f"<html><head><title>Report {number}</title></head><body><header>{banner}</header>"
        f"<nav><a href='/'>Home</a></nav><main><h1>Report {number}</h1><p>Ship {number} came in."
        "</p></main><footer>Ask the harbour office.</footer></body></html>"
    ).encode()


def test_a_template_is_proved_by_its_pages(tmp_path: Path) -> None:
    captures = [
        response(f"https://harbour.example/{number}/", report(number, banner),
                 at=f"2020-01-{day:02}T{number // 60:02}:{number % 60:02}:00Z")
        for day, banner in ((1, "These are archived pages."), (2, "These pages are NOT UPDATED."))
        for number in range(PAGES)
    ]  # fmt: skip
    imported(tmp_path / "archive.db", written(tmp_path / "made.warc", *captures))
    file = io.BytesIO()
    with open_archive(tmp_path / "archive.db") as archive:
        (row,) = archive.rows("SELECT change_id, pages FROM recent_changes WHERE kind = 'template'")
        write_evidence(archive, change_with_id(archive, row["change_id"]), file)
        selected = list(selected_pages(archive, Selection(kinds=("template",))))
    assert len(selected) == PAGES
    bundle = zipfile.ZipFile(file)
    pages = list(csv.DictReader(io.StringIO(bundle.read("pages.csv").decode())))
    assert (row["pages"], len(pages)) == (PAGES, PAGES)
    records = list(ArchiveIterator(io.BytesIO(bundle.read("captures.warc.gz"))))
    assert [one.rec_type for one in records].count("response") == 2 * MOST_PAGES
    edits = json.loads(bundle.read("diff.json"))["edits"]
    assert "NOT UPDATED" in edits[0]["added"]
    assert b"<ins>" in bundle.read("diff.html")
    assert "rebuild.py" not in bundle.namelist()
    assert f"on {PAGES} pages of harbour.example" in bundle.read("README.txt").decode()
    assert "Seen first on: https://harbour.example/" in bundle.read("CITATION.txt").decode()
    assert "NOT UPDATED" in bundle.read("after/body.html.raw").decode()
