"""The citation of a change alone: the same as with all of its evidence, at a cost that does not grow."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import pytest

from archive_watch.services.evidencing.cite_change import cited, cited_alone
from archive_watch.services.evidencing.gather_evidence import gather_evidence
from archive_watch.storage import folding
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.kept_answers import answers_of, last_answer_with
from archive_watch.storage.one_change import change_with_id
from archive_watch.versioning.folding import foldable

_AT = "2030-01-01T00:00:00Z"


@pytest.fixture(params=["demo_archive", "odd_archive"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Archive]:
    """A copy of an archive with changes of many kinds."""
    copy = tmp_path / "archive.db"
    shutil.copy(request.getfixturevalue(request.param), copy)
    with open_archive(copy) as opened:
        yield opened


def _must_be_cited_alike(archive: Archive) -> set[str]:
    kinds = set()
    for row in archive.rows("SELECT id FROM changes"):
        change = change_with_id(archive, row["id"])
        whole = cited(archive, gather_evidence(archive, change), software="x")
        assert cited_alone(archive, change, software="x") == whole, row["id"]
        kinds.add(whole.kind)
    return kinds


def _checked_again(archive: Archive, *, each: int) -> None:
    """So many plain checks more after each sight of a version by its bytes, a second apart."""
    archive.conn.execute(
        "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < ?)"
        " INSERT INTO fetches (page_id, run_id, observed_at, source, outcome, status, elapsed_ms, how,"
        " capture_id, version_id) SELECT page_id, run_id,"
        " strftime('%Y-%m-%dT%H:%M:%SZ', observed_at, k || ' seconds'), 'live',"
        " iif(k % 2, 'not_modified', 'unchanged'), iif(k % 2, 304, 200), 1,"
        " iif(k % 2, '304', 'same bytes'), iif(k % 2, NULL, capture_id), version_id"
        " FROM fetches, n WHERE source = 'live' AND capture_id IS NOT NULL AND version_id IS NOT NULL",
        (each,),
    )


def test_a_change_is_cited_alone_as_with_all_of_its_evidence(archive: Archive) -> None:
    assert _must_be_cited_alike(archive) >= {"text"}


def test_a_change_of_a_template_is_cited_alone_too(demo_archive: Path) -> None:
    with open_archive(demo_archive) as opened:
        assert _must_be_cited_alike(opened) >= {"template", "removed", "reverted"}


def test_checks_by_the_same_bytes_and_folded_ones_are_found_too(archive: Archive) -> None:
    with archive.writing():
        _checked_again(archive, each=6)
    _must_be_cited_alike(archive)
    with archive.writing():
        for page in archive.rows("SELECT DISTINCT page_id AS id FROM fetches"):
            checks = folding.checks_of(archive, page["id"])
            for alike in foldable(checks, before=_AT, fewest=2, most=1_000):
                ids = [check.fetch_id for check in alike]
                folding.fold(archive, page["id"], ids, at=_AT)
    assert archive.number("SELECT count(*) FROM folds") > 0
    _must_be_cited_alike(archive)
    for page in archive.rows("SELECT id, url FROM pages"):
        _must_be_found_whenever(archive, page["id"], page["url"])


def _must_be_found_whenever(archive: Archive, page_id: int, url: str) -> None:
    """Each body, up to the time of each check, as it is found in the whole log."""
    answers = answers_of(archive, page_id, url)
    times_asked = sorted({one.at for one in answers})
    for until in times_asked[:: max(1, len(times_asked) // 7)]:
        for capture_id in {one.capture_id for one in answers if one.capture_id is not None}:
            times = [one.at for one in answers if one.capture_id == capture_id and one.at <= until]
            found = last_answer_with(archive, page_id, capture_id, until=until)
            assert found == max(times, default=None)


def test_a_long_log_makes_no_citation_dearer(demo_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with open_archive(copy) as archive:
        few = _steps_to_cite_all(archive)
        with archive.writing():
            _checked_again(archive, each=500)
        many = _steps_to_cite_all(archive)
    assert many < 2 * few


def _steps_to_cite_all(archive: Archive) -> int:
    """Hundreds of steps of SQLite's machine."""
    steps = list[int]()
    with closing(sqlite3.connect(f"{archive.path.as_uri()}?mode=ro", uri=True)) as conn:
        conn.row_factory = sqlite3.Row
        conn.set_progress_handler(lambda: steps.append(1), 100)
        counted = Archive(archive.path, conn, None)
        for row in counted.rows("SELECT id FROM changes ORDER BY id"):
            cited_alone(counted, change_with_id(counted, row["id"]), software="x")
    return len(steps)
