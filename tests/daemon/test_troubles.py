"""What a daemon does when its disk is full, or its archive is locked, write-protected or taken away."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import threading
from pathlib import Path

import pytest

from archive_watch.daemon.troubles import Troubles
from archive_watch.errors import ArchiveError, ArchiveLocked
from archive_watch.storage.upkeep import file_identity
from daemon.running import CONFIG, command, events, has, rows, run, running, stopped, wait_until
from daemon.test_health import asked
from daemon.test_run import PAGE, watched
from ports import kept_port
from servers import Answer, PageServer


def test_without_room_nothing_is_asked_and_with_room_again_it_is(tmp_path: Path) -> None:
    full = CONFIG.replace("[daemon]", "[daemon]\nmin_free_mb = 1e12")
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        pages = watched(f"{server.url}/a/").removeprefix(CONFIG)
        with running(tmp_path, "run", config=full + pages) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM daemon WHERE trouble IS NOT NULL"))
            assert server.paths() == []
            command(tmp_path, config=CONFIG + pages)
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: "/a/" in server.paths())
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM daemon WHERE trouble IS NULL"))
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
    told = [event["trouble"] for event in log if "trouble" in event]
    assert len(told) == 1
    assert "min_free_mb" in told[0]


def test_a_disk_that_is_full_pauses_the_watch_and_room_lets_it_go_on_with_nothing_half_done(
    tmp_path: Path,
) -> None:
    with PageServer() as server, kept_port() as port:
        for number in range(40):
            filler = os.urandom(60_000).hex()
            server.page(f"/{number}/", f"{PAGE.format(number)}<!-- {filler} -->")
        fifth, is_full = server.routes["/4/"], threading.Event()
        assert isinstance(fifth, Answer)
        server.routes["/4/"] = lambda _: fifth if is_full.wait(60) else Answer(status=500)
        urls = [f"{server.url}/{number}/" for number in range(40)]
        config = watched(*urls).replace('listen = ""', f'listen = "127.0.0.1:{port}"')
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: "/4/" in server.paths())
            most = (tmp_path / "archive.db-wal").stat().st_size + 400_000
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
            is_full.set()
            wait_until(lambda: _trouble(port) not in {None, "starting"})
            kept = len(rows(tmp_path, "SELECT 1 FROM fetches"))
            assert 0 < kept < 40
            endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, endless)
            wait_until(lambda: len(rows(tmp_path, "SELECT 1 FROM fetches")) == 40)
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
    assert "the archive can be written again" in [event["event"] for event in log]
    assert rows(tmp_path, "SELECT 1 FROM pages WHERE last_checked_at IS NULL") == []
    assert run(tmp_path, "verify").returncode == 0


def _trouble(port: int) -> object:
    """Why the watch is not ready, as it tells whoever asks; None: it is, or nobody answers."""
    status, body = asked(port, "/readyz")
    return json.loads(body)["reason"] if status else None


def test_a_watch_that_finds_its_archive_locked_waits_and_goes_on(tmp_path: Path) -> None:
    clock = [0.0]
    troubles = Troubles(tmp_path / "archive.db", monotonic=lambda: clock[0])
    troubles.met(ArchiveLocked("planted"))
    assert (troubles.may_ask, troubles.told) == (True, "planted")
    assert _rests(troubles, clock) == [5, 10, 20, 40, 60, 60]
    troubles.well()
    assert troubles.told is None


def _rests(troubles: Troubles, clock: list[float]) -> list[float]:
    """How long it rests after each of six errors that are no lock."""
    rests = []
    for _ in range(6):
        troubles.met(ArchiveError("planted"))
        began = clock[0]
        while not troubles.may_ask:
            clock[0] += 1
        rests.append(clock[0] - began)
    return rests


def test_an_archive_that_is_taken_away_ends_the_watch_and_no_other_is_begun_in_its_place(
    tmp_path: Path,
) -> None:
    away = tmp_path / "elsewhere.db"
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        config = watched(f"{server.url}/a/")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM fetches"))
            (tmp_path / "archive.db").rename(away)
            _, log = process.communicate(timeout=180)
        again = run(tmp_path, "run", "--once", config=config)
        assert (process.returncode, again.returncode) == (4, 2)
        assert "was moved, removed or replaced" in log
        assert "taken away" in again.stderr
        assert not (tmp_path / "archive.db").exists()
        with sqlite3.connect(away) as moved:
            assert moved.execute("SELECT count(*) FROM fetches").fetchone() == (1,)
        away.rename(tmp_path / "archive.db")
        assert run(tmp_path, "run", "--once", config=config).returncode == 0


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_a_log_that_is_taken_away_ends_the_watch_and_what_was_in_it_is_kept(
    tmp_path: Path, suffix: str
) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        config = watched(f"{server.url}/a/", every="1s")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: server.paths().count("/a/") >= 3)
            (tmp_path / f"archive.db{suffix}").unlink()
            _, log = process.communicate(timeout=180)
    assert (process.returncode, "was removed or replaced" in log) == (4, True), log
    checked = [event for event in events(log) if event["event"] == "checked"]
    assert len(rows(tmp_path, "SELECT 1 FROM check_log")) == len(checked) >= 2
    assert run(tmp_path, "verify").returncode == 0


def test_an_archive_that_another_stands_in_for_is_not_written_to(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert run(other, "add", "https://a.example/").returncode == 0
    with PageServer() as server:
        server.routes["/a/"] = Answer(body=PAGE.format(1))
        with running(tmp_path, "run", config=watched(f"{server.url}/a/", every="1s")) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM fetches"))
            (other / "archive.db").replace(tmp_path / "archive.db")
            process.communicate(timeout=180)
    assert process.returncode == 4
    assert [row["url"] for row in rows(tmp_path, "SELECT url FROM pages")] == ["https://a.example/"]


def test_a_path_that_cannot_be_looked_at_is_not_taken_for_one_where_nothing_is(
    tmp_path: Path,
) -> None:
    assert file_identity(tmp_path / "none.db") is None
    with pytest.raises(OSError, match="too long"):  # as one in a folder without permission is
        file_identity(tmp_path / ("a" * 300))
