"""Stop watching a page and begin again: nothing is lost, and nothing is asked meanwhile."""

from __future__ import annotations

from pathlib import Path

from cli.program import Program
from servers import PageServer

PAGE = "<main><h1>Page</h1><p>The words of page {}.</p></main>"


def test_a_paused_page_is_not_checked_keeps_its_history_and_goes_on_where_it_was(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        urls = [f"{server.url}/{number}/" for number in range(2)]
        for number in range(2):
            server.page(f"/{number}/", PAGE.format(number))
        program.run("fetch", *urls)
        paused = program.run("pause", urls[0])
        again = program.run("pause", urls[0])
        everything = program.run("fetch", "--all", "--format", "json").document()
        listed = program.run("pages", "--format", "json").document()
        status = program.run("status", "--format", "json").document()
        by_hand = program.run("fetch", urls[0], "--format", "json").document()
        still = program.run("pages", "--format", "json").document()
        history = program.run("history", urls[0])
        resumed = program.run("resume", urls[0])
        finally_ = program.run("pages", "--format", "json").document()
    assert paused.out == f"paused  {urls[0]}\n"
    assert again.out == f"was paused already  {urls[0]}\n"
    assert [visit["url"] for visit in everything] == [urls[1]]
    assert sorted(page["state"] for page in listed) == ["live", "paused"]
    assert status["states"] == {"live": 1, "paused": 1}
    assert [visit["outcome"] for visit in by_hand] == ["unchanged"]
    assert sorted(page["state"] for page in still) == ["live", "paused"]
    assert history.code == 0
    assert resumed.out == f"watching again  {urls[0]}\n"
    assert [page["state"] for page in finally_] == ["live", "live"]


def test_a_page_that_is_not_watched_cannot_be_paused_and_nothing_else_is(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.run("add", "http://127.0.0.1:9/a/")
    unknown = program.run("pause", "http://127.0.0.1:9/a/", "http://127.0.0.1:9/b/")
    assert unknown.code == 2
    assert "is not watched" in unknown.err
    assert [page["state"] for page in program.run("pages", "--format", "json").document()] == [
        "new"
    ]
    assert "paused" in program.run("pause", "http://127.0.0.1:9/a/").out
    assert "archive-watch resume" in program.run("add", "http://127.0.0.1:9/a/").out
