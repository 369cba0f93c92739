"""blame, when and history --turn, as their users ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.program import Program
from warcs import page, response, written
from watching import imported

URL = "https://archive.example/briefing"
_WORDS = (
    "MR. GULL: We are optimistic. It is lit.</p><p>QUESTION: By \x1bwhom?",
    "MR. GULL: We are not optimistic. It is lit.</p><p>QUESTION: By \x1bwhom?",
)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program on an archive in which a word came into an answer."""
    folder = tmp_path_factory.mktemp("tracing")
    records = [
        response(URL, page(words), at=f"2020-0{month}-01T00:00:00Z")
        for month, words in enumerate(_WORDS, start=1)
    ]
    program = Program(folder)
    imported(program.database, written(folder / "seen.warc", *records))
    return program


def test_blame_marks_the_words_that_another_version_brought(program: Program) -> None:
    ran = program.run("blame", "archive.example/briefing")
    assert (ran.code, ran.err) == (0, "")
    assert "1  It is lit." in ran.out
    assert "2  MR. GULL: We are [2: not] optimistic." in ran.out
    assert "version 2: 2020-01-01T00:00:00Z – 2020-02-01T00:00:00Z" in ran.out
    assert "\x1b" not in ran.out
    document = program.run("blame", URL, "--format", "json", "--buckets", "3").document()
    assert set(document) == {"url", "version", "observed_at", "sights", "paragraphs", "heat"}
    assert document["heat"]["buckets"] == 3
    assert sum(document["heat"]["steps"][0]["changed_words"]) == 1
    first = program.run("blame", URL, "--version", "1", "--format", "json").document()
    assert {one["version"] for part in first["paragraphs"] for one in part["sentences"]} == {1}


def test_when_tells_each_step_with_its_interval_and_change(program: Program) -> None:
    told = program.run("when", URL, "not", "optimistic", "--format", "json").document()
    assert told["times_now"] == 1
    (event,) = told["events"]
    assert event == {
        "event": "appeared", "version": 2, "not_before": "2020-01-01T00:00:00Z",
        "not_after": "2020-02-01T00:00:00Z", "times": 1, "change_id": 1,
    }  # fmt: skip
    ran = program.run("when", URL, "we are optimistic")
    assert [line.split()[0] for line in ran.out.splitlines()] == ["event", "appeared", "vanished"]
    silent = program.run("when", URL, "never said")
    assert (silent.code, silent.out) == (0, "")
    assert "says so" in silent.err


def test_the_story_of_a_turn_shows_what_was_edited(program: Program) -> None:
    ran = program.run("history", URL, "--turn", "Mr. Gull:1")
    assert "MR. GULL: We are {+not +}optimistic. It is lit." in ran.out
    story = program.run("history", URL, "--turn", "MR. GULL:1", "--format", "json").document()
    assert [one["version"] for one in story] == [1, 2]
    assert "\x1b" not in program.run("history", URL, "--turn", "QUESTION:1").out


@pytest.mark.parametrize(
    "given",
    [
        ("blame", "https://archive.example/unknown"), ("blame", URL, "--version", "9"),
        ("blame", URL, "--buckets", "0"), ("when", URL, "—"), ("when", URL), ("blame",),
        ("history", URL, "--turn", "MR. GULL:7"), ("history", URL, "--version", "1"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_the_callers_mistake(
    program: Program, given: tuple[str, ...]
) -> None:
    ran = program.run(*given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_without_an_archive_nothing_is_made(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("blame", URL).code == 2
    assert program.run("when", URL, "words").code == 2
    assert not program.database.exists()
