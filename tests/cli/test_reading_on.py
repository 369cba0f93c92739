"""What is printed for people and for other programs, from pages that mean harm; and what a page that
is gone, a configured page and a copy of an archive look like."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli.program import OWN_NETWORK, Program
from servers import Answer, PageServer

_HOSTILE = "=SUM(1)\x1b[31m\ufffe\u202e"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, PageServer]]:
    """A configured page with a hostile link, and seven that link to one place."""
    with PageServer() as server:
        watched = f'[[watch]]\nurl = "{server.url}/hostile"\ntags = ["configured"]\n'
        program = Program(tmp_path_factory.mktemp("reading"), OWN_NETWORK + watched)
        link = f'<a href="/gone">{_HOSTILE}</a> <a href="mailto:a@b.example">write</a>'
        server.page("/hostile", f"<main><h1>{_HOSTILE}</h1><p>Words. {link}</p></main>")
        for number in range(7):
            body = f'<main><h1>P</h1><p>Words {number}, <a href="/shared">here</a>.</p></main>'
            server.page(f"/page/{number}", body)
        server.page("/shared", "<main><h1>Shared</h1><p>All come here.</p></main>")
        assert program.run("fetch").code == 0
        assert program.run("fetch", *(f"{server.url}/page/{n}" for n in range(7))).code == 0
        for _ in range(2):
            assert program.run("links", "check", "--all").code == 0
        yield program, server


def test_a_page_of_the_configuration_is_read_by_fetch(archive: tuple[Program, PageServer]) -> None:
    program, server = archive
    page = program.run("pages", "--format", "json").document()[0]
    assert (page["url"], page["tags"]) == (f"{server.url}/hostile", ["configured"])
    assert (page["state"], page["versions"]) == ("live", 1)


@pytest.mark.parametrize(
    "command", [["pages"], ["links"], ["report"], ["search", "words"]], ids=str
)
def test_nothing_of_a_page_acts_on_the_terminal(
    archive: tuple[Program, PageServer], command: list[str]
) -> None:
    out = archive[0].run(*command).out
    assert out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_links_are_junit_that_any_reader_of_xml_takes(archive: tuple[Program, PageServer]) -> None:
    program, server = archive
    suite = ElementTree.fromstring(program.run("links", "--format", "junit").out)
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert (suite.get("tests"), suite.get("failures")) == ("3", "0")
    doubtful = cases[f"{server.url}/gone"].find("system-out")
    assert doubtful is not None
    assert doubtful.text == "not confirmed yet: suspected: http 404"
    assert cases["mailto:a@b.example"].find("skipped") is not None
    assert list(cases[f"{server.url}/shared"]) == []


def test_a_cell_that_would_be_a_formula_is_text(archive: tuple[Program, PageServer]) -> None:
    rows = list(csv.reader(io.StringIO(archive[0].run("links", "--format", "csv").out)))
    assert rows[0][:4] == ["url", "state", "reason", "status"]
    assert len(rows) == 4
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_link_that_is_everywhere_is_not_told_everywhere(
    archive: tuple[Program, PageServer],
) -> None:
    out = archive[0].run("links", "--state", "ok").out.splitlines()
    assert sum("“here”" in line for line in out) == 5
    assert out[-1].strip() == "and in 2 more places"


def test_a_copy_of_an_archive_can_be_read_and_is_left_as_it_was(
    archive: tuple[Program, PageServer], tmp_path: Path
) -> None:
    program, _ = archive
    copy = Program(tmp_path, OWN_NETWORK)
    shutil.copyfile(program.database, copy.database)
    before = copy.database.read_bytes()
    for command in (["pages"], ["status"], ["report"], ["changes"], ["links"], ["search", "words"]):
        assert copy.run(*command).code == 0, command
    assert not copy.database.with_name("archive.db.gate").exists()
    assert copy.database.read_bytes() == before


def test_show_says_that_a_page_is_gone_and_gives_its_last_words(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        url = f"{server.url}/a"
        server.page("/a", "<main><h1>Head</h1><p>The last words.</p></main>")
        assert program.run("fetch", url).code == 0
        server.routes["/a"] = Answer(status=404)
        assert program.run("fetch", url).code == 0
        assert "the last check saw the page gone" in program.run("show", url).out
        assert program.run("fetch", "--exit-code", url).code == 1
        shown = program.run("show", url).out
    assert "the page is gone; these are its last words" in shown
    assert "The last words." in shown
    assert program.run("show", url, "--format", "raw").out.endswith("The last words.</p></main>")
