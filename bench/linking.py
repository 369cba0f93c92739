"""Five thousand links over fifty hosts, politeness off, beside a bare loop of aiohttp in the same run.

The loop reads bodies and judges nothing; ours obeys robots.txt, asks beside each host for an address
that there cannot be, judges each answer and writes it down.  A busy process takes a core meanwhile:
a link that times out then is our own fault.  aiohttp has an environment of its own, made the first
time, with hashes (``requirements/bench.txt``); without it, ours is measured alone.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shown
from links_set_up import peers_python

_HERE = Path(__file__).resolve().parent
_ROUNDS = 2
_BUSY = "while True: pass"


def measure() -> None:
    """Print the rates."""
    theirs = peers_python()
    if theirs is None:
        shown.note("aiohttp could not be installed: ours is measured alone")
    for name, options in (("Python's own server", []), ("the barest server", ["--barely"])):
        with _running("linking_server.py", *options) as server, _stress():
            assert server.stdout is not None
            port = server.stdout.readline().strip()
            _tell(name, [_round(port, theirs) for _ in range(_ROUNDS)])


def _round(port: str, theirs: Path | None) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    bare = None if theirs is None else _run(theirs, "linking_bare.py", port)
    return bare, _run(Path(sys.executable), "linking_ours.py", port)


def _tell(server: str, rounds: list[tuple[dict[str, Any] | None, dict[str, Any]]]) -> None:
    ours = [mine for _, mine in rounds]
    ratios = [bare["seconds"] / mine["seconds"] for bare, mine in rounds if bare is not None]
    if ratios:
        shown.line(
            f"rate beside bare aiohttp, {server}",
            f"{statistics.median(ratios):.2f} times",
            ">= 0.25",
        )
    cpu = min(mine["cpu_seconds"] / mine["links"] for mine in ours) * 1000
    shown.line(f"CPU of a link, {server}", f"{cpu:.2f} ms")
    wrong = sum(mine["links"] - mine["ok"] for mine in ours)
    timeouts = sum(mine["timeouts"] for mine in ours)
    shown.line("false timeouts (other false verdicts), a core busy", f"{timeouts} ({wrong})", "0")
    peak = max(mine["peak_mib"] for mine in ours)
    shown.line("peak memory", f"{peak:.0f} MiB", "< 120 MB")


@contextmanager
def _running(program: str, *options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(_HERE / program), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def _stress() -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", _BUSY]) as busy:
        try:
            yield
        finally:
            busy.kill()


def _run(python: Path, program: str, port: str) -> dict[str, Any]:
    command = [str(python), str(_HERE / program), port]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    measure()
