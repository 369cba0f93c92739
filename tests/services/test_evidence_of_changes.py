"""The evidence for a change of any kind: whole, the same each time, and proved without us."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive_watch.model.capture import Hop
from archive_watch.report.citation import citation_of
from archive_watch.report.diff_page_keys import DIFF_KEYS
from archive_watch.services.evidencing.cite_change import cited
from archive_watch.services.evidencing.gather_evidence import EvidenceSide, gather_evidence
from archive_watch.services.evidencing.told_exchange import facts_of, side_as_json
from archive_watch.services.evidencing.write_evidence import write_evidence
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.kept_answers import KeptAnswer
from archive_watch.storage.one_change import change_with_id
from nine_days import CONTACT, nine_days
from warcs import page, response, written
from watching import imported, watch_of

URL = "https://archive.example/report"
ALWAYS = {
    "README.txt", "README.html", "CITATION.txt", "SHA256SUMS", "finding.json", "checks.csv",
    "captures.warc.gz", "before/body.html.raw", "after/body.html.raw",
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nine_days(tmp_path_factory.mktemp("kept"))


def bundle_of(archive: Archive, change_id: int) -> zipfile.ZipFile:
    file = io.BytesIO()
    write_evidence(archive, change_with_id(archive, change_id), file, operator="a@b.example")
    return zipfile.ZipFile(file)


def read(bundle: zipfile.ZipFile, name: str) -> str:
    return bundle.read(name).decode("utf-8")


def finding(bundle: zipfile.ZipFile) -> Any:
    return json.loads(bundle.read("finding.json"))


def changes(archive: Archive) -> dict[tuple[str, str], int]:
    """The id of each change, by the last part of its page's address and its kind."""
    rows = archive.rows("SELECT change_id, url, kind FROM recent_changes")
    return {
        (row["url"].rstrip("/").rsplit("/", 1)[1], row["kind"]): row["change_id"] for row in rows
    }


