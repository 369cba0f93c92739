"""A watch that meets a page which is dear to parse goes on with the others, and stops when told."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from daemon.running import rows, running, stopped, wait_until
from daemon.test_run import PAGE, watched
from servers import PageServer

_DEAR = (
    "<main><p>"
    + "".join(f"<b class=c{n}>" for n in range(90))
    + "</p>"
    + "<p>word</p>" * 5_300
    + "</main>"
)


def test_a_dear_page_holds_up_no_other_and_its_child_ends_with_the_watch(tmp_path: Path) -> None:
    with PageServer() as dear, PageServer() as other:
        dear.page("/dear/", _DEAR)
        other.page("/a/", PAGE.format(1))
        near = f"http://localhost:{other.port}/a/"
        config = watched(f"{dear.url}/dear/", near, every="1s")
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: _children_of(process.pid))
            seen = other.paths().count("/a/")
            wait_until(lambda: other.paths().count("/a/") > seen)
            wait_until(lambda: _children_of(process.pid))
            children = _children_of(process.pid)
            code, log = stopped(process, signal.SIGTERM)
    assert code == 0, log
    assert not [one for one in children if one in _children_of(None)]
    assert rows(tmp_path, "SELECT 1 FROM pages WHERE lease_owner IS NOT NULL") == []


def _children_of(parent: int | None) -> list[int]:
    """The processes that parse, of one parent or of any."""
    listed = subprocess.run(
        ["ps", "-ww", "-A", "-o", "pid=,ppid=,stat=,args="],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return [
        int(line[0])
        for line in lines
        if parent in {None, int(line[1])} and line[2][0] != "Z" and "child_parser" in line[3]
    ]
