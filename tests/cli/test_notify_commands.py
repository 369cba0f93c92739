"""``notify``: whether people can be told, how the channels are, and what an exit code says of it."""

from __future__ import annotations

import json
from pathlib import Path

from cli.program import OWN_NETWORK, Program
from servers import Answer, PageServer
from services.asking import article


def with_hook(folder: Path, server: PageServer, more: str = "") -> Program:
    channel = f'[notify.desk]\ntype = "webhook"\nurl = "{server.url}/hook/t0ken"\n{more}'
    return Program(folder, OWN_NETWORK + channel)


def test_a_test_message_says_whether_the_channel_works_and_needs_no_archive(tmp_path: Path) -> None:
    with PageServer() as server:
        program = with_hook(tmp_path, server, 'secret_env = "HOOK"\n')
        missing = program.run("notify", "test")
        assert (missing.code, server.requests) == (2, [])
        assert "desk: secret: the environment variable HOOK is not set" in missing.err
        failed = program.run("notify", "test", "desk", env={"HOOK": "s3cret"})
        assert (failed.code, failed.out) == (3, "desk: not taken: it answered 404\n")
        server.page("/hook/t0ken", "thanks")
        good = program.run("notify", "test", env={"HOOK": "s3cret"})
        assert (good.code, good.out) == (0, "desk: taken\n")
        assert json.loads(server.requests[-1].body)["kind"] == "test"
        assert not program.database.exists()
        assert "s3cret" not in good.out + good.err + failed.err
    unknown = program.run("notify", "test", "dusk")
    assert (unknown.code, "configured: desk" in unknown.err) == (2, True)


def test_without_a_channel_it_is_told_how_to_write_one(tmp_path: Path) -> None:
    ran = Program(tmp_path).run("notify", "test")
    assert ran.code == 2
    assert "[notify.NAME]" in ran.err


def test_what_a_fetch_found_is_sent_by_hand_listed_and_retried(tmp_path: Path) -> None:
    with PageServer() as server:
        program = with_hook(tmp_path, server, "immediate_severity = 1\n")
        url = f"{server.url}/remarks/"
        server.page("/remarks/", article("The harbour is open."))
        assert program.run("fetch", url).code == 0
        server.page("/remarks/", article("The harbour is not open."))
        assert program.run("fetch", url).code == 0
        server.routes["/hook/t0ken"] = Answer(status=503)
        down = program.run("notify", "send")
        assert (down.code, down.out) == (3, "1 made, 0 sent, 1 waiting or given up\n")
        (listed,) = program.run("notify", "list", "--format", "json").document()
        assert (listed["name"], listed["last_error"]) == ("desk", "it answered 503")
        assert listed["messages"]["waiting"] == 1
        assert "t0ken" not in json.dumps(listed)
        server.page("/hook/t0ken", "thanks")
        assert program.run("notify", "retry").out == "1 message to be sent now\n"
        assert program.run("notify", "send").out == "0 made, 1 sent, 0 waiting or given up\n"
        sent = [json.loads(one.body) for one in server.requests if one.method == "POST"]
    assert sent[-1]["id"] == sent[0]["id"]
    assert "negation" in sent[-1]["changes"][0]["flags"]
