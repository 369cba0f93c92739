"""Signals that reach ``run`` while it still starts: a real process, held up by a writer's lock."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from daemon.running import CONFIG, command, has, running, stopped, stopped_at_once, wait_until
from daemon.test_run import PAGE, watched
from servers import PageServer


@contextmanager
def held_up(folder: Path) -> Iterator[None]:
    """Nobody opens the archive for writing in the block."""
    gate = os.open(folder / "archive.db.gate", os.O_CREAT | os.O_RDWR)
    fcntl.flock(gate, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(gate)


def is_held_up(folder: Path) -> bool:
    """Whether a process that is to write waits."""
    return (folder / "archive.db.turn.gate").exists()


def test_a_start_is_not_ended_by_a_hangup_but_rereads_once_it_watches(tmp_path: Path) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        with held_up(tmp_path):
            waiting = running(tmp_path, "run")
            process = waiting.__enter__()
            wait_until(lambda: is_held_up(tmp_path))
            command(tmp_path, config=watched(f"{server.url}/a/"))
            process.send_signal(signal.SIGHUP)
        try:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM fetches"))
            code, log = stopped(process, signal.SIGTERM)
        finally:
            waiting.__exit__(None, None, None)
    assert code == 0, log


@pytest.mark.parametrize("how", [("run",), ("run", "--once")], ids=["run", "once"])
def test_a_start_that_is_told_to_stop_ends_well_and_asks_nothing(
    tmp_path: Path, how: tuple[str, ...]
) -> None:
    with PageServer() as server:
        with held_up(tmp_path):
            waiting = running(tmp_path, *how, config=watched(f"{server.url}/a/"))
            process = waiting.__enter__()
            wait_until(lambda: is_held_up(tmp_path))
            process.send_signal(signal.SIGTERM)
        try:
            code, log = stopped(process)
        finally:
            waiting.__exit__(None, None, None)
        assert server.paths() == []
    assert (code, log[-1]["event"]) == (0, "stopped")


def test_a_start_that_is_told_to_stop_twice_ends_at_once(tmp_path: Path) -> None:
    with held_up(tmp_path), running(tmp_path, "run", config=CONFIG) as process:
        wait_until(lambda: is_held_up(tmp_path))
        code = stopped_at_once(process)
    assert code == 130
