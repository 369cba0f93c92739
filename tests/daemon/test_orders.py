"""What the daemon is told by signals, and what it tells its service manager: a real process, real
signals, a real socket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from archive_watch.daemon.systemd import Systemd
from daemon.running import CONFIG, command, rows, running, stopped, wait_until
from daemon.test_run import PAGE, watched
from faults import hangs, says, with_length
from servers import Answer, PageServer, RawServer, Request, Script


class Listening:
    """The service manager's end of the socket."""

    def __init__(self, address: str | Path) -> None:
        self.heard: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))
        self._socket.settimeout(0.05)

    def has(self, word: str, *, times: int = 1) -> bool:
        try:
            while True:
                self.heard.append(self._socket.recv(4096).decode())
        except TimeoutError:
            pass
        return sum(word in told for told in self.heard) >= times

    def close(self) -> None:
        self._socket.close()


def test_a_service_manager_hears_when_it_is_ready_rereads_lives_and_stops(tmp_path: Path) -> None:
    manager = Listening(tmp_path / "notify")
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "60000000"}
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        server.page("/b/", PAGE.format(2))
        config = watched(f"{server.url}/a/")
        with running(tmp_path, "run", config=config, env=env) as process:
            wait_until(lambda: manager.has("READY=1"))
            assert "/a/" in server.paths(), "ready once the first tick ran"
            wait_until(lambda: manager.has("WATCHDOG=1"))
            assert manager.has("STATUS=watching")

            _write(tmp_path, config + "[schedule]\nworkers = 0\n[fetch]\nodd = 1\n")
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: manager.has("RELOADING=1\nMONOTONIC_USEC="))
            wait_until(lambda: manager.has("READY=1", times=2))

            _write(tmp_path, watched(f"{server.url}/a/", f"{server.url}/b/", every="1s"))
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: "/b/" in server.paths())
            wait_until(lambda: manager.has("READY=1", times=3))
            assert len(rows(tmp_path, "SELECT 1 FROM daemon WHERE stopped_at IS NULL")) == 1
            code, log = stopped(process, signal.SIGTERM)
            assert manager.has("STOPPING=1")
    manager.close()
    assert code == 0, log
    faults = [event["fault"] for event in log if "fault" in event]
    assert [fault.partition(":")[0] for fault in faults] == ["it is not TOML"]
    assert "the configuration was read anew" in [event["event"] for event in log]
    assert len(rows(tmp_path, "SELECT 1 FROM daemon WHERE stopped_at IS NOT NULL")) == 1


def _write(folder: Path, config: str) -> None:
    command(folder, config=config)


def test_every_fault_of_a_new_configuration_is_told_and_the_old_one_stays_whole(
    tmp_path: Path,
) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        config = watched(f"{server.url}/a/", every="1s")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: "/a/" in server.paths())
            bad = config.replace("tick_seconds = 0.2", "tick_seconds = 0\nodd = 1")
            _write(tmp_path, bad.replace("[links]", "[links]\nenabled = 5"))
            process.send_signal(signal.SIGHUP)
            seen = server.paths().count("/a/")
            wait_until(lambda: server.paths().count("/a/") >= seen + 2)
            moved = config.replace('listen = ""', 'listen = "127.0.0.1:1"')
            _write(tmp_path, moved)
            process.send_signal(signal.SIGHUP)
            seen = server.paths().count("/a/")
            wait_until(lambda: server.paths().count("/a/") >= seen + 2)
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
    faults = sorted(event["fault"].partition(":")[0] for event in log if "fault" in event)
    assert faults == ["[links] enabled", "[schedule] odd", "[schedule] tick_seconds"]
    assert [event["option"] for event in log if "option" in event] == ["[daemon] listen"]


