"""What somebody meets who has just begun: the wrong folder, a refused address, a watch's first day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cli.program import OWN_NETWORK, Program
from servers import PageServer


def _elsewhere(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a folder that is no project, as a user whose home is beside it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    return subprocess.run(
        [sys.executable, "-m", "archive_watch", *arguments],
        cwd=folder,
        env={**kept, "HOME": str(folder / "user")},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_who_is_in_the_wrong_folder_is_told_so_and_where_a_new_archive_would_be(
    tmp_path: Path,
) -> None:
    told = _elsewhere(tmp_path, "status")
    assert (told.returncode, told.stdout) == (2, "")
    assert "go to the folder of your project" in told.stderr
    added = _elsewhere(tmp_path, "add", "https://harbour.example/")
    assert added.stderr.startswith(f"no project is here, so the archive is {tmp_path / 'user'}")
    again = _elsewhere(tmp_path, "add", "https://harbour.example/")
    assert (again.returncode, again.stderr) == (0, "")


def test_a_private_address_is_refused_with_the_option_that_lets_it_be_asked(
    tmp_path: Path,
) -> None:
    refused = Program(tmp_path, '[fetch]\ncontact = "a@harbour.example"\n').run(
        "fetch", "http://127.0.0.1:9/"
    )
    assert (refused.code, refused.out.split()[0]) == (3, "rejected")
    assert 'allow_networks = ["127.0.0.0/8"]' in refused.err
    unread = Program(tmp_path, OWN_NETWORK).run("fetch", "http://127.0.0.1:9/")
    assert (unread.code, "doctor --probe HOST" in unread.err) == (3, True)


def test_the_first_day_is_told_by_status_line_by_line(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        server.page("/a/", "<html><body><main><p>Words of the harbour.</p></main></body></html>")
        program.run("add", f"{server.url}/a/", f"{server.url}/b/")
        before = program.run("status").out
        program.run("run", "--once")
        after = program.run("status").out
        doctor = program.run("doctor").out
    assert "2 pages watched: 2 new; 2 never read" in before
    assert "no daemon" not in before
    assert "; 1 never read" in after
    assert "no daemon runs; the last one stopped at 20" in after
    assert "  no daemon runs; the last one stopped at 20" in doctor
