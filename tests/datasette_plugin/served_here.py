"""`archive-watch serve` as a process of its own, for the tests that read it in a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served_here(archive: Path, *options: str, config: Path | None = None) -> Generator[list[str]]:
    """The addresses that the program says while it serves: the archive's, then the others in order."""
    given = [] if config is None else ["--config", str(config)]
    running = subprocess.Popen(
        [
            sys.executable, "-m", "archive_watch", *given, "--db", str(archive),
            "serve", "--port", "0", *options,
        ],
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert running.stderr is not None
    try:
        said = [running.stderr.readline() for _ in range(3 if "--root" in options else 2)]
        yield [next(word for word in line.split() if word.startswith("http")) for line in said]
    finally:
        running.terminate()
        running.communicate(timeout=180)
