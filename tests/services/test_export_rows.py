"""What an export of rows holds: every table whole, in the names that are documented, and harmless."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_watch.services.exporting.columns import MEANINGS, Table
from archive_watch.services.exporting.export_rows import row_lines
from archive_watch.services.exporting.selection import Selection
from archive_watch.storage.database import Archive, open_archive
from nine_days import nine_days
from services.asking import HOST
from warcs import page, response, written
from watching import imported

ALL = Selection()
URL = "https://archive.example/report"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(nine_days(tmp_path_factory.mktemp("kept"))) as opened:
        yield opened


def rows(archive: Archive, table: Table, selection: Selection = ALL) -> list[dict[str, Any]]:
    return [json.loads(line) for line in row_lines(archive, table, selection, as_csv=False)]


def csv_rows(archive: Archive, table: Table, selection: Selection = ALL) -> list[dict[str, str]]:
    text = b"".join(row_lines(archive, table, selection, as_csv=True)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("table", Table)
def test_a_table_has_the_columns_that_are_documented(archive: Archive, table: Table) -> None:
    meaning = MEANINGS[table]
    for row in rows(archive, table):
        assert list(row) == [*meaning.columns, *meaning.nested]
    for line in csv_rows(archive, table):
        assert list(line) == list(meaning.columns)
    assert len(rows(archive, table)) == len(csv_rows(archive, table))


def test_every_version_is_there_with_its_words_and_their_digest(archive: Archive) -> None:
    found = rows(archive, Table.VERSIONS)
    assert len(found) == archive.number("SELECT count(*) FROM versions")
    first, second = (row for row in found if row["url"].endswith("/a/"))
    assert first["text"].endswith("first optimistic words")
    assert hashlib.sha256(first["text"].encode()).hexdigest() == first["text_sha256"]
    assert (first["checks"], first["is_current"], second["is_current"]) == (4, True, False)
    assert (first["first_seen_at"], first["last_seen_at"]) == (
        "2025-03-01T12:00:00Z",
        "2025-03-09T12:00:00Z",
    )
    (document, *_) = (row for row in found if row["url"].endswith(".pdf"))
    assert (document["text"], document["media_type"]) == (None, "application/pdf")


def test_every_change_is_there_with_the_words_that_left_and_came(archive: Archive) -> None:
    found = rows(archive, Table.CHANGES)
    assert len(found) == archive.number("SELECT count(*) FROM recent_changes")
    edits = {row["kind"]: row["edits"] for row in found if row["url"].endswith("/a/")}
    assert edits["text"] == [
        {"speaker": None, "removed": "first optimistic", "added": "second pessimistic"}
    ]


def test_every_check_is_there_in_order(archive: Archive) -> None:
    found = rows(archive, Table.CHECKS)
    assert len(found) == archive.number("SELECT sum(checks) FROM check_log")
    of_one = [row["observed_at"] for row in found if row["url"].endswith("/a/")]
    assert of_one == sorted(of_one)


@pytest.mark.parametrize(
    ("selection", "table", "urls"),
    [
        (Selection(kinds=("removed",)), Table.CHANGES, {"a"}),
        (Selection(kinds=("removed",)), Table.VERSIONS, {"a"}),
        (Selection(kinds=("removed",)), Table.CHECKS, {"a"}),
        (Selection(since="2025-03-09"), Table.VERSIONS, {"a", "b", "moved", "led", "doc.pdf", "j"}),
        (Selection(until="2025-02-28"), Table.VERSIONS, set()),
        (Selection(hosts=("other.example",)), Table.CHECKS, set()),
        (Selection(hosts=(HOST,), kinds=("reverted",)), Table.CHANGES, {"a"}),
    ],
)
def test_a_selection_narrows_every_table(
    archive: Archive, selection: Selection, table: Table, urls: set[str]
) -> None:
    found = {row["url"].rstrip("/").rsplit("/", 1)[1] for row in rows(archive, table, selection)}
    assert found == urls


def test_a_period_narrows_to_what_was_seen_in_it(archive: Archive) -> None:
    days = Selection(since="2025-03-03T00:00:00Z", until="2025-03-04T23:59:59Z")
    assert {row["observed_at"][:10] for row in rows(archive, Table.CHECKS, days)} == {
        "2025-03-03",
        "2025-03-04",
    }
    seen = [
        row["text"] for row in rows(archive, Table.VERSIONS, days) if row["url"].endswith("/a/")
    ]
    assert [text.split()[-3] for text in seen] == [
        "first",
        "second",
    ]  # the first was seen until 9 March


def test_no_cell_of_a_csv_file_is_a_formula(tmp_path: Path) -> None:
    hostile = ("=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1", " =1", "plain = text")
    captures = [
        response(f"{URL}/{number}", page(f"Words {number}", title=title))
        for number, title in enumerate(hostile)
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "made.warc", *captures))
    with open_archive(tmp_path / "archive.db") as archive:
        titles = [row["title"] for row in csv_rows(archive, Table.VERSIONS)]
        told = [row["title"] for row in rows(archive, Table.VERSIONS)]
    assert [title[:1] for title in titles] == ["'"] * 7 + ["p"]
    assert [title.removeprefix("'") for title in titles] == told


def test_what_acts_or_hides_is_an_escape_in_csv_and_itself_in_json(tmp_path: Path) -> None:
    capture = response(URL, page("Words\u202e that\u200b hide, “so” — 東京 🌊."))
    imported(tmp_path / "archive.db", written(tmp_path / "made.warc", capture))
    with open_archive(tmp_path / "archive.db") as archive:
        (shown,), (exact,) = csv_rows(archive, Table.VERSIONS), rows(archive, Table.VERSIONS)
    assert "Words\\u{202e} that\\u{200b} hide, “so” — 東京 🌊." in shown["text"]
    assert "Words\u202e that\u200b hide" in exact["text"]