def ran(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def unpacked(bundle: zipfile.ZipFile, folder: Path) -> Path:
    bundle.extractall(folder)
    return folder


def test_every_kind_of_change_has_evidence_that_other_tools_prove(
    kept: Path, tmp_path: Path
) -> None:
    with open_archive(kept) as archive:
        known = changes(archive)
        assert {kind for _, kind in known} >= {"text", "reverted", "removed", "restored"}
        for number, change_id in enumerate(known.values()):
            bundle = bundle_of(archive, change_id)
            names = {name.replace(".pdf", ".html") for name in bundle.namelist()}
            assert names >= ALWAYS
            folder = unpacked(bundle, tmp_path / str(number))
            ran("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=folder)
            with (folder / "captures.warc.gz").open("rb") as stream:
                kinds = [one.rec_type for one in ArchiveIterator(stream, check_digests="raise")]
            assert kinds[0] == "warcinfo"
            assert "response" in kinds


def test_the_bodies_are_those_that_are_cited(kept: Path) -> None:
    with open_archive(kept) as archive:
        bundle = bundle_of(archive, changes(archive)["a", "text"])
    told = finding(bundle)["change"]
    for side, digest in (("before", "from"), ("after", "to")):
        body = bundle.read(f"{side}/body.html.raw")
        assert hashlib.sha256(body).hexdigest() == told[f"{digest}_capture_sha256"]
        assert told[f"{digest}_capture_sha256"] in read(bundle, "CITATION.txt")
        assert told[f"{digest}_capture_sha256"] in read(bundle, "diff.html")
    assert b"first optimistic words" in bundle.read("before/body.html.raw")
    assert read(bundle, "after/transcript.txt").endswith("second pessimistic words")


def test_the_steps_of_the_difference_are_proved_by_the_file_that_the_page_names(
    kept: Path, tmp_path: Path
) -> None:
    with open_archive(kept) as archive:
        folder = unpacked(bundle_of(archive, changes(archive)["a", "text"]), tmp_path)
    assert "python3 rebuild.py" in (folder / "README.txt").read_text(encoding="utf-8")
    proved = "before is rebuilt exactly\nafter is rebuilt exactly\n"
    assert ran(sys.executable, "rebuild.py", cwd=folder) == proved
    (folder / "after/transcript.txt").write_text("other words", encoding="utf-8")
    assert "after DIFFERS" in ran(sys.executable, "rebuild.py", cwd=folder)


def test_the_same_archive_gives_the_same_bytes_wherever_it_is(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "another.db"
    copy.write_bytes(kept.read_bytes())
    files = (io.BytesIO(), io.BytesIO())
    for database, file in zip((kept, copy), files, strict=True):
        with open_archive(database) as archive:
            change = change_with_id(archive, changes(archive)["a", "removed"])
            write_evidence(archive, change, file)
    assert files[0].getvalue() == files[1].getvalue()


def test_a_takedown_is_proved_by_its_last_words_and_by_what_was_answered_since(kept: Path) -> None:
    with open_archive(kept) as archive:
        bundle = bundle_of(archive, changes(archive)["a", "removed"])
    assert "diff.json" not in bundle.namelist()
    assert "the page was gone" in read(bundle, "README.txt")
    assert "seen to be gone 2 times in a row" in read(bundle, "README.txt")
    assert read(bundle, "before/transcript.txt").endswith("first optimistic words")
    assert bundle.read("after/body.html.raw") == b"gone"
    assert read(bundle, "after/response-headers.txt").startswith("HTTP/1.1 404 Not Found\r\n")
    records = ArchiveIterator(io.BytesIO(bundle.read("captures.warc.gz")))
    told = [
        (one.rec_headers.get_header("WARC-Date"), one.http_headers.get_statuscode())
        for one in records
        if one.rec_type in {"response", "revisit"}
    ]
    assert told[-3:] == [
        ("2025-03-06T12:00:00Z", "404"),
        ("2025-03-07T12:00:00Z", "404"),
        ("2025-03-08T12:00:00Z", "503"),
    ]


def test_a_return_names_when_the_words_were_last_there_and_when_the_page_was_last_gone(
    kept: Path,
) -> None:
    with open_archive(kept) as archive:
        citation = read(bundle_of(archive, changes(archive)["a", "restored"]), "CITATION.txt")
    lines = citation.splitlines()
    assert lines[1].startswith("Last seen before: 2025-03-05T12:00:00Z, SHA-256")
    assert lines[2] == "Last seen gone: 2025-03-07T12:00:00Z"
    assert lines[3].startswith("First seen after: 2025-03-09T12:00:00Z, SHA-256")


def test_a_document_has_its_bytes_and_says_that_no_words_are_read_in_it(kept: Path) -> None:
    with open_archive(kept) as archive:
        (change_id,) = {i for (name, _), i in changes(archive).items() if name == "doc.pdf"}
        bundle = bundle_of(archive, change_id)
    assert "diff.html" not in bundle.namelist()
    assert "no words are read in it" in " ".join(read(bundle, "README.txt").split())
    assert bundle.read("before/body.pdf.raw") == b"%PDF-1.4\1"


def test_who_asked_and_how_is_told_on_both_sides(kept: Path) -> None:
    with open_archive(kept) as archive:
        bundle = bundle_of(archive, changes(archive)["a", "text"])
    assert f"+{CONTACT}" in read(bundle, "README.html")
    assert read(bundle, "before/request-headers.txt").startswith("GET /a/ HTTP/1.1\r\n")
    exchange = finding(bundle)["after"]["exchange"]
    assert (exchange["remote_address"], exchange["status_line"]) == ("127.0.0.1", "HTTP/1.1 200 OK")


def test_the_way_to_an_answer_and_its_certificate_are_told_where_they_are_kept() -> None:
    answer = KeptAnswer(
        fetch_id=1, page_id=1, url="https://a.example/", at="2025-01-01T00:00:00Z", source="live",
        outcome="moved", status=200, final_url="https://b.example/",
        hops=(Hop(url="https://a.example/", status=301, location="https://b.example/"),),
        tls_version="TLSv1.3", certificate_sha256="c" * 64,
    )  # fmt: skip
    side = EvidenceSide(
        name="after", at=answer.at, capture_id=1, capture_sha256="d" * 64, answer=answer
    )
    told = dict(facts_of(side))
    assert told["redirected"] == "301 from https://a.example/ to https://b.example/"
    assert (told["TLS"], told["certificate, SHA-256"]) == ("TLSv1.3", "c" * 64)
    assert side_as_json(side)["exchange"]["certificate_sha256"] == "c" * 64


def test_the_check_log_bears_out_the_interval(kept: Path) -> None:
    with open_archive(kept) as archive:
        bundle = bundle_of(archive, changes(archive)["a", "text"])
    rows = list(csv.DictReader(io.StringIO(read(bundle, "checks.csv"))))
    told = [(row["observed_at"], row["outcome"], row["how"]) for row in rows[:3]]
    assert told == [
        ("2025-03-01T12:00:00Z", "new", "read"),
        ("2025-03-02T12:00:00Z", "not_modified", "304"),
        ("2025-03-03T12:00:00Z", "changed", "read"),
    ]
    assert "Between them there was 1 check (1 not modified)" in read(bundle, "README.txt")


def test_what_was_set_aside_says_so(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    copy.write_bytes(kept.read_bytes())
    with open_archive(copy) as archive:
        change_id = changes(archive)["a", "text"]
        version_id = change_with_id(archive, change_id).to_version_id
        assert version_id is not None
        retract_version(watch_of(archive), version_id, reason="a test page, served by mistake")
        bundle = bundle_of(archive, change_id)
    for name in ("README.txt", "README.html", "CITATION.txt"):
        assert "served by mistake" in read(bundle, name)
        assert "it stands no more" in read(bundle, name)
    assert finding(bundle)["superseded_at"] is not None


def test_an_imported_capture_is_evidence_as_far_as_its_file_went(tmp_path: Path) -> None:
    captures = (
        response(URL, page("The committee agreed."), at="2020-01-01T00:00:00Z"),
        response(URL, page("The committee disagreed."), at="2020-01-02T00:00:00Z"),
    )
    imported(tmp_path / "archive.db", written(tmp_path / "made.warc", *captures))
    with open_archive(tmp_path / "archive.db") as archive:
        bundle = bundle_of(archive, 1)
    assert "before/request-headers.txt" not in bundle.namelist()
    assert "imported captures" in read(bundle, "CITATION.txt")
    assert "not imported" in read(bundle, "README.txt")


def test_a_hostile_page_is_shown_and_does_nothing(tmp_path: Path) -> None:
    title = "<script>alert(1)</script>\x1b[31m\u202e =HYPERLINK(1)"
    shown = title.replace("<", "&lt;")
    captures = [
        response(URL, page(f"=cmd() {words} <img src=x onerror=alert(2)>", title=shown),
                 at=f"2020-01-0{day}T00:00:00Z")
        for day, words in enumerate(("agreed", "disagreed"), 1)
    ]  # fmt: skip
    imported(tmp_path / "archive.db", written(tmp_path / "made.warc", *captures))
    with open_archive(tmp_path / "archive.db") as archive:
        bundle = bundle_of(archive, 1)
        citation = citation_of(
            cited(archive, gather_evidence(archive, change_with_id(archive, 1)), software="x")
        )
    for name in ("README.html", "diff.html"):
        drawn = read(bundle, name).replace(f"<script>{DIFF_KEYS}</script>", "")  # our own
        assert "<script" not in drawn
        assert "<img" not in drawn
        assert "default-src 'none'" in drawn
    for text in (read(bundle, "README.txt"), citation):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert citation.count("\n") == 5


def test_no_name_in_the_bundle_comes_from_a_page(kept: Path) -> None:
    with open_archive(kept) as archive:
        for change_id in changes(archive).values():
            for entry in bundle_of(archive, change_id).infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0)
                assert entry.filename.replace("/", "").replace(".", "").replace("-", "").isalnum()
