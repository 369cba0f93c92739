"""Nothing acknowledged is lost: the program is killed at any moment, every printed line stands."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from archive_watch.storage.database import open_archive, open_for_reading
from servers import Answer, PageServer, Request

_PAGES = 60


@pytest.mark.parametrize("lines", [1, 7, 23])
def test_every_printed_line_survives_a_kill(tmp_path: Path, lines: int) -> None:
    with PageServer() as server:
        urls = [f"{server.url}/page-{number}.html" for number in range(_PAGES)]
        for number in range(_PAGES):
            server.page(f"/page-{number}.html", f"<main><h1>P</h1><p>Words {number}.</p></main>")
        was_killed = threading.Event()

        def late(request: Request) -> Answer:
            was_killed.wait(60)
            return Answer(body="<main><h1>P</h1><p>Words.</p></main>")

        server.routes[f"/page-{_PAGES - 1}.html"] = late  # (it never comes to its end before)
        acknowledged = _fetch_and_kill(tmp_path, urls, after=lines)
        was_killed.set()
        assert lines <= len(acknowledged) < _PAGES
        database = tmp_path / "archive.db"
        with open_for_reading(database) as archive:
            stored = {row["url"]: row for row in archive.rows("SELECT * FROM check_log")}
        for line in acknowledged:
            assert stored[line["url"]]["outcome"] == line["outcome"] == "new"
            assert stored[line["url"]]["capture_sha256"] == line["capture_sha256"]
    with open_archive(database) as archive:
        assert archive.number("SELECT count(*) FROM pages") == _PAGES
    verified = _run(tmp_path, "verify")
    assert (verified.returncode, verified.stderr) == (0, "")


def _command(folder: Path, *arguments: str) -> list[str]:
    config = folder / "archive-watch.toml"
    config.write_text(
        '[fetch]\nmin_delay_seconds = 0\nallow_networks = ["127.0.0.0/8"]\n', encoding="utf-8"
    )
    options = ["--quiet", "--config", str(config), "--db", str(folder / "archive.db")]
    return [sys.executable, "-m", "archive_watch", *options, *arguments]


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(folder, *arguments), capture_output=True, text=True, check=False, timeout=180
    )


def _fetch_and_kill(folder: Path, urls: list[str], *, after: int) -> list[dict[str, object]]:
    """The lines that were printed before the process was killed, ``after`` of them at least."""
    running = subprocess.Popen(
        _command(folder, "fetch", "--format", "jsonl", *urls),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    printed = [running.stdout.readline() for _ in range(after)]
    running.send_signal(signal.SIGKILL)
    printed += running.stdout.readlines()
    running.stdout.close()
    running.wait()
    return [json.loads(line) for line in printed if line.endswith("\n")]
