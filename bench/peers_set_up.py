"""The peers in a folder of their own: their drivers copied, each in its own environment.

The drivers are the ones that everybody's numbers come from; they are copied to a folder that git
ignores and run there.  Needs the network the first time: each environment takes a minute or two.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOM = Path(__file__).resolve().parent / "out" / "beside"
DRIVERS = ROOM / "peers"
_SHARED = Path(os.environ.get("ARCHIVE_WATCH_SHARED", "../shared"))
_COMMANDS = {
    "urlwatch": "v_urlwatch/bin/urlwatch",
    "webchanges": "v_webchanges/bin/webchanges",
    "webchanges_all": "v_webchanges/bin/webchanges",
    "cdio": "v_cdio/bin/changedetection.io",
    "floor_httpx": "v_webchanges/bin/python",
    "floor_bs4_cond": "v_webchanges/bin/python",
    "floor_selectolax": "v_webchanges/bin/python",
}
PEERS = tuple(_COMMANDS)


def take_drivers() -> bool:
    """Copy the drivers; False where there are none to copy."""
    given = _SHARED / "bench" / "peers"
    if not given.is_dir():
        return False
    shutil.copytree(given, DRIVERS, dirs_exist_ok=True)
    return True


def set_up(peers: list[str]) -> list[str]:
    """Install what is missing of ``peers``; those that are there to be run afterwards."""
    if any(not (ROOM / _COMMANDS[peer]).exists() for peer in peers):
        subprocess.run(["bash", str(DRIVERS / "setup.sh")], check=False)
    return [peer for peer in peers if (ROOM / _COMMANDS[peer]).exists()]


def drive() -> Any:
    """The module that starts the server, and measures what a command takes."""
    sys.path.insert(0, str(DRIVERS))
    return import_module("drive")


def run_peer(peer: str, *, pages: int, mode: str, changed: int, unchanged: int, out: Path) -> None:
    """Drive one peer; its lines are added to ``out``."""
    subprocess.run(
        [
            *(sys.executable, str(DRIVERS / "drive.py"), "--tool", peer, "--n", str(pages)),
            *("--mode", mode, "--rounds", str(changed), "--unchanged", str(unchanged)),
            *("--out", str(out)),
        ],
        check=False,
        stdout=subprocess.DEVNULL,
    )
