"""A daemon that rereads its configuration brings the histories in line with it, beside its checks."""

from __future__ import annotations

import signal
from pathlib import Path

from daemon.running import CONFIG, command, has, run, running, stopped, wait_until
from daemon.test_run import PAGE
from servers import PageServer

_REMOVED = "SELECT 1 FROM pages WHERE state = 'removed'"
_SUSPECT = "SELECT 1 FROM pages WHERE state = 'suspect'"
_IN_LINE = "SELECT 1 FROM history_rule WHERE confirm_removed_checks = {} AND worked_out_to IS NULL"


def _config(confirm: int) -> str:
    return f"{CONFIG}[pages]\nconfirm_removed_checks = {confirm}\n"


def test_histories_follow_the_configuration_of_a_daemon_that_rereads_it(tmp_path: Path) -> None:
    with PageServer() as server:
        url = f"{server.url}/a/"
        server.page("/a/", PAGE.format(1))
        run(tmp_path, "fetch", url)
        server.routes.clear()
        run(tmp_path, "fetch", url, url)
        run(tmp_path, "fetch", url)
        assert has(tmp_path, _REMOVED)
        with running(tmp_path, "run", config=_config(4)) as process:
            wait_until(lambda: has(tmp_path, _IN_LINE.format(4)) and has(tmp_path, _SUSPECT))
            command(tmp_path, config=_config(1))
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: has(tmp_path, _IN_LINE.format(1)) and has(tmp_path, _REMOVED))
            code, log = stopped(process, signal.SIGTERM)
        assert code == 0, log
        assert run(tmp_path, "run", "--once", config=_config(4)).returncode == 0
        assert has(tmp_path, _IN_LINE.format(4))
    assert run(tmp_path, "verify", config=_config(4)).returncode == 0
