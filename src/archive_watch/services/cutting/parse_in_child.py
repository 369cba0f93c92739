"""Parse one dear page in a process of its own, which is ended when it takes too much.

A thread cannot be stopped and a fork of a process with threads may hang, so a fresh interpreter is
started, which finds the same code by the same path.  It is given the page by a pipe and ends when
the pipe does: none outlives this process.  Few pages need it, so each gets its own.
"""

from __future__ import annotations

import json
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Timer
from typing import IO, Any

from archive_watch.services.cutting.child_parser import OUT_OF_MEMORY

_AT_ONCE = BoundedSemaphore(2)  # each may fill its memory
_PROGRAM = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from archive_watch.services.cutting.child_parser import main;"
    " main(int(sys.argv[2]), int(sys.argv[3]))"
)
_MOST_ERRORS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What parsing one page may take; ``patience_seconds`` is for a process that only waits."""

    cpu_seconds: int = 10
    memory_bytes: int = 2 * 1024**3
    patience_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Stopped:
    """The page was not parsed, and why: for people."""

    why: str


class ChildParse:
    """One page parsed in a child: ``run`` waits for it, ``stop`` ends it from another thread."""

    def __init__(self, task: str, request: dict[str, Any], limits: Limits | None = None) -> None:
        self._asked = (task, request)
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._is_out_of_patience = False

    def run(self) -> Any:
        """What the task returns, or Stopped; raises RuntimeError where it met a bug."""
        with _AT_ONCE, TemporaryFile() as errors:
            command = _command(self._limits)
            if self._is_stopped or command is None:
                return Stopped("it needs a process of its own, and none can be started here")
            try:
                child = _started(command, errors)
            except OSError as error:
                return Stopped(f"it needs a process of its own: {error.strerror}")
            self._child = child
            patience = Timer(self._limits.patience_seconds, self._lose_patience)
            patience.daemon = True
            patience.start()
            try:
                return self._outcome(self._answer(child), errors)
            finally:
                patience.cancel()
                _ended(child)

    def stop(self) -> None:
        """End the child, if there is one; ``run`` returns at once."""
        self._is_stopped = True
        if self._child is not None:
            self._child.kill()

    def _lose_patience(self) -> None:
        self._is_out_of_patience = True
        self.stop()

    def _answer(self, child: subprocess.Popen[bytes]) -> bytes:
        """All that the child wrote until it ended."""
        assert child.stdin is not None
        assert child.stdout is not None
        if self._is_stopped:  # between its start and here
            child.kill()
        with suppress(BrokenPipeError):
            pickle.dump(self._asked, child.stdin)
            child.stdin.flush()
        answer = child.stdout.read()
        child.wait()
        return answer

    def _outcome(self, answer: bytes, errors: IO[bytes]) -> Any:
        assert self._child is not None
        code = self._child.returncode
        if code == 0:
            return pickle.loads(answer)  # noqa: S301 (our own process wrote it)
        if (why := self._limit_that_ended(code)) is not None:
            return Stopped(why)
        errors.seek(0)
        said = errors.read()[-_MOST_ERRORS:].decode("utf-8", "replace")
        raise RuntimeError(f"the child that parses ended with {code}:\n{said}")

    def _limit_that_ended(self, code: int) -> str | None:
        limits = self._limits
        if self._is_out_of_patience:
            return f"parsing it did not end within {limits.patience_seconds:g} seconds"
        if code == -signal.SIGXCPU:
            return f"parsing it took more than {limits.cpu_seconds} seconds of CPU time"
        if code == OUT_OF_MEMORY:
            return f"parsing it took more than {limits.memory_bytes // 1024**2:,} MiB of memory"
        if code < 0:
            return f"parsing it was ended by {_name_of(-code)}"
        return None


def _command(limits: Limits) -> list[str] | None:
    """How the child is started; None in a program that is no interpreter (a frozen one)."""
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
    unwritten = ["-B"] if sys.dont_write_bytecode else []
    numbers = [str(limits.cpu_seconds), str(limits.memory_bytes)]
    return [sys.executable, "-I", "-W", "ignore", *unwritten, "-c", _PROGRAM, path, *numbers]


def _started(command: list[str], errors: IO[bytes]) -> subprocess.Popen[bytes]:
    """In a group of its own: a Ctrl-C at the terminal is for this process to heed."""
    return subprocess.Popen(  # noqa: S603 (this interpreter, and our own words)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        process_group=0,
    )


def _ended(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    child.wait()


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
