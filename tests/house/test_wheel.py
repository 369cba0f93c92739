"""What people install is what is tested: the built wheel, in a clean environment, anywhere."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a clean environment that holds the locked dependencies and the wheel."""
    room = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(room)]
    subprocess.run([*build, str(TOP)], check=True, capture_output=True)
    wheel = next(room.glob("*.whl"))
    venv.create(room / "env")  # its own pip is not what is tested, and dear to unpack
    into = ["--python", str(room / "env/bin/python"), "install", "--quiet"]
    pip = [sys.executable, "-m", "pip", *into, "--no-compile", "--disable-pip-version-check"]
    locked = ["--require-hashes", "-r", str(TOP / "requirements/run.txt")]
    subprocess.run([*pip, *locked], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    return room / "env/bin/archive-watch"


def _run(command: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    home = cwd / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [command, *arguments],
        cwd=cwd,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_wheel_shows_its_help(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "archive-watch demo" in done.stdout


def test_the_wheel_begins_a_project_in_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, "init", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "config/archive-watch.toml").is_file()) == (0, True)
    assert list((tmp_path / "config/sites").glob("*.toml"))
    doctor = _run(installed, "doctor", cwd=tmp_path)
    assert doctor.returncode == 0
    assert str(tmp_path / "db/archive.db") in doctor.stdout


def test_the_wheel_runs_the_demo_in_an_empty_directory(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, "demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 pages gone" in done.stdout
    assert (tmp_path / "demo/archive.db").is_file()
    changes = _run(installed, "--db", "demo/archive.db", "changes", cwd=tmp_path)
    assert changes.returncode == 0
    assert "optimistic" in changes.stdout


def test_the_plugin_of_the_wheel_is_found_by_datasette(installed: Path, tmp_path: Path) -> None:
    _run(installed, "demo", cwd=tmp_path)
    asked = ["demo/archive.db", "--get", "/archive/recent_changes"]
    done = _run(installed.with_name("datasette"), *asked, cwd=tmp_path)
    assert done.returncode == 0
    assert "What changed" in done.stdout
