"""The peers' side of the events: the text of one page for each, all in one list of jobs.

Each event has a server of its own.  A peer is run once a round and has three words for what it
finds: NEW, CHANGED and ERROR (webchanges marks an error that it reports again as REPEATED, and
reports it; what counts of changedetection.io, ``events_cdio`` says).  A round has 60 seconds, after
which what was printed counts, and begins a second after the last, since urlwatch keeps what it saw
by the second.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import events_cdio
import peers_set_up
from servers import Answer, PageServer
from services.twenty_events import EVENTS, NAMES, PATH, RESET, begin, put, resets

PEERS = ("urlwatch", "webchanges", "cdio")
_ROUNDS = 4
_ROUNDS_AFTER = 2
_LIMIT_SECONDS = 60
_JOB = "name: p{at}\nurl: {url}\nfilter:\n  - css: main\n  - html2text"
_SAID = re.compile(r"^\d+\. (CHANGED|ERROR)[^:]*: p(\d+)$", re.MULTILINE)
_ROOM = peers_set_up.ROOM
_COMMANDS = {
    "urlwatch": "v_urlwatch/bin/urlwatch --urls jobs --config config --cache seen --hooks none",
    "webchanges": "v_webchanges/bin/webchanges --jobs jobs --config config --database seen"
    " --hooks none",
}
_CONFIGS = {
    "urlwatch": "report:\n  stdout: {enabled: true, color: false}\n",
    "webchanges": "report:\n  stdout: {color: false}\n",
}

Look = Callable[[], Iterable[tuple[str, int]]]
Told = dict[str, tuple[list[str], list[str]]]


def installed() -> list[str]:
    """The peers that are there, or can be had."""
    return peers_set_up.set_up(list(PEERS)) if peers_set_up.take_drivers() else []


def told(peer: str) -> Told:
    """For each event what was told while it lasted, and when all was as before."""
    with ExitStack() as open_now:
        servers = {name: open_now.enter_context(PageServer()) for name in NAMES}
        folder = Path(open_now.enter_context(tempfile.TemporaryDirectory()))
        for server in servers.values():
            begin(server)
            server.routes["/hook"] = Answer()
        look = _looks(peer, folder, [server.url + PATH for server in servers.values()])
        _rounds(look, servers, (None,))
        during = _rounds(look, servers, range(_ROUNDS))
        over = _rounds(look, servers, (None,) * _ROUNDS_AFTER)
        return {name: (during[name], over[name]) for name in NAMES}


def _looks(peer: str, folder: Path, urls: Sequence[str]) -> Look:
    """What makes one round of a peer, and says what it was told of which page."""
    if peer == "cdio":
        return events_cdio.Looks(folder, urls)
    jobs = [_JOB.format(at=at, url=url) for at, url in enumerate(urls)]
    (folder / "jobs").write_text("\n---\n".join(jobs))
    (folder / "config").write_text(_CONFIGS[peer])
    return partial(_printed, peer, folder)


def _rounds(
    look: Look, servers: dict[str, PageServer], numbers: Iterable[int | None]
) -> dict[str, list[str]]:
    """What each event's page was said to be; a round without a number is as it was before."""
    said: dict[str, list[str]] = {name: [] for name in NAMES}
    for number in numbers:
        for name, server in servers.items():
            event = resets(server) if name == RESET else EVENTS[name]
            then = {} if number is None else event.then[min(number, len(event.then) - 1)]
            put(server, {**event.before, **then})
        for word, at in look():
            said[NAMES[at]].append(word.lower())
        time.sleep(1.1)
    return said


def _printed(peer: str, folder: Path) -> list[tuple[str, int]]:
    return [(word, int(at)) for word, at in _SAID.findall(_run(peer, folder))]


def _run(peer: str, folder: Path) -> str:
    program, *options = _COMMANDS[peer].split()
    with (folder / "said").open("w") as said, contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [str(_ROOM / program), *options],
            check=False,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.DEVNULL,
            timeout=_LIMIT_SECONDS,
        )
    return (folder / "said").read_text(errors="replace")
