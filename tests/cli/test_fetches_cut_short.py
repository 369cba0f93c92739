"""A fetch that ends early leaves the pages that it was told to read first due, not forgotten."""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from cli.program import OWN_NETWORK, Program
from servers import Answer, PageServer, Request

_PAGES = 8
_HANGS_AT = "/3"
_BODY = (
    "<main><h1>Words</h1><p>Words of the harbour, enough of them to be read as a page.</p></main>"
)


def _urls(server: PageServer) -> list[str]:
    return [f"{server.url}/{number}" for number in range(_PAGES)]


def _hanging(server: PageServer) -> threading.Event:
    """The fourth page is answered only once this is set."""
    is_over = threading.Event()

    def answer(request: Request) -> Answer:
        if request.path == _HANGS_AT:
            is_over.wait(120)
        return Answer(body=_BODY)

    server.fallback = answer
    server.routes["/robots.txt"] = Answer(status=404)
    return is_over


@pytest.mark.parametrize(
    "ended_by", [signal.SIGKILL, signal.SIGINT], ids=["by kill -9", "by Ctrl-C"]
)
def test_what_a_fetch_did_not_come_to_is_read_by_the_next(
    tmp_path: Path, ended_by: signal.Signals
) -> None:
    program = Program(tmp_path, OWN_NETWORK + '[schedule]\nevery = "30d"\n')
    with PageServer() as server:
        is_over = _hanging(server)
        command = program.command("fetch", *_urls(server), "--format", "jsonl")
        fetch = subprocess.Popen(command, stdout=subprocess.PIPE, env=program.environment())
        assert fetch.stdout is not None
        read = [json.loads(fetch.stdout.readline())["url"] for _ in range(3)]
        fetch.send_signal(ended_by)
        fetch.communicate()
        is_over.set()  # (it may have ended before it came to the fourth)
        again = program.run("fetch", "--format", "jsonl").lines()
    assert {visit["url"] for visit in again} == {*_urls(server)} - {*read}
    assert {visit["outcome"] for visit in again} == {"new"}


def test_a_page_that_was_read_waits_for_its_own_turn(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        server.fallback = Answer(body=_BODY)
        server.routes["/robots.txt"] = Answer(status=404)
        assert program.run("fetch", *_urls(server)).code == 0
        assert "nothing is due before" in program.run("fetch").err
