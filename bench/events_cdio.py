"""changedetection.io's side of the events: a watch for each, checked once a round without its server.

It keeps what it saw in files.  A watch whose history has grown is CHANGED, as it notifies of that.
An error it only shows beside the watch, until the next check: it counts as told when it is there and
was not, or was another, the round before.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import peers_set_up

_LIMIT_SECONDS = 60
_ONLY_THE_CONTENT = json.dumps({"include_filters": ["main"]})
_SETTINGS = {
    "FETCH_WORKERS": "10",
    "LOGGER_LEVEL": "WARNING",
    "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
    "DISABLE_VERSION_CHECK": "true",
    "MINIMUM_SECONDS_RECHECK_TIME": "0",
}


class Looks:
    """One round after another of watches of ``urls``; what they keep is in ``folder``."""

    def __init__(self, folder: Path, urls: Sequence[str]) -> None:
        self._folder = folder
        self._urls = urls
        self._versions: dict[str, int] = {}
        self._errors: dict[str, str] = {}

    def __call__(self) -> list[tuple[str, int]]:
        """What one round says: CHANGED or ERROR, and of which address."""
        self._run("-r", "all") if self._versions else self._run("-C", *self._added())
        return list(self._said())

    def _added(self) -> list[str]:
        given = []
        for at, url in enumerate(self._urls):
            given += ["-u", url, f"-u{at}", _ONLY_THE_CONTENT]
        return given

    def _said(self) -> Iterator[tuple[str, int]]:
        for path in self._folder.glob("*/watch.json"):
            watch = json.loads(path.read_text())
            url, error = watch["url"], str(watch["last_error"] or "")
            history = path.with_name("history.txt")
            versions = len(history.read_text().splitlines()) if history.exists() else 0
            if versions > self._versions.get(url, versions):
                yield "CHANGED", self._urls.index(url)
            if error and error != self._errors.get(url):
                yield "ERROR", self._urls.index(url)
            self._versions[url], self._errors[url] = versions, error

    def _run(self, *options: str) -> None:
        program = peers_set_up.ROOM / "v_cdio" / "bin" / "changedetection.io"
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(
                [
                    program,
                    "-d",
                    self._folder,
                    "-h",
                    "127.0.0.1",
                    "-p",
                    _free_port(),
                    "-b",
                    *options,
                ],
                check=False,
                env={**os.environ, **_SETTINGS, "HOME": str(self._folder)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_LIMIT_SECONDS,
            )


def _free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return str(one.getsockname()[1])
