"""A watch whose log cannot be written: its reader has gone, or its disk is full."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from daemon.running import command, has, rows, wait_until
from daemon.test_run import PAGE, watched
from servers import PageServer


@pytest.mark.parametrize("log", ["reader gone", "disk full"])
def test_a_log_that_cannot_be_written_does_not_end_the_watch(tmp_path: Path, log: str) -> None:
    reads, writes = os.pipe()
    stderr = writes if log == "reader gone" else os.open("/dev/full", os.O_WRONLY)
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        given = command(tmp_path, "run", config=watched(f"{server.url}/a/", every="1s"))
        with subprocess.Popen(given, stderr=stderr) as process:
            os.close(writes)
            os.close(reads)
            wait_until(lambda: server.paths().count("/a/") >= 3 or process.poll() is not None)
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM fetches"))
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=180) == 0
    assert rows(tmp_path, "SELECT 1 FROM daemon WHERE stopped_at IS NOT NULL")
    if stderr != writes:
        os.close(stderr)
