"""Several processes at one archive, and processes that are killed: nothing locked, nothing lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage.database import open_archive
from servers import PageServer
from warcs import page, response, written
from watching import imported, watch_of


def _warc(path: Path, name: str, count: int) -> Path:
    records = [
        response(
            f"https://archive.example/{name}-{number % 20}",
            page(f"What {name} says the {number // 20 + 1}th time on its page {number % 20}."),
            at=f"2020-01-{number // 20 + 1:02d}T00:00:00Z",
        )
        for number in range(count)
    ]
    return written(path / f"{name}.warc", *records)


def _started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    config = folder / "archive-watch.toml"
    config.write_text(
        '[fetch]\nmin_delay_seconds = 0\nallow_networks = ["127.0.0.0/8"]\n', encoding="utf-8"
    )
    options = ["--quiet", "--config", str(config), "--db", str(folder / "archive.db")]
    return subprocess.Popen(
        [sys.executable, "-m", "archive_watch", *options, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_imports_fetches_verifying_and_reports_go_on_side_by_side(tmp_path: Path) -> None:
    files = [_warc(tmp_path, name, 160) for name in ("one", "two")]
    imported(tmp_path / "archive.db", _warc(tmp_path, "seed", 1))
    with PageServer() as server:
        urls = [f"{server.url}/page-{number}.html" for number in range(40)]
        for number in range(40):
            server.page(f"/page-{number}.html", f"<main><h1>P</h1><p>Words {number}.</p></main>")
        running = {
            name: _started(tmp_path, *arguments)
            for name, arguments in {
                "import one": ("import", str(files[0])),
                "import two": ("import", str(files[1])),
                "fetch": ("fetch", *urls),
                "verify": ("verify",),
                "verify too": ("verify",),
                "report": ("report",),
                "status": ("status",),
            }.items()
        }
        ended = {name: (*process.communicate(timeout=300), process.returncode)
                 for name, process in running.items()}  # fmt: skip
    assert {name: (code, err) for name, (_, err, code) in ended.items() if code} == {}
    with open_archive(tmp_path / "archive.db") as archive:
        assert archive.number("SELECT count(*) FROM fetches") == 160 + 160 + 40 + 1
        assert verify_archive(watch_of(archive)) == []


def test_an_import_killed_at_any_moment_is_sound_and_is_simply_repeated(tmp_path: Path) -> None:
    file, chance = _warc(tmp_path, "one", 400), random.Random(11)
    imported(tmp_path / "archive.db", _warc(tmp_path, "seed", 1))
    kept = []
    for _ in range(5):
        process = _started(tmp_path, "import", str(file))
        time.sleep(chance.uniform(0.8, 2.5))
        process.kill()
        process.communicate()
        with open_archive(tmp_path / "archive.db") as archive:
            kept.append(archive.number("SELECT count(*) FROM fetches"))
            assert verify_archive(watch_of(archive)) == []
    assert kept == sorted(kept)
    imported(tmp_path / "archive.db", file)
    imported(tmp_path / "whole.db", file)
    told = []
    for name in ("archive.db", "whole.db"):
        with open_archive(tmp_path / name) as archive:
            told.append(
                [
                    tuple(row)
                    for row in archive.rows(
                        "SELECT url, kind, not_before, not_after, from_version, to_version, summary"
                        " FROM recent_changes ORDER BY url, not_after"
                    )
                ]
            )
    assert told[0] == told[1]
    assert len(told[1]) == 380
