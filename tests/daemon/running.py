"""The daemon as its operator runs it: a real process, a configuration file, real signals."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive_watch.errors import NoDatabase
from archive_watch.storage.database import open_for_reading
from cli.beginnings import BEGINNINGS

_PATIENCE_SECONDS = 180.0  # only what never comes is waited for so long
_ARGUMENTS = slice(3, None)  # what follows `python -m archive_watch`

CONFIG = """
[fetch]
min_delay_seconds = 0
allow_networks = ["127.0.0.0/8"]
[links]
min_delay_seconds = 0
[daemon]
listen = ""
grace_seconds = 1
[schedule]
tick_seconds = 0.2
"""


def command(folder: Path, *arguments: str, config: str = CONFIG) -> list[str]:
    """The command line of the program in ``folder``, with the configuration written there."""
    file = folder / "archive-watch.toml"
    file.write_text(config, encoding="utf-8")
    options = ["--log", "json", "--config", str(file), "--db", str(folder / "archive.db")]
    return [sys.executable, "-m", "archive_watch", *options, *arguments]


def run(folder: Path, *arguments: str, config: str = CONFIG) -> subprocess.CompletedProcess[str]:
    """The program run to its end: a fork of one that has begun, or a new process where it must be."""
    line = command(folder, *arguments, config=config)
    if BEGINNINGS.may_be(os.environ):
        ran = BEGINNINGS.run(line[_ARGUMENTS], environment=os.environ, folder=Path.cwd(), stdin=b"")
        if ran is not None:
            code, out, err = ran
            return subprocess.CompletedProcess(line, code, out.decode(), err.decode())
    return subprocess.run(
        line,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )


@contextmanager
def running(
    folder: Path, *arguments: str, config: str = CONFIG, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """The program as a process of its own, with ``env`` more; killed at the end if it still runs."""
    process = subprocess.Popen(
        command(folder, *arguments, config=config),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def stopped(process: subprocess.Popen[str], *signals: signal.Signals) -> tuple[int, list[Any]]:
    """Send ``signals``, wait for the end: the exit code and the log."""
    for number in signals:
        process.send_signal(number)
    _, log = process.communicate(timeout=_PATIENCE_SECONDS)
    return process.returncode, events(log)


def stopped_at_once(process: subprocess.Popen[str]) -> int:
    """The exit code of a program that is told to stop until it does: two orders at least.

    Two signals that come before the first is heard are one: a busy machine makes them so.
    """
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=0.1)
            return process.returncode
    raise AssertionError("it never stopped")


def events(log: str) -> list[dict[str, Any]]:
    """The lines of a JSON log."""
    return [json.loads(line) for line in log.splitlines() if line.startswith("{")]


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until ``holds`` does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.02)


def rows(folder: Path, sql: str) -> list[dict[str, Any]]:
    """What a query of the archive in ``folder`` answers."""
    with open_for_reading(folder / "archive.db") as archive:
        return [dict(row) for row in archive.rows(sql)]


def has(folder: Path, sql: str) -> bool:
    """Whether there is an archive yet, and a query of it answers anything."""
    try:
        return bool(rows(folder, sql))
    except NoDatabase:
        return False
