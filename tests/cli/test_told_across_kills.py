"""Whatever is killed: nothing that is to be told is lost, and a double is known by its key."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
from collections import defaultdict
from pathlib import Path

from archive_watch.storage.database import open_for_reading
from cli.program import OWN_NETWORK, Program
from servers import Answer, PageServer, Request
from services.asking import article

_ROUNDS = 3
_PAUSE_SECONDS = 1  # between two alerts: the least that a channel may be given
_CHANNEL = (
    'type = "webhook"\nurl = "{}/hook"\nimmediate_severity = 1\n'
    f'immediate_every = "{_PAUSE_SECONDS}s"\n'
)


class Slow:
    """A receiver that says when somebody is at its door, and answers when it is told to."""

    def __init__(self) -> None:
        self.came, self.may_answer = threading.Event(), threading.Event()
        self.seen: defaultdict[str, list[bytes]] = defaultdict(list)

    def __call__(self, request: Request) -> Answer:
        key = request.header("webhook-id")
        assert key is not None
        self.seen[key].append(request.body)
        self.came.set()
        self.may_answer.wait(60)
        return Answer(status=204)


def _killed(program: Program, slow: Slow, seconds: float) -> None:
    """Send, and be killed: at the receiver's door, or at any other moment."""
    slow.came.clear()
    slow.may_answer.clear()
    process = subprocess.Popen(
        program.command("notify", "send"), env=program.environment(), cwd=program.folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    slow.came.wait(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    slow.may_answer.set()


def test_every_change_is_told_under_one_key_however_often_the_sender_is_killed(
    tmp_path: Path,
) -> None:
    rng, slow = random.Random(5), Slow()
    with PageServer() as server:
        program = Program(tmp_path, f"{OWN_NETWORK}[notify.desk]\n{_CHANNEL.format(server.url)}")
        server.routes["/hook"] = slow
        for edition in range(_ROUNDS + 1):
            server.page("/remarks/", article(f"The harbour has {edition} lights and more words."))
            assert program.run("fetch", f"{server.url}/remarks/").code == 0
            if edition:
                time.sleep(_PAUSE_SECONDS)
                _killed(program, slow, 60 if edition % 2 else rng.uniform(0.2, 1.5))
        time.sleep(_PAUSE_SECONDS)  # (what the killed one had no time to make is due by then)
        last = program.run("notify", "send")
        assert (last.code, last.out.endswith(" 0 waiting or given up\n")) == (0, True)
    with open_for_reading(program.database) as archive:
        changes = {row["id"] for row in archive.rows("SELECT id FROM changes")}
        states = [row["state"] for row in archive.rows("SELECT state FROM outbox")]
    assert len(changes) == _ROUNDS
    assert set(states) == {"sent"}
    assert all(len(set(bodies)) == 1 for bodies in slow.seen.values())
    assert any(len(bodies) > 1 for bodies in slow.seen.values())  # (it was killed at the door)
    told = [
        change["id"] for bodies in slow.seen.values() for change in json.loads(bodies[0])["changes"]
    ]
    assert sorted(told) == sorted(changes)
