"""The daemon tells by itself; a receiver that hangs neither stops the checks nor keeps it alive."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

from daemon.running import CONFIG, has, running, stopped, wait_until
from servers import Answer, PageServer

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
