"""The daemon left alone with an archive that moves: ``python bench/soak.py [MINUTES]`` (120).

The real program, in a process of its own, watches ``moving_archive`` while it is killed, told to
read its configuration again, and backed up.  Afterwards every check is held against what the archive
said at that moment: no page lost, no edit missed, nothing told that was not so, memory flat.
"""

from __future__ import annotations

import contextlib
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import shown
from moving_archive import HOSTS, MovingArchive, MovingServer
from soak_truth import Verdict, judged

_LONGEST_EVERY_SECONDS = 20
_PAGES = 180
_SAMPLE_SECONDS = 5.0
_KILLS = (0.05, 0.1)  # shares of the time; from the last one on memory is watched
_CONFIG = """
[fetch]
contact = "soak@moving.example"
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
listen = "127.0.0.1:0"
"""


@dataclass(slots=True)
class Daemon:
    """The program under watch: started, killed, told to reload, measured."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    rss_mib: list[float] = field(default_factory=list)

    def command(self, *arguments: str) -> list[str]:
        """A command line of the program in the folder."""
        options = ["--log", "json", "--config", str(self.folder / "archive-watch.toml")]
        options += ["--db", str(self.folder / "archive.db")]
        return [sys.executable, "-m", "archive_watch", *options, *arguments]

    def start(self) -> None:
        """Start it; what it logs is appended to a file."""
        with (self.folder / "log.jsonl").open("ab") as log:
            self.process = subprocess.Popen(self.command("run"), stdout=log, stderr=log)
        self.rss_mib.clear()

    def sample(self) -> None:
        """Note its resident memory.  Raises RuntimeError when it has ended by itself."""
        assert self.process is not None
        if self.process.poll() is not None:
            raise RuntimeError(f"the daemon ended by itself: {self.process.returncode}")
        status = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()
        self.rss_mib.append(int(status[1]) * 4096 / 2**20)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def stop(self, number: signal.Signals) -> int:
        """Send it a signal and wait for its end: the exit code."""
        self.send(number)
        assert self.process is not None
        return self.process.wait(timeout=120)


def main(minutes: float) -> int:
    """Watch for ``minutes`` and print the verdict: 0 when all of it holds."""
    seconds = minutes * 60
    every = int(min(_LONGEST_EVERY_SECONDS, max(3, seconds / 100)))
    calm = 6.0 * every
    archive = MovingArchive(seed=20261125, pages=_PAGES, seconds=seconds, calm=calm)
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        with MovingServer(archive, time.time) as server:
            daemon = _prepared(folder, server, archive, every)
            began = time.time() - server.now()
            code = _watched(daemon, server, seconds)
        verify = subprocess.run(daemon.command("verify"), capture_output=True, check=False)
        verdict = judged(archive, folder / "archive.db", began=began, seconds=seconds, every=every)
        return _told(archive, daemon, verdict, exits=(code, verify.returncode), folder=folder)


def _prepared(folder: Path, server: MovingServer, archive: MovingArchive, every: int) -> Daemon:
    hosts = "\n".join(f'"{host}" = "127.0.0.1:{server.port}"' for host in HOSTS)
    config = _CONFIG.format(hosts=hosts, every=every)
    (folder / "archive-watch.toml").write_text(config, encoding="utf-8")
    (folder / "pages.txt").write_text("\n".join(page.url for page in archive.pages) + "\n")
    daemon = Daemon(folder)
    subprocess.run(
        daemon.command("add", "--file", str(folder / "pages.txt")), check=True, capture_output=True
    )
    return daemon


def _watched(daemon: Daemon, server: MovingServer, seconds: float) -> int:
    """Let it watch, with what befalls a daemon; how it ended when it was asked to."""
    daemon.start()
    kills = [share * seconds for share in _KILLS]
    reload_at, copy_at = seconds / 4, seconds / 2
    while (now := server.now()) < seconds:
        time.sleep(_SAMPLE_SECONDS)
        daemon.sample()
        if kills and now >= kills[0]:
            kills.pop(0)
            daemon.stop(signal.SIGKILL)
            daemon.start()
        if now >= reload_at:
            reload_at += seconds / 4
            daemon.send(signal.SIGHUP)
        if now >= copy_at:
            copy_at = seconds * 2
            copy = daemon.command("backup", str(daemon.folder / "copy.db"))
            subprocess.run(copy, check=True, capture_output=True)
    return daemon.stop(signal.SIGTERM)


def _told(
    archive: MovingArchive,
    daemon: Daemon,
    verdict: Verdict,
    *,
    exits: tuple[int, int],
    folder: Path,
) -> int:
    quarter = max(1, len(daemon.rss_mib) // 4)
    early = statistics.median(daemon.rss_mib[quarter : 2 * quarter] or daemon.rss_mib)
    late = statistics.median(daemon.rss_mib[-quarter:])
    errors = [line for line in _log(folder) if line.get("level") in {"error", "critical"}]
    size = (folder / "archive.db").stat().st_size
    shown.section("The daemon alone with a moving archive")
    shown.line(
        "pages, edits and takedowns of the archive", f"{len(archive.pages)}, {archive.edits()}"
    )
    shown.line("checks", f"{verdict.checks:,}")
    shown.line(
        "states read, of those that stood long enough to be",
        f"{verdict.seen} of {verdict.due}",
        "all",
    )
    shown.line("checks that read other words than were there", str(len(verdict.wrong)), "0")
    shown.line("pages left alone for too long", str(len(verdict.lost)), "0")
    shown.line("changes told twice, or of nothing", str(len(verdict.false)), "0")
    shown.line("memory, second and last quarter", f"{early:.1f}, {late:.1f} MiB", "flat")
    shown.line(
        "archive, and bytes a check", f"{size / 2**20:.1f} MiB, {size // max(1, verdict.checks)}"
    )
    shown.line("exit codes of run and verify", f"{exits[0]}, {exits[1]}", "0, 0")
    shown.line("errors in the log", str(len(errors)), "0")
    for line in (*verdict.wrong[:5], *verdict.lost[:5], *verdict.false[:5], *map(str, errors[:5])):
        shown.note(line)
    holds = (
        not (verdict.wrong or verdict.lost or verdict.false or errors or any(exits))
        and verdict.seen == verdict.due
        and late <= early * 1.05 + 2
    )
    print("\nall of it holds" if holds else "\nNOT all of it holds", flush=True)
    return 0 if holds else 1


def _log(folder: Path) -> list[dict[str, object]]:
    found = []
    for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(json.JSONDecodeError):  # one that a kill cut short
            found.append(json.loads(line))
    return found


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 120.0))
