"""backup and restore as their operator runs them, from a killed daemon to the same answers again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from archive_watch.daemon.single import only_daemon
from archive_watch.shipped import shipped
from archive_watch.storage.database import open_for_reading
from cli.program import Program
from daemon.running import CONFIG, rows, running, stopped, wait_until
from servers import PageServer
from warcs import page, response, written
from watching import imported

_URL = "https://archive.example/report"
_WORDS = " ".join(f"Paragraph {number} of the report goes on." for number in range(2_000))


def _archive(folder: Path) -> Path:
    records = [
        response(_URL, page(f"What was agreed? {_WORDS}"), at="2020-01-01T00:00:00Z"),
        response(_URL, page(f"What was decided? {_WORDS}"), at="2020-01-02T00:00:00Z"),
    ]
    imported(folder / "archive.db", written(folder / "f.warc", *records))
    return folder / "archive.db"


def _views(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every view."""
    names = [entry.name.removesuffix(".sql") for entry in shipped("db/views").iterdir()]
    with open_for_reading(database) as archive:
        return {
            name: sorted(tuple(row) for row in archive.rows(f"SELECT * FROM {name}"))
            if name != "current_transcripts"
            else [tuple(row) for row in archive.rows(f"SELECT * FROM {name} ORDER BY rowid")]
            for name in names
        }


def test_what_was_killed_while_it_wrote_and_was_copied_is_restored_row_by_row(
    tmp_path: Path,
) -> None:
    """The drill: a daemon writes, a copy is made, the daemon is killed, the archive is lost."""
    with PageServer() as server:
        for number in range(30):
            server.page(f"/{number}.html", f"<main><h1>P</h1><p>Words of page {number}.</p></main>")
        watched = "".join(
            f'[[watch]]\nurl = "{server.url}/{number}.html"\nevery = "1s"\n' for number in range(30)
        )
        with running(tmp_path, "run", config=CONFIG + watched) as daemon:
            wait_until(lambda: _checks(tmp_path) > 40)
            before = _checks(tmp_path)
            program = Program(tmp_path, CONFIG + watched)
            made = program.run("backup", "copies/")
            wait_until(lambda: _checks(tmp_path) > before + 10)
            daemon.send_signal(signal.SIGKILL)
            daemon.wait()
    assert (made.code, made.err) == (0, "")
    (copy,) = (tmp_path / "copies").iterdir()
    assert made.out.startswith(f"{copy}: ")
    told = _views(copy)
    assert before <= len(told["check_log"]) <= _checks(tmp_path)

    (tmp_path / "lost").mkdir()
    for left in tmp_path.glob("archive.db*"):
        left.rename(tmp_path / "lost" / left.name)
    assert program.run("restore", str(copy)).code == 0
    assert _views(tmp_path / "archive.db") == told
    assert program.run("verify").code == 0
    assert f"{server.url}/7.html" in program.run("search", "words of page 7").out
    with running(tmp_path, "run", config=CONFIG + watched) as daemon:
        wait_until(lambda: _checks(tmp_path) > len(told["check_log"]))
        assert stopped(daemon, signal.SIGTERM)[0] == 0


def _checks(folder: Path) -> int:
    if not (folder / "archive.db").exists():
        return 0
    try:
        return int(rows(folder, "SELECT count(*) AS n FROM check_log")[0]["n"])
    except Exception:  # noqa: BLE001  the daemon is just making it
        return 0


def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_a_copy(tmp_path: Path) -> None:
    database = _archive(tmp_path)
    program = Program(tmp_path)
    script = (
        "import os, signal, sys\n"
        "from archive_watch.services.copying import back_up\n"
        "def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n"
        "setattr(back_up, sys.argv.pop(1), die)\n"
        "from archive_watch.cli.root import main\n"
        "main()\n"
    )
    for step in ("verify_archive", "place"):
        killed = subprocess.run(
            [sys.executable, "-c", script, step, "--db", str(database), "backup", "copies/"],
            cwd=tmp_path,
            check=False,
            env=program.environment(PYTHONPATH=os.pathsep.join(sys.path)),
        )
        assert killed.returncode == -signal.SIGKILL
        (left,) = (tmp_path / "copies").iterdir()
        assert left.name.startswith(".")
        assert left.suffix == ".part"
    assert program.run("backup", "copies/").code == 0
    assert [path.suffix for path in (tmp_path / "copies").iterdir()] == [".db"]


def test_an_archive_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    database = _archive(tmp_path)
    program = Program(tmp_path)
    assert program.run("backup", "copy.db").code == 0
    before = database.read_bytes()
    ran = program.run("restore", "copy.db")
    assert ran.code == 2
    assert "nothing is overwritten" in ran.err
    assert "--db FILE restore" in ran.err
    assert database.read_bytes() == before


def test_a_daemon_that_is_at_work_keeps_its_place(tmp_path: Path) -> None:
    database = _archive(tmp_path)
    program = Program(tmp_path, CONFIG)
    assert program.run("backup", "copy.db").code == 0
    for left in tmp_path.glob("archive.db*"):
        left.unlink()
    with only_daemon(database):
        ran = program.run("restore", "copy.db")
    assert ran.code == 2
    assert "another `archive-watch run`" in ran.err
    assert not database.exists()
