"""Links as they are listed: what broke since it was good, what recovered, by host and by page."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cli.program import Program
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, check, settings, watching
from services.test_links import asked, linking

_PAGES = (f"http://{HOST}/one/", f"http://{HOST}/two/")
_BROKE = "http://other.example/broke/"
_AGAIN = "http://other.example/again/"
_NEVER = "http://third.example/never/"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """An archive with a link that broke, one that broke and recovered, and one dead from the first."""
    folder = tmp_path_factory.mktemp("links")
    program = Program(folder)
    asyncio.run(_live_through(folder))
    return program


async def _live_through(folder: Path) -> None:
    hands = Hands()
    there = Answer(body=article("It is there."))
    with PageServer() as server:
        server.page("/one/", linking(_BROKE, _AGAIN, _NEVER))
        server.page("/two/", linking(_BROKE))
        given = settings(server.connect_to(HOST, "other.example", "third.example"))
        with watching(folder, given, hands) as watch:
            await check(watch, *_PAGES)
            for broke, again in ((there, there), *[(Answer(status=410),) * 2] * 3):
                server.routes["other.example", "/broke/"] = broke
                server.routes["other.example", "/again/"] = again
                await asked(watch)
                hands.move(days=3)
            server.routes["other.example", "/again/"] = there
            await asked(watch)


def _urls(program: Program, *options: str) -> list[str]:
    ran = program.run("links", *options, "--format", "json")
    assert ran.code == 0, ran.err
    return [link["url"] for link in ran.document()]


def test_what_broke_since_it_was_good_is_not_mixed_with_old_rot(program: Program) -> None:
    assert _urls(program, "--broke") == [_BROKE]
    assert _urls(program, "--broke", "--since", "2026-03-04") == [_BROKE]
    assert _urls(program, "--broke", "--since", "2027-01-01") == []
    assert set(_urls(program)) == {_BROKE, _AGAIN, _NEVER}


def test_what_recovered_is_listed_by_the_time_of_its_recovery(program: Program) -> None:
    assert _urls(program, "--recovered") == [_AGAIN]
    assert _urls(program, "--recovered", "--since", "2026-03-13") == [_AGAIN]
    assert _urls(program, "--recovered", "--since", "2026-03-14") == []


def test_links_are_counted_by_host_and_by_page(program: Program) -> None:
    by_host = program.run("links", "--by", "host").out.split()
    assert by_host[by_host.index("third.example") :][:5] == ["third.example", "1", "1", "0", "0"]
    assert by_host[by_host.index("other.example") :][:5] == ["other.example", "2", "1", "0", "0"]
    by_page = program.run("links", "--by", "page").out.split()
    assert by_page[by_page.index(_PAGES[0]) :][:5] == [_PAGES[0], "3", "2", "0", "0"]
    assert by_page[by_page.index(_PAGES[1]) :][:5] == [_PAGES[1], "1", "1", "0", "0"]


@pytest.mark.parametrize("by", ["host", "page"])
def test_the_page_of_links_tells_each_dead_link_where_it_stands(program: Program, by: str) -> None:
    drawn = BeautifulSoup(program.run("links", "--format", "html", "--by", by).out, "html.parser")
    headings = [str(one.contents[0].get_text()).strip() for one in drawn.find_all("h2")]
    assert headings == (["other.example", "third.example"] if by == "host" else list(_PAGES))
    assert drawn.h1 is not None
    assert drawn.h1.get_text() == "2 dead links, of 3 links"
    text = drawn.get_text()
    assert "gone for good (410)" in text
    assert "last good 2026-03-01" in text
    assert _AGAIN not in text


def test_under_a_page_stand_only_its_own_words_of_a_link(program: Program) -> None:
    drawn = BeautifulSoup(program.run("links", "--format", "html").out, "html.parser")
    section = next(one for one in drawn.find_all("section") if _PAGES[1] in one.get_text())
    assert [place.get_text() for place in section.select("ul li")] == ["“that one”"]


def test_a_time_without_what_it_is_the_time_of_is_refused(program: Program) -> None:
    ran = program.run("links", "--since", "2026-01-01")
    assert ran.code == 2
    assert "--broke or --recovered" in ran.err


def test_options_may_stand_before_the_page(program: Program) -> None:
    first = _urls(program, "--state", "gone", _PAGES[1], "--broke")
    assert first == _urls(program, _PAGES[1], "--broke", "--state", "gone") == [_BROKE]


def test_groups_are_rows_for_programs_too(program: Program) -> None:
    rows = program.run("links", "--by", "host", "--format", "json").document()
    third = {"host": "third.example", "links": 1, "dead": 1, "in_doubt": 0, "blocked": 0}
    assert third in rows
    lines = program.run("links", "--by", "host", "--format", "csv").out.splitlines()
    assert (lines[0], "third.example,1,1,0,0" in lines) == (
        "host,links,dead,in_doubt,blocked",
        True,
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["chek"], "Did you mean `archive-watch links check`?"),
        (["--state", "gone", "nonsense"], "'nonsense' is no command and no address"),
        (["nobody.example"], "nobody.example is not watched"),
        (["--broke", "--recovered"], "exclude one another"),
        (["--by", "page", "--format", "junit"], "leave out --by"),
    ],
)
def test_a_slip_is_answered_as_one(program: Program, line: list[str], told: str) -> None:
    ran = program.run("links", *line)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_host_that_nobody_watches_is_not_said_to_be_without_changes(program: Program) -> None:
    for command in (["changes"], ["search", "words"]):
        ran = program.run(*command, "--site", "nobody.example")
        assert (ran.code, ran.out) == (0, "")
        assert "no page of nobody.example is watched" in ran.err
        assert "is watched" not in program.run(*command, "--site", HOST).err
