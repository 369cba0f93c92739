"""A host that is left alone is said to be, wherever an operator looks."""

from __future__ import annotations

from pathlib import Path

from cli.program import Program
from servers import Answer, PageServer

SETTINGS = '[fetch]\nmin_delay_seconds = 0.05\nallow_networks = ["127.0.0.0/8"]\n'


def test_a_host_out_of_order_is_told_by_fetch_status_and_doctor_and_tried_by_name(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path, SETTINGS)
    with PageServer() as server:
        server.fallback = Answer(status=500)
        server.routes["/robots.txt"] = Answer(status=404)
        host = f"127.0.0.1:{server.port}"
        urls = [f"{server.url}/{number}" for number in range(7)]
        assert program.run("add", *urls).code == 0
        first = program.run("fetch")
        assert first.code == 3
        assert "7 checked: 5 server_error, 2 deferred" in first.err
        told = [line.split()[0] for line in first.out.splitlines()]
        assert told == [*["server_error"] * 5, "deferred"]
        assert first.out.splitlines()[-1] == f"deferred       {host} (on_hold): 2 pages"
        said = f"{host} is left alone: it is out of order since "
        assert said in first.err
        assert f"answered 500 for {server.url}/" in first.err
        assert "; next attempt 20" in first.err
        server.requests.clear()
        again = program.run("fetch", "--all")
        assert again.code == 3
        assert said in again.err
        assert again.out == f"deferred       {host} (on_hold): 7 pages\n"
        each = program.run("fetch", "--all", "--format", "jsonl").lines()
        assert [visit["url"] for visit in each] == urls
        assert {visit["reason"] for visit in each} == {"on_hold"}
        assert program.run("fetch", "--all", "--format", "json").document() == each
        assert server.paths() == []
        doctor = program.run("doctor")
        assert f"left alone: {host}: it is out of order since" in doctor.out
        assert "unreachable_host" in program.run("status").out
        server.fallback = Answer(body="<main><h1>Words</h1><p>Words again.</p></main>")
        assert program.run("fetch", urls[0]).code == 0
        assert "left alone" not in program.run("doctor").out
