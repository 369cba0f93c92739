"""A tombstone shows what it rests on: the checks, their statuses, and the bodies that are kept."""

from __future__ import annotations

from pathlib import Path

from cli.program import Program
from servers import Answer, PageServer
from services.asking import article


def test_the_history_of_a_page_that_is_gone_has_the_evidence(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        url = f"{server.url}/remarks/"
        server.page("/remarks/", article("The harbour is open."))
        program.run("fetch", url)
        server.routes["/remarks/"] = Answer(status=410, body="<h1>Gone</h1>")
        program.run("fetch", url)
        program.run("fetch", url)
    read, gone = program.run("history", url, "--format", "json").document()
    assert read["absences"] == []
    assert gone["version"] is None
    assert [(one["status"], one["reason"], one["evidence"]) for one in gone["absences"]] == [
        (410, "http_410", ["answered 410"])
    ] * 2
    assert all(len(one["capture_sha256"]) == 64 for one in gone["absences"])
    told = program.run("history", url).out
    assert "2 checks (status 410; bodies kept: 2); the first: answered 410" in told
