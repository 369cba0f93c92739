"""A daemon that waits: for another writer of its archive, for a chore that takes long."""

from __future__ import annotations

import fcntl
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.storage.gate import WriteGate
from daemon.running import (
    CONFIG,
    command,
    has,
    rows,
    running,
    stopped,
    stopped_at_once,
    wait_until,
)
from daemon.test_health import LISTENING, asked
from daemon.test_orders import Listening
from daemon.test_run import PAGE, watched
from faults import hangs
from ports import kept_port
from servers import PageServer, RawServer


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another process's hold on the archive's gate, as seen from the daemon."""
    with (folder / "archive.db.gate").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def test_who_waits_for_the_gate_gives_signs_of_life_meanwhile(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "archive.db", wait_seconds=60)
    waited: list[float] = []
    with (tmp_path / "archive.db.gate").open("a") as theirs:

        def waits(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 3:
                fcntl.flock(theirs, fcntl.LOCK_UN)

        gate.while_waiting = waits
        with gate.held():
            assert waited == []
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with gate.held():
            assert len(waited) == 3
    gate.close()
    assert waited == sorted(waited)
    assert 0 <= waited[0] < waited[-1]


def test_a_locked_archive_is_told_while_the_watch_lives_and_then_it_goes_on(tmp_path: Path) -> None:
    manager = Listening(tmp_path / "notify")
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "60000000"}
    with PageServer() as server, kept_port() as port:
        server.page("/a/", PAGE.format(1))
        tables = watched(f"{server.url}/a/", every="1s").removeprefix(CONFIG)
        with running(tmp_path, "run", config=LISTENING.format(port) + tables, env=env) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM check_log"))
            with locked(tmp_path):
                wait_until(lambda: "has been writing" in asked(port, "/readyz")[1])
                fed = sum("WATCHDOG=1" in told for told in manager.heard)
                wait_until(lambda: manager.has("WATCHDOG=1", times=fed + 3))
                assert asked(port, "/healthz")[0] == 200
            seen = len(server.paths())
            wait_until(lambda: asked(port, "/readyz")[0] == 200 and len(server.paths()) > seen)
            code, log = stopped(process, signal.SIGTERM)
    manager.close()
    assert code == 0, log
    assert rows(tmp_path, "SELECT 1 FROM pages WHERE failures > 0") == []


def test_a_second_order_to_stop_is_obeyed_at_once_by_a_watch_that_waits(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        with running(tmp_path, "run", config=watched(f"{server.url}/a/", every="1s")) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM check_log"))
            with locked(tmp_path):
                time.sleep(1.5)  # it waits for its next claim by now
                code = stopped_at_once(process)
                assert code == 130, "while the archive is locked still"


def test_a_new_configuration_is_taken_up_once_the_archive_can_be_written_again(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        server.page("/b/", PAGE.format(2))
        with running(tmp_path, "run", config=watched(f"{server.url}/a/")) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM check_log"))
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            command(tmp_path, config=watched(f"{server.url}/a/", f"{server.url}/b/"))
            process.send_signal(signal.SIGHUP)
            time.sleep(3)  # it tries to begin, and cannot
            endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, endless)
            wait_until(lambda: "/b/" in server.paths())
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log


def test_an_order_to_stop_while_a_new_configuration_is_waited_for_is_not_forgotten(
    tmp_path: Path,
) -> None:
    patient = CONFIG.replace("grace_seconds = 1", "grace_seconds = 60")
    manager, is_told = Listening(tmp_path / "notify"), threading.Event()
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify")}

    def hangs_until_told(client: socket.socket, _: bytes) -> None:
        is_told.wait(60)

    with RawServer({"/robots.txt": hangs_until_told}) as server, PageServer() as other:
        other.page("/b/", PAGE.format(2))
        config = watched(f"{server.url}/a/").replace(CONFIG, patient)
        with running(tmp_path, "run", config=config, env=env) as process:
            wait_until(lambda: server.heads)
            command(tmp_path, config=watched(f"{other.url}/b/").replace(CONFIG, patient))
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: manager.has("RELOADING=1"))
            process.send_signal(signal.SIGTERM)
            wait_until(lambda: manager.has("STOPPING=1"))
            is_told.set()
            code, log = stopped(process)
    manager.close()
    assert code == 0, log
    assert other.paths() == []


def test_a_discovery_that_takes_long_keeps_no_copy_waiting(tmp_path: Path) -> None:
    with RawServer({"/robots.txt": hangs()}) as server:
        given = CONFIG + f'[[discover]]\nurl = "{server.url}/"\n[backup]\nfolder = "copies"\n'
        with running(tmp_path, "run", config=given) as process:
            wait_until(lambda: server.heads)
            copied = "SELECT 1 FROM chores WHERE name = 'copy' AND last_ok_at IS NOT NULL"
            wait_until(lambda: has(tmp_path, copied))
            assert len(list((tmp_path / "copies").glob("*.db"))) == 1
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
