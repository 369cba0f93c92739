"""links recheck: all links in a state are asked at once, due or not."""

from __future__ import annotations

from pathlib import Path

from cli.program import Program
from servers import Answer, PageServer
from services.asking import article


def test_suspected_links_are_asked_again_at_once_and_no_others(tmp_path: Path) -> None:
    with PageServer() as server:
        hrefs = " ".join(f'See <a href="/{name}.html">{name}</a>.' for name in ("good", "bad"))
        server.page("/page/", article(hrefs))
        server.page("/good.html", article("It is there."))
        server.routes["/bad.html"] = Answer(status=404)
        program = Program(tmp_path)
        assert program.run("add", f"{server.url}/page/").code == 0
        assert program.run("fetch").code == 0
        assert program.run("links", "check").code == 0
        server.requests.clear()
        assert "nothing" not in program.run("links", "check").err
        assert server.paths() == []

        ran = program.run("links", "recheck", "--state", "suspected", "--exit-code")
        assert (ran.code, ran.out) == (0, "1 link checked: 1 suspected\n")
        assert server.paths() == ["/bad.html"]

        server.page("/bad.html", article("It is back."))
        ran = program.run("links", "recheck", "--state", "broken", "--state", "suspected")
        assert (ran.code, ran.out) == (0, "1 link checked: 1 ok\n")


def test_recheck_wants_a_state_that_links_can_be_asked_in(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("links", "recheck").code == 2
    assert program.run("links", "recheck", "--state", "excluded").code == 2
