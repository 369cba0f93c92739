"""The dead man's ping of a watch that has just begun, and of one that is run by a timer."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from daemon.running import rows, run, running, stopped, wait_until
from daemon.test_run import PAGE, watched
from servers import Answer, PageServer


@pytest.mark.parametrize("how", [("run",), ("run", "--once")], ids=["run", "once"])
def test_a_watch_that_has_just_begun_is_heard_once_it_has_made_progress(
    tmp_path: Path, how: tuple[str, ...]
) -> None:
    with PageServer() as server:
        server.page("/a/", PAGE.format(1))
        server.routes["/alive"] = Answer(body="thanks")
        ping = f'[daemon]\nping = "{server.url}/alive"\nping_every = "1h"'
        config = watched(f"{server.url}/a/").replace("[daemon]", ping)
        if "--once" in how:
            assert run(tmp_path, *how, config=config).returncode == 0
        else:
            with running(tmp_path, *how, config=config) as process:
                wait_until(lambda: "/alive" in server.paths())
                code, log = stopped(process, signal.SIGTERM)
            assert code == 0, log
            assert [event for event in log if event["level"] == "error"] == []
    assert server.paths().index("/a/") < server.paths().index("/alive")
    assert rows(tmp_path, "SELECT failures FROM chores WHERE name = 'ping'") == [{"failures": 0}]
