"""``run`` that is started on a full disk: a real process, whose files may not grow for a while."""

from __future__ import annotations

import resource
import signal
from pathlib import Path

import pytest

from daemon.running import CONFIG, has, running, stopped, wait_until
from daemon.test_first_orders import held_up, is_held_up
from daemon.test_orders import Listening

_FULL = CONFIG.replace("[daemon]", "[daemon]\nmin_free_mb = 1e12")
_ENDLESS = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def _fill(process_id: int) -> None:
    resource.prlimit(process_id, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def test_a_start_on_a_full_disk_waits_for_room_and_asks_its_manager_for_time(
    tmp_path: Path,
) -> None:
    manager = Listening(tmp_path / "notify")
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    with running(tmp_path, "run", config=_FULL, env=env) as process:
        with held_up(tmp_path):
            wait_until(lambda: is_held_up(tmp_path))
            _fill(process.pid)
        wait_until(lambda: manager.has("EXTEND_TIMEOUT_USEC="))
        assert not manager.has("READY=1")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, _ENDLESS)
        wait_until(lambda: has(tmp_path, "SELECT 1 FROM daemon"))
        code, log = stopped(process, signal.SIGTERM)
    manager.close()
    assert code == 0, log
    assert "the watch begins when there is room on the archive's disk" in str(log)


def test_a_start_that_waits_for_room_can_be_told_to_stop(tmp_path: Path) -> None:
    with running(tmp_path, "run", config=_FULL) as process:
        with held_up(tmp_path):
            wait_until(lambda: is_held_up(tmp_path))
            _fill(process.pid)
        assert process.stderr is not None
        assert "when there is room" in process.stderr.readline()
        code, log = stopped(process, signal.SIGTERM)
    assert (code, log[-1]["event"]) == (0, "stopped")
    assert all("when there is room" in event["event"] for event in log[:-1])  # (more than once)


@pytest.mark.parametrize("how", ["run", "run --once"])
def test_what_is_not_for_want_of_room_is_told_at_once(tmp_path: Path, how: str) -> None:
    """Where the disk has room, and for one round that somebody waits for."""
    config = _FULL if how.endswith("--once") else CONFIG
    with running(tmp_path, *how.split(), config=config) as process:
        with held_up(tmp_path):
            wait_until(lambda: is_held_up(tmp_path))
            _fill(process.pid)
        _, log = process.communicate(timeout=180)
    assert process.returncode == 4, log