def test_a_request_that_was_sent_is_waited_for_when_it_is_to_stop_and_nothing_new_is_begun(
    tmp_path: Path,
) -> None:
    config = CONFIG.replace("grace_seconds = 1", "grace_seconds = 60")
    manager, is_told = Listening(tmp_path / "notify"), threading.Event()
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify")}

    def slow_answer(_: Request) -> Answer:
        is_told.wait(60)
        return Answer(body=PAGE.format(1))

    with PageServer() as slow:
        slow.routes["/slow/"] = slow_answer
        tables = watched(f"{slow.url}/slow/", f"{slow.url}/next/").removeprefix(CONFIG)
        with running(tmp_path, "run", config=config + tables, env=env) as process:
            wait_until(lambda: "/slow/" in slow.paths())
            process.send_signal(signal.SIGTERM)
            wait_until(lambda: manager.has("STOPPING=1"))
            is_told.set()
            code, log = stopped(process)
        assert "/next/" not in slow.paths()
    manager.close()
    assert code == 0, log
    assert not (tmp_path / "archive.db-wal").exists(), "the log was taken into the file"
    outcomes = rows(tmp_path, "SELECT outcome FROM check_log")
    assert [row["outcome"] for row in outcomes] == ["new"]
    assert rows(tmp_path, "SELECT 1 FROM pages WHERE lease_owner IS NOT NULL") == []


def test_a_new_configuration_waits_for_what_is_under_way_no_longer_than_the_grace(
    tmp_path: Path,
) -> None:
    scripts: dict[str | None, Script] = {
        "/robots.txt": says(with_length(b"", status=b"404 No")),
        "/a/": hangs(),
    }
    with RawServer(scripts) as server, PageServer() as other:
        other.page("/b/", PAGE.format(1))
        with running(tmp_path, "run", config=watched(f"{server.url}/a/")) as process:
            wait_until(lambda: any(b"/a/" in head for head in server.heads))
            near = f"http://localhost:{other.port}/b/"  # another host, beside the one that hangs
            _write(tmp_path, watched(f"{server.url}/a/", near))
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: "/b/" in other.paths())
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log


def test_an_abstract_socket_is_spoken_to_and_one_that_is_gone_is_no_matter() -> None:
    address = f"archive-watch-{os.getpid()}-{id(object())}"
    manager = Listening("\0" + address)
    told = Systemd({"NOTIFY_SOCKET": f"@{address}", "WATCHDOG_USEC": "1000"}, pid=7)
    told.ready()
    told.status("one\nline \x1b[31m")
    told.status("one\nline \x1b[31m")
    told.alive()
    told.alive()
    assert manager.has("WATCHDOG=1")
    assert manager.heard == ["READY=1", "STATUS=one line \\u{1b}[31m", "WATCHDOG=1"]
    manager.close()
    told.ready()
    Systemd({"NOTIFY_SOCKET": "/nowhere/at/all"}).ready()
    Systemd({}).ready()


def test_a_reload_is_over_for_a_service_manager_when_the_new_configuration_is_in_force() -> None:
    address = f"archive-watch-{os.getpid()}-{id(object())}"
    manager = Listening("\0" + address)
    told = Systemd({"NOTIFY_SOCKET": f"@{address}"})
    told.reloading()
    told.ready()  # the first tick by the old configuration, while the new one is read
    assert not manager.has("READY=1")
    told.has_reread()
    told.ready()
    assert manager.has("READY=1")
    manager.close()


@pytest.mark.parametrize(
    "environ",
    [{}, {"WATCHDOG_USEC": "1000", "WATCHDOG_PID": "8"}, {"WATCHDOG_USEC": "soon"}],
    ids=["none", "another's", "no number"],
)
def test_a_watchdog_that_is_not_for_this_process_is_not_fed(environ: dict[str, str]) -> None:
    address = f"archive-watch-{os.getpid()}-{id(environ)}"
    manager = Listening("\0" + address)
    Systemd({"NOTIFY_SOCKET": f"@{address}", **environ}, pid=7).alive()
    assert not manager.has("WATCHDOG")
    manager.close()


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    unit = Path(__file__).resolve().parents[2] / "config/systemd/archive-watch.service"
    text = unit.read_text(encoding="utf-8")
    for line in (
        "Type=notify",
        "WatchdogSec=60",
        "ExecReload=/bin/kill -HUP $MAINPID",
        "TimeoutStopSec=45",
    ):
        assert line in text.splitlines()
    try:
        version = subprocess.run(["systemd-analyze", "--version"], capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("systemd-analyze is not here")
    assert version.stdout.startswith(b"systemd ")
    checked = tmp_path / "archive-watch.service"
    checked.write_text(text.replace("/usr/local/bin/archive-watch", "/bin/true"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(checked)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
