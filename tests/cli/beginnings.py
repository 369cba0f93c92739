"""The program begun again and again at little cost: forked from a process that has imported it.

Python takes far longer to begin and to import the program than most commands take.  A fork is a
process like any other, with its own arguments, environment, folder, streams and exit code; only its
beginning is shared.  What it cannot have of its own is what Python takes from its environment when
it begins (``PYTHON…``, the locale): who asks for another of those gets a whole new process.
Run as a script, this is the process that forks: one order a line on its socket, one exit code back.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import pkgutil
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_SET_AT_THE_BEGINNING = ("PYTHON", "LC_", "LANG")
_UNUSED = ("archive_watch.datasette_plugin", "archive_watch.demo", "archive_watch.__main__")
_PATIENCE_SECONDS = 120.0


class Beginnings:
    """A process that becomes the program as often as it is asked to, one at a time."""

    def __init__(self) -> None:
        self._set = _set_at_the_beginning(os.environ)
        self._busy = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def may_be(self, environment: Mapping[str, str]) -> bool:
        """Whether a program in that environment can begin as a fork."""
        return _set_at_the_beginning(environment) == self._set

    def run(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        stdin: bytes,
    ) -> tuple[int, bytes, bytes] | None:
        """Exit code, stdout and stderr of one run; None while another one is under way."""
        if not self._busy.acquire(blocking=False):
            return None
        try:
            with TemporaryDirectory() as name:
                streams = [Path(name) / stream for stream in ("in", "out", "err")]
                streams[0].write_bytes(stdin)
                code = self._asked({
                    "arguments": list(arguments), "environment": dict(environment),
                    "folder": str(folder), "streams": [str(stream) for stream in streams],
                })  # fmt: skip
                return code, streams[1].read_bytes(), streams[2].read_bytes()
        finally:
            self._busy.release()

    def _asked(self, order: dict[str, Any]) -> int:
        if self._process is None:
            self._begin()
        self._socket.sendall(json.dumps(order).encode() + b"\n")
        return int(self._answers.readline())

    def _begin(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(_PATIENCE_SECONDS)
        self._answers = self._socket.makefile("rb")
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self._end)

    def _end(self) -> None:
        assert self._process is not None
        self._answers.close()
        self._socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._process.kill()
        self._process.wait()


def _set_at_the_beginning(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value for name, value in environment.items() if name.startswith(_SET_AT_THE_BEGINNING)
    }


BEGINNINGS = Beginnings()  # of this process of tests


def _become(order: dict[str, Any]) -> None:
    """Be the program; what ``main`` raises ends this process as it would end a new one."""
    modes = (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)
    for descriptor, (name, mode) in enumerate(zip(order["streams"], modes, strict=True)):
        file = os.open(name, mode, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    random.seed()
    os.chdir(order["folder"])
    sys.argv = ["archive-watch", *order["arguments"]]
    _cli.main()


def _serve(control: socket.socket) -> None:
    orders = control.makefile("rb")
    while line := orders.readline():
        child = os.fork()
        if child == 0:
            orders.close()
            control.close()
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        control.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    _control = socket.socket(fileno=int(sys.argv[1]))
    _control.set_inheritable(False)
    _cli = import_module("archive_watch.cli")
    for _found in pkgutil.walk_packages(import_module("archive_watch").__path__, "archive_watch."):
        if not _found.name.startswith(_UNUSED):
            import_module(_found.name)
    gc.freeze()
    _serve(_control)
