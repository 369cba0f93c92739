"""history --heat: where in its text a page was edited, drawn for people and as numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.report.heat_strip import STRETCHES
from cli.program import Program
from warcs import page, response, written

URL = "https://archive.example/report"
_SENTENCES = [f"Ship number {at} came in and was not delayed." for at in range(50)]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = Program(tmp_path_factory.mktemp("heat"))
    last = [*_SENTENCES[:-1], _SENTENCES[-1].replace("not delayed", "delayed for a week")]
    sights = [
        (page("</p><p>".join(_SENTENCES)), "200 OK"),
        (page("</p><p>".join(last)), "200 OK"),
        *[(page("gone"), "404 Not Found")] * 2,
        (page("</p><p>".join(last[25:])), "200 OK"),
    ]
    captures = [
        response(URL, body, status=status, at=f"2020-01-0{day}T00:00:00Z")
        for day, (body, status) in enumerate(sights, 1)
    ]
    assert made.run("import", str(written(made.folder / "made.warc", *captures))).code == 0
    return made


def test_each_span_has_the_words_that_changed_in_each_part_of_its_text(program: Program) -> None:
    spans = program.run("history", URL, "--format", "json").document()
    first, second, gone, last = (span["heat"] for span in spans)
    assert first is gone is None
    assert len(second) == len(last) == STRETCHES
    assert 4 <= sum(second) <= 8
    assert sum(second[:-1]) == 0
    assert last[0] > 100
    assert sum(last[10:]) == 0


def test_the_strip_stands_beside_each_version_with_a_legend(program: Program) -> None:
    lines = program.run("history", URL, "--heat").out.splitlines()
    assert lines[0].split() == "version first seen words edited where in the text".split()
    assert [line.split()[0] for line in lines[1:5]] == ["1", "2", "gone", "3"]
    assert lines[2].endswith("." * (STRETCHES - 1) + "*")
    assert "#" in lines[4].split()[-1][:5]
    assert f"one of {STRETCHES} equal stretches" in lines[-1]


def test_of_one_turn_there_is_no_strip(program: Program) -> None:
    refused = program.run("history", URL, "--heat", "--turn", "MR. DOE:1")
    assert (refused.code, "--heat" in refused.err) == (2, True)


def test_an_archive_that_has_read_nothing_draws_nothing(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("add", URL).code == 0
    told = program.run("history", URL, "--heat")
    assert (told.code, told.out) == (0, "")
