"""Killing the program while it fetches, and holding what it said against what it kept.

Each page says a new thing at each request, so every check that is kept is a version and a change
of its own: one that is kept twice, in half, or not at all after it was acknowledged, shows.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive_watch.storage.database import Archive, open_archive
from killing_beside import FOUND, STILL, Beside
from servers import Answer, PageServer, Request

_PAGES = 12
_MOST_SECONDS = 1.2
_BESIDE = 0.3  # the share of kills at other work than fetching
_BESIDE_SECONDS = 0.4  # and how long each may take, of the time of a fetch
_AFTER_A_WORD = 0.5  # the share of fetches that are killed only once they have said something
_PATIENCE_SECONDS = 10.0
_CONFIG = """
[fetch]
min_delay_seconds = 0
allow_networks = ["127.0.0.0/8"]
[schedule]
every = "1s"
tick_seconds = 0.1
[links]
enabled = false
[daemon]
listen = "127.0.0.1:0"
"""
_COMMANDS = (
    ("fetch", "--all", "--format", "jsonl"),
    ("fetch", "--format", "jsonl"),
    ("fetch", "--all", "--force", "--format", "jsonl"),
    ("run",),
)


@dataclass(slots=True, kw_only=True)
class Toll:
    """What the killing came to: ``faults`` are what should never be."""

    kills: int = 0
    acknowledged: int = 0
    checks: int = 0
    faults: list[str] = field(default_factory=list)


class Killing:
    """The program over a server that never says the same twice, to be killed at any moment."""

    def __init__(self, folder: Path, server: PageServer, *, seed: int, plant: str | None) -> None:
        self.toll = Toll()
        self._folder = folder
        self._rng = random.Random(seed)
        self._plant = plant
        self._editions: Counter[str] = Counter()
        self._told: list[dict[str, Any]] = []
        self._server = server
        self._beside = Beside(folder, server.url, self._rng)
        server.fallback = self._answer
        (folder / "archive-watch.toml").write_text(_CONFIG, encoding="utf-8")
        self._zygote = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("dying.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
        )

    def begin(self) -> None:
        """Watch the pages, and read each once."""
        paths = [STILL, *(f"/page-{number}/" for number in range(_PAGES))]
        urls = [self._server.url + path for path in paths]
        code = self._live(["fetch", "--format", "jsonl", *urls], kill_after=None)
        assert code == 0, (self._folder / "err").read_text(encoding="utf-8")

    def kill_once(self) -> None:
        """Let it work for a random while, kill it, and look at what is there."""
        command, seconds = list(self._rng.choice(_COMMANDS)), _MOST_SECONDS
        heard = self._rng.random() < _AFTER_A_WORD
        if self._plant is None and self._rng.random() < _BESIDE:
            command, seconds, heard = self._beside.command(), _MOST_SECONDS * _BESIDE_SECONDS, False
        if heard:
            seconds /= 4  # (the work is under way by then, however busy the machine is)
        code = self._live(command, kill_after=self._rng.uniform(0, seconds), heard=heard)
        self.toll.kills += code == -signal.SIGKILL
        if code not in {-signal.SIGKILL, 0}:
            self.toll.faults.append(f"{' '.join(command)} ended with {code}")
        with open_archive(self._folder / "archive.db") as archive:
            self._look_at(archive)

    def verified(self) -> int:
        """The exit code of ``verify`` on what is left."""
        return self._live(["verify"], kill_after=None)

    def end(self) -> None:
        """Let go of the process that the children come from."""
        self._zygote.communicate(timeout=180)

    def _answer(self, request: Request) -> Answer:
        beside = self._beside.answer(request)
        if beside is None and not request.path.startswith(("/page-", FOUND)):
            return Answer(status=404)
        self._editions[request.path] += 1
        if beside is not None:
            return beside
        words = f"Edition {self._editions[request.path]} of what was said."
        return Answer(body=f"<main><h1>{request.path}</h1><p>{words}</p></main>")

    def _live(self, arguments: list[str], *, kill_after: float | None, heard: bool = False) -> int:
        out, err = self._folder / "out", self._folder / "err"
        for file in (out, err):
            file.write_bytes(b"")
        options = ["--log", "json", "--config", str(self._folder / "archive-watch.toml")]
        options += ["--db", str(self._folder / "archive.db")]
        order = {
            "arguments": [*options, *arguments],
            "out": str(out),
            "err": str(err),
            "plant": self._plant if kill_after is not None else None,
        }
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.write(json.dumps(order) + "\n")
        self._zygote.stdin.flush()
        child = int(self._zygote.stdout.readline())
        if kill_after is not None:
            if heard:
                _wait_for_a_word(out, err)
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        self._zygote.stdin.write("\n")
        self._zygote.stdin.flush()
        code = int(self._zygote.stdout.readline())
        self._told = _lines(out) + [line for line in _lines(err) if line.get("event") == "checked"]
        self.toll.acknowledged += len(self._told)
        return code

    def _look_at(self, archive: Archive) -> None:
        faults = self.toll.faults
        if archive.row("PRAGMA integrity_check")[0] != "ok":  # type: ignore[index]
            faults.append("the file is damaged")
        self.toll.checks = archive.number("SELECT sum(checks) FROM check_log")
        still = self._server.url + STILL
        telling = [line for line in self._told if line["url"] != still]
        faults += [f"lost: {line}" for line in telling if not _is_kept(archive, line)]
        told = Counter(str(line["url"]) for line in self._told)
        faults += self._beside.faults(archive, told, self._editions)
        faults += [f"{row['url']}: {row['fault']}" for row in archive.rows(_FAULTS)]
        served = {row["url"]: row["checks"] for row in archive.rows(_CHECKS)}
        for url, checks in served.items():
            if checks > self._editions[url.removeprefix(self._server.url)]:
                faults.append(f"{url}: more checks than requests")


_CHECKS = "SELECT url, sum(checks) AS checks FROM check_log GROUP BY 1"
# Every check of the other pages said something new: one version, one span and, after the first, one
# change.
_FAULTS = """
WITH counted AS (SELECT p.id, p.url,
  (SELECT count(*) FROM fetches f WHERE f.page_id = p.id) AS checks,
  (SELECT count(*) FROM versions v WHERE v.page_id = p.id) AS versions,
  (SELECT count(*) FROM spans n WHERE n.page_id = p.id) AS spans,
  (SELECT count(*) FROM changes c WHERE c.page_id = p.id) AS changes,
  (SELECT count(*) FROM versions v WHERE v.page_id = p.id AND v.is_current = 1) AS current,
  (SELECT count(DISTINCT v.text_id) FROM versions v WHERE v.page_id = p.id) AS texts
  FROM pages p WHERE p.url NOT LIKE '%/still/')
