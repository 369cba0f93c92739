"""archive-watch driven as the peers are: the same server, the same pages, one process a round.

``fetch`` is ``archive-watch fetch --all``, ``run`` is ``archive-watch run --once``.  Between two
rounds of ``run`` the pages are made due by hand, outside the measured time: else they would be due
a day later.  The peers are told to take the ``article``; so is the profile ``given``, and without
it the pages are of a site that nothing is known of.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from peers_set_up import ROOM, drive

_SETTINGS = """
[fetch]
contact = "bench@example.org"
min_delay_seconds = 0
allow_networks = ["127.0.0.0/8"]
[links]
enabled = false
"""
_PROFILE = """
name = "beside"
version = 1
hosts = [{hosts}]
roots = ["article"]
title = ["article > header > h1"]
"""
WAYS = ("fetch", "run")


def run_ours(
    way: str,
    *,
    pages: int,
    mode: str,
    changed: int,
    unchanged: int,
    out: Path,
    given: bool = False,
    hosts: int = 1,
) -> None:
    """Drive ourselves; our lines are added to ``out``."""
    with _server(mode, pages) as server:
        work = Path(tempfile.mkdtemp(prefix=f"w_ours_{way}_{pages}_{mode}_", dir=ROOM))
        rounds = _Rounds(way, work, server, pages, mode, out, given=given, hosts=hosts)
        rounds.run("first", 0)
        for _ in range(unchanged):
            rounds.run("same", 0)
        for number in range(1, changed + 1):
            rounds.run("chg5", number)
        shutil.rmtree(work)


class _Rounds:
    def __init__(
        self,
        way: str,
        work: Path,
        server: Any,
        pages: int,
        mode: str,
        out: Path,
        *,
        given: bool,
        hosts: int,
    ) -> None:
        self._way, self._work, self._server, self._out = way, work, server, out
        self._pages, self._mode, self._given = pages, mode, given
        names = [f"host{number}.example" for number in range(hosts)]
        self._settings(names if hosts > 1 else [], server.port)
        self._watch(names if hosts > 1 else [f"127.0.0.1:{server.port}"])

    def run(self, kind: str, number: int) -> None:
        """One round: its line is printed, and added to the others."""
        module = drive()
        self._server.warm(self._pages, number)
        self._make_due()
        asked = ["run", "--once"] if self._way == "run" else ["fetch", "--all"]
        env, log = _environment(self._work), str(self._work / "log.txt")
        line = module.timed(self._command(*asked), env, log, cwd=str(self._work))
        counted = json.load(urlopen(f"http://127.0.0.1:{self._server.port}/__stats"))
        (self._work / "st").mkdir(exist_ok=True)
        line.update(
            tool=self._way + (" (profile)" if self._given else ""),
            n=self._pages,
            mode=self._mode,
            kind=kind,
            round=number,
            store=module.du(str(self._work / "db")),
            reqs=counted["requests"],
            s304=counted["s304"],
            conns=counted["conns"],
            mb=round(counted["bytes"] / 1e6, 2),
        )
        with self._out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _settings(self, names: list[str], port: int) -> None:
        for folder in ("config/sites", "db"):
            (self._work / folder).mkdir(parents=True)
        targets = "".join(f'"{name}" = "127.0.0.1:{port}"\n' for name in names)
        text = _SETTINGS + (f"[fetch.connect_to]\n{targets}" if names else "")
        (self._work / "config/archive-watch.toml").write_text(text, encoding="utf-8")
        if self._given:
            known = ", ".join(f'"{name}"' for name in names or ["127.0.0.1"])
            profile = _PROFILE.format(hosts=known)
            (self._work / "config/sites/beside.toml").write_text(profile, encoding="utf-8")

    def _watch(self, hosts: list[str]) -> None:
        urls = [f"http://{hosts[n % len(hosts)]}/remarks/{n}/\n" for n in range(self._pages)]
        (self._work / "pages.txt").write_text("".join(urls), encoding="utf-8")
        subprocess.run(
            self._command("add", "--file", "pages.txt"),
            check=True, cwd=self._work, env=_environment(self._work), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _make_due(self) -> None:
        with sqlite3.connect(self._work / "db/archive.db") as archive:
            archive.execute("UPDATE pages SET next_fetch_at = '2020-01-01T00:00:00Z'")
        archive.close()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "archive_watch", *arguments]


def _environment(work: Path) -> dict[str, str]:
    """Ours, with compiled modules kept as an installation keeps them."""
    kept = {name: value for name, value in os.environ.items() if "ARCHIVE_WATCH" not in name}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "HOME": str(work), "PYTHONPYCACHEPREFIX": str(ROOM / "compiled")}


@contextmanager
def _server(mode: str, pages: int) -> Iterator[Any]:
    server = _started(mode, pages)
    try:
        yield server
    finally:
        server.stop()


def _started(mode: str, pages: int) -> Any:
    """A server that answers: it takes a port at random, which may be somebody's, and its time."""
    while True:
        server = drive().Server(mode, pages, 0.0)
        while server.p.poll() is None:
            try:
                server.post("/__reset")
            except OSError:
                time.sleep(1)
            else:
                return server
