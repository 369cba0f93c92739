"""How fast a large archive is to read in while the daemon writes: ``python bench/browsing.py [KIND…]``.

The real ``archive-watch serve`` on a copy of ``browsing_archive``, and beside it the real daemon, which
watches an invented archive that moves: some ten checks a second, four times what politeness allows to
twelve hosts.  Each kind of page is asked for one request after the other on one connection, then by
four readers at once.  The time is the client's, on loopback; the CPU time is the server's own, which
tells more on a machine that others use too.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import shown
from browsing_archive import OUT, PAGES, large_archive
from browsing_kinds import Kind, Sample, kinds
from moving_archive import HOSTS, MovingArchive, MovingServer

_REQUESTS, _FEW = 300, 30
_READERS = 4
_SECONDS_A_KIND = 15.0
_WATCHED, _EVERY_SECONDS = 300, 30
_CONFIG = """
[fetch]
contact = "bench@moving.example"
min_delay_seconds = 0.02
allow_networks = ["127.0.0.0/8"]
[fetch.connect_to]
{hosts}
[schedule]
every = "{every}s"
tick_seconds = 1
[links]
min_delay_seconds = 0.02
[daemon]
listen = ""
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What requests took: each in milliseconds, and the server's CPU time for one."""

    each_ms: tuple[float, ...]
    cpu_ms: float
    bytes: int

    def share(self, part: float) -> float:
        """The time that this part of the requests stayed under."""
        ordered = sorted(self.each_ms)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


class Server:
    """The program that serves, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process, self._port = process, port

    def ask(self, paths: Sequence[str]) -> Times:
        """One request after the other, on one connection."""
        conn = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        spent, before, size = list[float](), self.cpu_seconds(), 0
        until = time.monotonic() + _SECONDS_A_KIND
        for path in paths:
            began = time.perf_counter()
            conn.request("GET", path)
            answer = conn.getresponse()
            size = max(size, len(answer.read()))
            spent.append((time.perf_counter() - began) * 1e3)
            if answer.status != 200:
                raise LookupError(f"{path}: {answer.status}")
            if time.monotonic() > until:
                break
        conn.close()
        cpu = (self.cpu_seconds() - before) / len(spent) * 1e3
        return Times(each_ms=tuple(spent), cpu_ms=cpu, bytes=size)

    def ask_at_once(self, paths: Sequence[str]) -> Times:
        """By four readers, each with a share of the paths."""
        found = list[Times]()
        before = self.cpu_seconds()
        readers = [
            threading.Thread(target=lambda part=part: found.append(self.ask(part)))
            for part in (paths[number::_READERS] for number in range(_READERS))
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        each = tuple(one for times in found for one in times.each_ms)
        cpu = (self.cpu_seconds() - before) / max(1, len(each)) * 1e3
        return Times(each_ms=each, cpu_ms=cpu, bytes=max(times.bytes for times in found))

    def cpu_seconds(self) -> float:
        """The CPU time that it has used."""
        said = (
            Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        )
        user, system = said.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure(pages: int = PAGES, *, requests: int = _FEW, only: Sequence[str] = ()) -> None:
    """Print what each kind of page takes."""
    made = large_archive(pages)
    with tempfile.TemporaryDirectory(dir=OUT, prefix="browsing-") as name:
        folder = Path(name)
        shutil.copy(made, folder / "archive.db")
        sample = Sample(folder / "archive.db", seed=3)
        with _watched(folder), _served(folder) as server:
            _warm(server)
            before = checks = _checks(folder)
            began = time.monotonic()
            for kind in kinds(sample):
                if not only or any(word in kind.name for word in only):
                    _measure_kind(server, kind, requests)
            checks = _checks(folder) - before
        shown.line(
            "checks a second by the daemon meanwhile", f"{checks / (time.monotonic() - began):.1f}"
        )


def _measure_kind(server: Server, kind: Kind, requests: int) -> None:
    try:
        server.ask([kind.path()])
    except LookupError as missing:
        shown.line(kind.name, "not there", str(missing))
        return
    alone = server.ask([kind.path() for _ in range(requests)])
    target = f"p95 < {kind.target_ms} ms" if kind.target_ms else ""
    shown.line(f"{kind.name}: p50, p95, max; CPU (ms)", _told(alone), target)
    if kind.target_ms:
        at_once = server.ask_at_once([kind.path() for _ in range(requests)])
        shown.line(f"  by {_READERS} readers at once; largest answer {at_once.bytes / 1e3:,.0f} KB",
                   _told(at_once))  # fmt: skip


def _told(times: Times) -> str:
    parts = (times.share(0.5), times.share(0.95), max(times.each_ms))
    said = " ".join(f"{one:.0f}" for one in parts) + f"; {times.cpu_ms:.0f}"
    return said if len(times.each_ms) > 1 else f"{said} (one)"


def _warm(server: Server) -> None:
    plain = server.ask(["/-/versions.json"] * 20)
    shown.line("a page that asks the archive nothing", _told(plain))


@contextmanager
def _served(folder: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "archive_watch", "--db", str(folder / "archive.db")]
    process = subprocess.Popen(
        [*command, "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stderr is not None
        told = process.stderr.readline()
        at = re.search(r"http://[^/]+:(\d+)", told)
        assert at is not None, told
        yield Server(process, int(at[1]))
    finally:
        process.kill()
        process.wait()


@contextmanager
def _watched(folder: Path) -> Iterator[None]:
    """The daemon at work on the archive."""
    archive = MovingArchive(seed=5, pages=_WATCHED, seconds=3600, calm=60)
    config = folder / "archive-watch.toml"
    command = [sys.executable, "-m", "archive_watch", "--log", "json", "--config", str(config),
               "--db", str(folder / "archive.db")]  # fmt: skip
    with MovingServer(archive, time.time) as server, (folder / "log").open("wb") as log:
        hosts = "\n".join(f'"{host}" = "127.0.0.1:{server.port}"' for host in HOSTS)
        config.write_text(_CONFIG.format(hosts=hosts, every=_EVERY_SECONDS), encoding="utf-8")
        listed = folder / "pages.txt"
        listed.write_text("\n".join(page.url for page in archive.pages) + "\n", encoding="utf-8")
        subprocess.run([*command, "add", "--file", str(listed)], check=True, capture_output=True)
        process = subprocess.Popen([*command, "run"], stdout=log, stderr=log)
        try:
            yield
            assert process.poll() is None, (folder / "log").read_text(encoding="utf-8")[-2000:]
        finally:
            process.kill()
            process.wait()


def _checks(folder: Path) -> int:
    import sqlite3  # noqa: PLC0415

    with sqlite3.connect(f"{(folder / 'archive.db').as_uri()}?mode=ro", uri=True) as conn:
        return int(conn.execute("SELECT max(id) FROM fetches").fetchone()[0])


if __name__ == "__main__":
    shown.section(f"Reading in an archive of {PAGES:,} pages while the daemon writes")
    measure(PAGES, requests=_REQUESTS, only=sys.argv[1:])
