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


def test_a_page_that_is_in_doubt_is_listed_by_its_state_and_its_history_says_so(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        gone, live = f"{server.url}/gone/", f"{server.url}/live/"
        for path in ("/gone/", "/live/"):
            server.page(path, article("The harbour is open."))
        program.run("fetch", gone, live)
        server.routes["/gone/"] = Answer(status=404)
        program.run("fetch", gone)
    listed = program.run("pages", "--state", "suspect", "--state", "withheld", "--format", "jsonl")
    assert [page["url"] for page in listed.lines()] == [gone]
    assert "now suspect: the last check saw it gone; not confirmed yet" in (
        program.run("history", gone).out
    )
    assert "now" not in program.run("history", live).out
    none = program.run("pages", "--state", "blocked")
    assert (none.code, none.out, none.err) == (0, "", "no page is blocked\n")
