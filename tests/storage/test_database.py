"""Opening the archive, writing to it by turns, and what is said of a file that is none."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archive_watch.errors import (
    ArchiveDamaged,
    ArchiveLocked,
    ArchiveWatchError,
    CallerError,
    NoDatabase,
)
from archive_watch.storage.database import Archive, open_archive, open_for_reading
from archive_watch.storage.gate import WriteGate

_COUNT = "SELECT count(*) FROM sites"


def _new(path: Path) -> Path:
    open_archive(path, create=True).close()
    return path


def _add_site(archive: Archive, host: str) -> None:
    with archive.writing() as conn:
        conn.execute("INSERT INTO sites (host, added_at) VALUES (?, '2020')", (host,))


def _add_site_and_fail(archive: Archive) -> None:
    with archive.writing() as conn:
        conn.execute("INSERT INTO sites (host, added_at) VALUES ('a.example', '2020')")
        raise RuntimeError


def _add_alias_of_no_page(archive: Archive) -> None:
    with archive.writing() as conn:
        conn.execute("PRAGMA defer_foreign_keys = ON")
        conn.execute("INSERT INTO page_aliases VALUES ('key', 7, 'url', '2020')")


def _openers(path: Path) -> list[ArchiveWatchError]:
    """What opening says, for writing, for reading and for making one."""
    said = []
    for opens in (open_archive, open_for_reading, lambda p: open_archive(p, create=True)):
        with pytest.raises(ArchiveWatchError) as raised:
            opens(path).close()
        said.append(raised.value)
    return said


def test_who_looks_at_an_open_archive_again_takes_no_lock_from_it(tmp_path: Path) -> None:
    path, log = tmp_path / "archive.db", tmp_path / "archive.db-wal"
    another = (
        f"import sqlite3; c = sqlite3.connect({str(path)!r}); c.execute({_COUNT!r}); c.close()"
    )
    with open_archive(path, create=True) as archive:
        _add_site(archive, "a.example")
        written_to = log.stat().st_ino
        open_for_reading(path).close()  # as /readyz does, and a chore in a thread
        open_archive(path).close()
        subprocess.run([sys.executable, "-c", another], check=True)
        assert log.exists(), "another program threw away the log that is written to"
        assert log.stat().st_ino == written_to
        _add_site(archive, "b.example")
        with open_for_reading(path) as read:
            assert read.number(_COUNT) == 2


def test_rows_that_nobody_wants_to_the_end_outlive_the_archive_without_a_word(
    tmp_path: Path,
) -> None:
    with open_archive(_new(tmp_path / "archive.db")) as archive:
        rows = iter(archive.each("SELECT value FROM json_each('[1, 2, 3]')"))
        assert next(rows)[0] == 1
    rows.close()  # type: ignore[attr-defined]  # a generator is closed like this when it is dropped


def test_a_new_archive_is_strict_durable_and_named(tmp_path: Path) -> None:
    with open_archive(tmp_path / "made" / "archive.db", create=True) as archive:
        assert archive.row("PRAGMA journal_mode")[0] == "wal"  # type: ignore[index]
        assert archive.number("PRAGMA synchronous") == 2
        assert archive.number("PRAGMA foreign_keys") == 1
        loose = archive.rows(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
            " AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name <> '_sqlite_migrations'"
        )
        assert [row["name"] for row in loose] == []


def test_the_views_have_the_columns_that_were_promised_in_their_order(tmp_path: Path) -> None:
    promised = {
        "pages_now": "page_id url host title state state_since versions last_checked_at"
        " last_changed_at next_check_at tags",
        "current_transcripts": "rowid version_id page_id url host title doctype speaker role place"
        " published_on version words text first_seen_at last_seen_at",
        "past_transcripts": "rowid version_id page_id url host title doctype speaker role place"
        " published_on version words text first_seen_at",
        "page_history": "page_id url version version_id first_seen_at last_seen_at checks words"
        " text_sha256",
        "spoken_turns": "version_id url position speaker kind text published_on is_current",
        "transcript_blocks": "version_id url position kind level text is_current",
        "recent_changes": "change_id page_id url host title kind severity flags cluster not_before"
        " not_after observed_at detected_at source from_version to_version words_added"
        " words_removed summary verdict pages reviewed importance labels marked_by marked_at why",
        "removed_text": "rowid change_id url speaker removed added not_before not_after",
        "broken_links": "link_id url state reason status failing_since last_ok_at found_on_url"
        " found_on_title link_text area suggestion_url suggestion_kind suggestion_verified_at host context"
        " found_on_version first_seen_at checks target",
        "check_log": "fetch_id url started_at source outcome reason status elapsed_ms final_url"
        " capture_sha256 run_id checks until asked_by",
        "open_incidents": "incident_id kind host url opened_at last_seen_at occurrences detail change_id",
        "run_health": "run_id trigger kind started_at finished_at outcome checked changed failed",
    }
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        for view, columns in promised.items():
            cursor = archive.conn.execute(f"SELECT * FROM {view}")
            assert [column[0] for column in cursor.description] == columns.split(), view


def test_there_is_no_archive_where_there_is_no_file_or_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    for path in (tmp_path / "none.db", tmp_path / "empty.db"):
        for opens in (open_archive, open_for_reading):
            with pytest.raises(NoDatabase, match="there is no archive"):
                opens(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["empty.db"]
    _new(tmp_path / "empty.db")


def test_a_file_of_another_kind_is_left_alone_and_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database", encoding="utf-8")
    foreign = sqlite3.connect(tmp_path / "foreign.db")
    foreign.execute("CREATE TABLE pages (id INTEGER PRIMARY KEY)")
    foreign.commit()
    foreign.close()
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for said in (*_openers(tmp_path / "notes.txt"), *_openers(tmp_path / "foreign.db")):
        assert isinstance(said, NoDatabase)
        assert said.exit_code == 2
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


def test_a_foreign_database_with_a_log_beside_it_is_known_too(tmp_path: Path) -> None:
    foreign = sqlite3.connect(tmp_path / "foreign.db")
    foreign.execute("PRAGMA journal_mode = WAL")
    foreign.execute("CREATE TABLE pages (id INTEGER PRIMARY KEY)")
    foreign.commit()
    assert (tmp_path / "foreign.db-wal").exists()
    assert [said.exit_code for said in _openers(tmp_path / "foreign.db")] == [2, 2, 2]
    foreign.close()


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    assert [said.exit_code for said in _openers(tmp_path)] == [2, 2, 2]


def test_an_archive_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = _new(tmp_path / "archive.db")
    with open_archive(path) as archive, archive.writing() as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('archive-watch', '0999_of_tomorrow', '2030')"
        )
    for said in _openers(path):
        assert isinstance(said, NoDatabase)
        assert "0999_of_tomorrow" in said.message
        assert "upgrade" in str(said)


def test_a_database_with_damaged_pages_is_damaged(tmp_path: Path) -> None:
    path = _new(tmp_path / "archive.db")
    whole = bytearray(path.read_bytes())
    whole[100:4096] = b"\xa5" * (4096 - 100)
    path.write_bytes(whole)
    for opens in (open_archive, open_for_reading):
        with pytest.raises(ArchiveDamaged) as raised:
            opens(path)
        assert raised.value.exit_code == 4


def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        with pytest.raises(RuntimeError):
            _add_site_and_fail(archive)
        _add_site(archive, "b.example")
        assert [row["host"] for row in archive.rows("SELECT host FROM sites")] == ["b.example"]


def test_a_commit_that_fails_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        with pytest.raises(sqlite3.IntegrityError):
            _add_alias_of_no_page(archive)
        _add_site(archive, "b.example")
        assert archive.number("SELECT count(*) FROM page_aliases") == 0


def test_a_text_that_does_not_decode_is_damage(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        with archive.writing() as conn:
            conn.execute(
                "INSERT INTO sites (host, added_at) VALUES (CAST(X'ff80' AS TEXT), '2020')"
            )
        with pytest.raises(ArchiveDamaged):
            archive.rows("SELECT host FROM sites")


def test_a_question_that_no_row_can_answer_is_the_callers_mistake(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", create=True) as archive:
        for value in ("\udcff", 10**30):
            with pytest.raises(CallerError):
                archive.row("SELECT 1 WHERE 1 = ?", (value,))


def test_a_snapshot_is_of_one_moment(tmp_path: Path) -> None:
    path = _new(tmp_path / "archive.db")
    with open_for_reading(path) as reader, open_archive(path) as writer:
        with reader.snapshot():
            before = reader.number("SELECT count(*) FROM sites")
            _add_site(writer, "a.example")
            assert reader.number("SELECT count(*) FROM sites") == before == 0
        assert reader.number("SELECT count(*) FROM sites") == 1


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with open_for_reading(_new(tmp_path / "archive.db")) as archive:
        with pytest.raises(CallerError), archive.writing():
            pass
        with pytest.raises(sqlite3.OperationalError):
            archive.conn.execute("DELETE FROM sites")


def test_who_waits_past_the_limit_is_told_that_the_archive_is_locked(tmp_path: Path) -> None:
    path = _new(tmp_path / "archive.db")
    holder, waiter = (WriteGate(path, wait_seconds=seconds) for seconds in (5, 0.05))
    with holder.held():
        with pytest.raises(ArchiveLocked) as raised, waiter.held():
            pass
        assert raised.value.exit_code == 4
    with waiter.held(), waiter.held():
        pass
    holder.close()
    waiter.close()


def test_who_writes_without_pause_lets_others_through(tmp_path: Path) -> None:
    path = _new(tmp_path / "archive.db")
    busy, other = (WriteGate(path, wait_seconds=20) for _ in range(2))
    passed = threading.Event()

    def wait_once() -> None:
        with other.held():
            passed.set()

    waiter = threading.Thread(target=wait_once)
    rounds = 0
    came = threading.Event()
    other.while_waiting = lambda _: came.set()
    with busy.held():
        waiter.start()
        assert came.wait(60)
    while not passed.is_set() and rounds < 2_000:
        rounds += 1
        with busy.held():
            time.sleep(0.002)
    waiter.join()
    assert rounds < 100
    busy.close()
    other.close()


def test_a_lock_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    path = _new(tmp_path / "archive.db")
    gate = tmp_path / "archive.db.gate"
    gate.unlink()
    gate.mkdir()
    with pytest.raises(CallerError, match="lock file"):
        open_archive(path)


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, which only root can")
def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from archive_watch.storage.database import open_archive\n"
        "from archive_watch.errors import CallerError\n"
        "os.setuid(65534)\n"
        "try: open_archive(Path(sys.argv[1]), create=True)\n"
        "except CallerError as error: print(error.exit_code, error)\n"
    )
    _new(tmp_path / "archive.db")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    for target in ("archive.db", "new.db", "new/archive.db"):
        ran = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / target)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ran.stdout.startswith("2 cannot "), (target, ran)


def test_two_processes_that_make_the_archive_at_once_both_succeed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from archive_watch.storage.database import open_archive\n"
        "open_archive(Path(sys.argv[1]), create=True).close()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "archive.db")]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
