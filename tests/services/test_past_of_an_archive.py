"""The index of past versions stays true through all that happens to an archive."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.daemon.chores import CHORES
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.services.asking.network import open_network
from archive_watch.services.indexing.index_past import index_aside, index_past
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.telling.search_archive import Question, Where, search
from archive_watch.services.telling.tell_health import tell_health
from archive_watch.services.watch import Watch
from archive_watch.storage.chores import begin_chore, chore_records, fail_chore
from archive_watch.storage.database import Archive, open_archive, open_for_reading
from archive_watch.storage.past_words import empty_past, waiting_versions
from archive_watch.storage.soundness import structure_faults
from cli.program import Program
from warcs import page, response, written
from watching import imported, watch_of

URL = "https://archive.example/remarks"
INDEX = next(chore for chore in CHORES if chore.name == "index")
_SAID = ("calm sea", "high tide", "low tide", "calm sea", "a storm")
_EARLIER = """
DROP TRIGGER past_fts_in; DROP TRIGGER past_fts_out; DROP TRIGGER past_fts_deleted;
DROP VIEW past_transcripts; DROP TABLE past_fts; DROP INDEX versions_past_rowid;
DROP INDEX versions_unsearched; ALTER TABLE versions DROP COLUMN past_rowid;
DELETE FROM _sqlite_migrations WHERE name LIKE '0038%';
"""


def _seen(folder: Path, number: int) -> Path:
    at = f"2020-01-0{number + 1}T00:00:00Z"
    return written(folder / f"{number}.warc", response(URL, page(_SAID[number]), at=at))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A page that said one thing after the other, and one of them twice."""
    for number in range(len(_SAID)):
        imported(tmp_path / "archive.db", _seen(tmp_path, number))
    with open_archive(tmp_path / "archive.db") as archive:
        list(index_past(archive))
    return tmp_path / "archive.db"


@pytest.fixture
def watch(database: Path) -> Iterator[Watch]:
    with open_archive(database) as archive:
        yield watch_of(archive)


def _ever(archive: Archive, words: str) -> list[int]:
    return [hit["version"] for hit in search(archive, Question(words=words, where=Where.EVER))]


def _indexed(archive: Archive) -> list[int]:
    rows = archive.rows("SELECT rowid FROM past_fts WHERE past_fts MATCH 'sea OR tide OR storm'")
    numbers = archive.rows("SELECT past_rowid, number FROM versions")
    known = {row["past_rowid"]: row["number"] for row in numbers}
    return sorted(known[row["rowid"]] for row in rows)


def test_every_past_version_is_indexed_and_found(watch: Watch) -> None:
    assert waiting_versions(watch.archive) == 0
    assert _indexed(watch.archive) == [1, 2, 3]
    assert _ever(watch.archive, "tide") == [3, 2]
    assert _ever(watch.archive, "storm") == [4]
    assert structure_faults(watch.archive) == []


def test_captures_in_any_order_leave_the_same_index(tmp_path: Path) -> None:
    for number in (4, 1, 3, 0, 2):
        imported(tmp_path / "archive.db", _seen(tmp_path, number))
        with open_archive(tmp_path / "archive.db") as archive:
            list(index_past(archive))
    with open_archive(tmp_path / "archive.db") as archive:
        assert _indexed(archive) == [1, 2, 3]
        assert _ever(archive, "tide") == [3, 2]
        assert structure_faults(archive) == []


def test_checks_index_some_at_once_and_few_ever_wait(tmp_path: Path) -> None:
    records = [
        response(URL, page(f"tide word{n}"), at=f"2020-01-01T{n // 60:02}:{n % 60:02}:00Z")
        for n in range(80)
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "seen.warc", *records))
    with open_archive(tmp_path / "archive.db") as archive:
        assert waiting_versions(archive) == 79 - 64
        assert [_ever(archive, f"word{n}") for n in (0, 40, 70)] == [[1], [41], [71]]
        assert _ever(archive, "tide")[:3] == [80, 79, 78]
        assert structure_faults(archive) == []


def test_a_check_leaves_what_an_earlier_program_left_to_the_daemon(database: Path) -> None:
    with open_archive(database) as archive:
        archive.conn.executescript(_many(600))
    imported(database, _seen(database.parent, 1))
    with open_archive(database) as archive:
        assert waiting_versions(archive) == 600


def test_what_was_set_aside_is_found_no_more(watch: Watch) -> None:
    tide, storm = (
        watch.archive.number("SELECT id FROM versions WHERE number = ?", (number,))
        for number in (2, 4)
    )
    retract_version(watch, tide, reason="another page")
    assert _ever(watch.archive, "tide") == [3]
    retract_version(watch, storm, reason="another page")  # so the sea is calm again
    assert _ever(watch.archive, "sea") == [1]
    list(index_past(watch.archive))
    assert _indexed(watch.archive) == [3]
    assert structure_faults(watch.archive) == []


