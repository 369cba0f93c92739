"""The peers of the link checks, each in a folder of its own that git ignores, with hashes.

Needs the network the first time.  What cannot be had is None, and is said where it would be used.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

_TOP = Path(__file__).resolve().parents[1]
_ROOM = _TOP / "bench" / "out" / "beside"
_LOCK = _TOP / "requirements" / "bench.txt"
_PACKAGES = _TOP / "requirements" / "linkinator"


def peers_python() -> Path | None:
    """The interpreter that has aiohttp and LinkChecker."""
    room = _ROOM / "v_links"
    python = room / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(room)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(_LOCK)]
    return python if subprocess.run(pip, check=False).returncode == 0 else None


def linkchecker() -> Path | None:
    """The command of LinkChecker."""
    python = peers_python()
    return None if python is None else python.with_name("linkchecker")


def linkinator() -> Path | None:
    """The command of linkinator; None without npm, too."""
    room = _ROOM / "v_linkinator"
    command = room / "node_modules" / ".bin" / "linkinator"
    npm = shutil.which("npm")
    if npm is None:
        return None
    if not command.exists():
        shutil.copytree(_PACKAGES, room, dirs_exist_ok=True)
        subprocess.run([npm, "ci", "--silent", "--no-audit", "--no-fund"], cwd=room, check=False)
    return command if command.exists() else None
