"""Five thousand links over fifty hosts, politeness off, beside a bare loop of aiohttp in the same run.

The loop reads bodies and judges nothing; ours obeys robots.txt, asks beside each host for an address
that there cannot be, judges each answer and writes it down.  Between the two stands a bare loop of
httpx, by which ours asks: what it is slower by, no saving of ours can win back.  A busy process takes
a core meanwhile: a link that times out then is our own fault.  aiohttp has an environment of its own,
made the first time, with hashes (``requirements/bench.txt``); without it, ours is measured alone.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shown
from links_set_up import peers_python

_HERE = Path(__file__).resolve().parent
_ROUNDS = 2
_BUSY = "while True: pass"

_Told = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """What each of the three took, one after another."""

    aiohttp: _Told | None
    httpx: _Told
    ours: _Told


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


def _round(port: str, theirs: Path | None) -> _Round:
    here = Path(sys.executable)
    return _Round(
        aiohttp=None if theirs is None else _run(theirs, "linking_bare.py", port),
        httpx=_run(here, "linking_httpx.py", port),
        ours=_run(here, "linking_ours.py", port),
    )


def _tell(server: str, rounds: list[_Round]) -> None:
    ours = [one.ours for one in rounds]
    both = [(one.aiohttp, one) for one in rounds if one.aiohttp is not None]
    if both:
        _tell_rate(
            f"rate beside bare aiohttp, {server}",
            [(bare, one.ours) for bare, one in both],
            ">= 0.25",
        )
        _tell_rate(
            f"bare httpx beside bare aiohttp, {server}", [(bare, one.httpx) for bare, one in both]
        )
    _tell_rate(f"rate beside bare httpx, {server}", [(one.httpx, one.ours) for one in rounds])
    _tell_cpu(f"CPU of a link, {server}", ours)
    _tell_cpu("  of which a bare loop of httpx takes", [one.httpx for one in rounds])
    _tell_cpu("  and a bare loop of aiohttp takes", [bare for bare, _ in both])
    wrong = sum(mine["links"] - mine["ok"] for mine in ours)
    timeouts = sum(mine["timeouts"] for mine in ours)
    shown.line("false timeouts (other false verdicts), a core busy", f"{timeouts} ({wrong})", "0")
    peak = max(mine["peak_mib"] for mine in ours)
    shown.line("peak memory", f"{peak:.0f} MiB", "< 120 MB")


def _tell_rate(name: str, pairs: list[tuple[_Told, _Told]], target: str = "") -> None:
    """Print how fast the second of each pair is beside the first: the middle of the rounds."""
    rates = [theirs["seconds"] / mine["seconds"] for theirs, mine in pairs]
    shown.line(name, f"{statistics.median(rates):.2f} times", target)


def _tell_cpu(name: str, rounds: list[_Told]) -> None:
    """Print what a link cost in the better round: a rate says little on a machine that is busy."""
    if rounds:
        cpu = min(one["cpu_seconds"] / one["links"] for one in rounds)
        shown.line(name, f"{cpu * 1000:.2f} ms")


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


def _run(python: Path, program: str, port: str) -> _Told:
    command = [str(python), str(_HERE / program), port]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: _Told = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    measure()