async def _chored(watch: Watch) -> None:
    async with open_network(watch) as network:
        await do_due_chores(watch, network, (INDEX,))


def test_the_daemon_indexes_what_waits_and_begins_nothing_where_nothing_does(watch: Watch) -> None:
    asyncio.run(_chored(watch))
    assert chore_records(watch.archive) == {}
    with watch.archive.writing():
        empty_past(watch.archive)
    assert (_indexed(watch.archive), _ever(watch.archive, "tide")) == ([], [3, 2])
    asyncio.run(_chored(watch))
    assert chore_records(watch.archive)["index"].last_error is None
    assert _indexed(watch.archive) == [1, 2, 3]


def _as_earlier(database: Path, more: str = "") -> None:
    """Take out what the index of past versions brought."""
    conn = sqlite3.connect(database)
    conn.executescript(_EARLIER + more)
    conn.close()


def test_an_archive_of_an_earlier_program_is_indexed_when_it_is_opened(database: Path) -> None:
    _as_earlier(database)
    with open_for_reading(database) as archive:
        assert waiting_versions(archive) == 0
        assert _ever(archive, "tide") == [3, 2]
        assert _indexed(archive) == [1, 2, 3]


_MANY = """
INSERT INTO texts SELECT 10000 + value, printf('%064d', value), 2, 'old word' || value FROM {series};
INSERT INTO versions (id, page_id, number, state_sha256, text_id, comparable_sha256, metadata_sha256,
    links_sha256, media_type, extractor, capture_id, first_seen_at)
  SELECT 10000 + value, 1, 10000 + value, value, 10000 + value, '', '', '', 'text/html', '1', 1,
    strftime('%Y-%m-%dT%H:%M:%SZ', 1500000000 + value, 'unixepoch') FROM {series};
"""
_SERIES = (
    "(WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < {})"
    " SELECT value FROM n)"
)


def _many(count: int) -> str:
    """SQL that makes so many past versions of the page."""
    return _MANY.format(series=_SERIES.format(count))


def test_indexing_that_is_cancelled_goes_on_the_next_time(watch: Watch) -> None:
    watch.archive.conn.executescript(_many(60))
    watch.archive.conn.execute("UPDATE texts SET words = 1000000")  # one in a piece

    async def cancelled() -> None:
        indexing = asyncio.ensure_future(index_aside(watch.archive.path))
        await asyncio.sleep(0.01)
        indexing.cancel()
        await asyncio.gather(indexing, return_exceptions=True)

    asyncio.run(cancelled())
    left = waiting_versions(watch.archive)
    assert 0 < left < 60
    assert sum(index_past(watch.archive)) == left
    assert _indexed(watch.archive) == [1, 2, 3]


def test_of_a_large_one_what_is_not_indexed_yet_is_found_meanwhile(database: Path) -> None:
    _as_earlier(database, _many(2100))
    with open_for_reading(database) as archive:
        waiting = waiting_versions(archive)
        assert waiting == 2100 + 3 - 2000
        assert [_ever(archive, f"word{number}")[0] for number in (1, 2000, 2100)] == [
            10001, 12000, 12100,
        ]  # fmt: skip
        latest = _ever(archive, "old")
        assert latest == list(range(12100, 12050, -1))
    program = Program(database.parent)
    assert program.run("reindex").out == f"{waiting} past versions indexed\n"
    with open_for_reading(database) as archive:
        assert waiting_versions(archive) == 0
        assert _ever(archive, "old") == latest


def test_a_damaged_index_is_named_with_its_remedy_and_made_anew(database: Path) -> None:
    with open_archive(database) as archive:
        for index in ("past_fts", "transcripts_fts"):
            archive.conn.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")
    program = Program(database.parent)
    told = program.run("verify")
    assert told.code == 4
    assert told.err.count("`archive-watch reindex --anew` makes it again") == 2
    assert program.run("reindex", "--anew").out == "3 past versions indexed\n"
    assert program.run("verify").code == 0
    with open_for_reading(database) as archive:
        assert _ever(archive, "tide") == [3, 2]
        assert _ever(archive, "storm") == [4]


def test_a_copy_that_nobody_can_write_answers_what_is_not_indexed(database: Path) -> None:
    with open_archive(database) as archive, archive.writing():
        empty_past(archive)
    database.chmod(0o444)
    with open_for_reading(database) as archive:
        assert _ever(archive, "tide") == [3, 2]


def test_indexing_that_fails_again_and_again_is_told(watch: Watch) -> None:
    for _ in range(3):
        begin_chore(watch.archive, "index", at=watch.now())
        fail_chore(watch.archive, "index", error="no room")
    told = [one for one in tell_health(watch).reasons if "index" in one]
    assert told == ["the chore index failed 3 times in a row: no room"]
