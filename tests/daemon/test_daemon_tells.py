"""The daemon tells by itself; a receiver that hangs neither stops the checks nor keeps it alive."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

from archive_watch.daemon.chores import CHORES
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.services.asking.network import open_network
from archive_watch.services.notifying.revive_messages import revive_messages
from archive_watch.storage.chores import chore_records
from daemon.running import CONFIG, has, running, stopped, wait_until
from servers import Answer, PageServer
from services.telling_people import desk

_CHANNELS = """
[notify.desk]
type = "webhook"
url = "{hook}/hook"
immediate_severity = 1
digest = "off"
[notify.mute]
type = "mail"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "watch@harbour.example"
to = ["desk@news.example"]
immediate_severity = 1
digest = "off"
[[watch]]
url = "{hook}/remarks/"
every = "1s"
"""


def test_a_change_is_told_within_seconds_while_another_receiver_hangs(tmp_path: Path) -> None:
    with PageServer() as server, socket.create_server(("127.0.0.1", 0)) as mute:
        server.page("/remarks/", "<main><h1>A</h1><p>The harbour is open to all.</p></main>")
        server.page("/hook", "thanks")
        config = CONFIG + _CHANNELS.format(hook=server.url, port=mute.getsockname()[1])
        with running(tmp_path, "run", config=config) as process:
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM pages_now WHERE versions = 1"))
            server.page("/remarks/", "<main><h1>A</h1><p>The harbour is open to some.</p></main>")
            wait_until(lambda: [one for one in server.requests if one.method == "POST"])
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM outbox WHERE state = 'sending'"))
            server.routes["/remarks/"] = Answer(status=404)
            wait_until(lambda: has(tmp_path, "SELECT 1 FROM pages_now WHERE state = 'removed'"))
            code, log = stopped(process, signal.SIGTERM)
    (post,) = [one for one in server.requests if one.method == "POST"]
    assert json.loads(post.body)["changes"][0]["edits"][0]["removed"] == "all"
    assert code == 0
    assert "desk@news.example" not in json.dumps(log)


async def test_what_is_to_be_told_waits_for_no_turn_of_a_chore(tmp_path: Path) -> None:
    (tell,) = [chore for chore in CHORES if chore.name == "tell"]
    with desk(tmp_path, digest="off") as told:
        await told.see("The harbour is open.")
        told.clock.move(hours=1)
        await told.vanish()
        told.receiver.says = [Answer(status=500)]
        for attempts in (1, 2):
            async with open_network(told.watch) as network:
                await do_due_chores(told.watch, network, [tell])
            assert len(told.receiver.attempts) == attempts
            revive_messages(told.watch, "desk")
        assert len(told.receiver.taken) == 1
        records = chore_records(told.watch.archive)
        async with open_network(told.watch) as network:
            await do_due_chores(told.watch, network, [tell])
        assert chore_records(told.watch.archive) == records  # nothing to tell writes nothing