SELECT url, checks || ' checks, ' || versions || ' versions, ' || spans || ' spans, ' || changes
  || ' changes, ' || current || ' current, ' || texts || ' texts' AS fault FROM counted
WHERE versions <> checks OR spans <> checks OR texts <> checks
  OR changes <> max(checks - 1, 0) OR current <> min(checks, 1)
"""


def _is_kept(archive: Archive, line: dict[str, Any]) -> bool:
    """Whether a check that was acknowledged is in the archive, with its change and its bytes."""
    change = line.get("change_id", line.get("change"))
    rows = archive.rows(
        "SELECT f.outcome, c.sha256 FROM fetches f JOIN pages p ON p.id = f.page_id"
        " JOIN captures c ON c.id = f.capture_id WHERE p.url = ? AND f.outcome = ?",
        (line["url"], line["outcome"]),
    )
    sha256 = line.get("capture_sha256")
    kept = any(sha256 in (None, row["sha256"]) for row in rows)
    known = change is None or archive.number("SELECT count(*) FROM changes WHERE id = ?", (change,))
    return kept and bool(known)


def _wait_for_a_word(out: Path, err: Path) -> None:
    """Until the first check is acknowledged, on either stream, or for a while where there is none."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not out.stat().st_size and b'"checked"' not in err.read_bytes():
        if time.monotonic() > until:
            return
        time.sleep(0.005)


def _lines(file: Path) -> list[dict[str, Any]]:
    """The whole lines of a file of JSON: a line that a kill cut short acknowledged nothing."""
    whole = file.read_text(encoding="utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]


@contextmanager
def killing(folder: Path, *, seed: int, plant: str | None = None) -> Generator[Killing, None, None]:
    """The program, ready to be killed; with ``plant``, one with a bug (see ``dying``)."""
    with PageServer() as server:
        killed = Killing(folder, server, seed=seed, plant=plant)
        try:
            killed.begin()
            yield killed
        finally:
            killed.end()
