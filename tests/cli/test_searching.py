"""search, as its users ask: every form, narrowed, dated, and never a silent end of the list."""

from __future__ import annotations

import csv
import io

import pytest

from cli.program import Program
from warcs import page, response, written
from watching import imported

_SAID = ("We are optimistic.", "We are pessimistic.")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program on an archive in which a word was replaced on three pages of two hosts."""
    folder = tmp_path_factory.mktemp("searching")
    records = [
        response(f"https://{place}", page(words), at=f"2020-0{month}-01T00:00:00Z")
        for place in ("a.example/one", "a.example/two", "b.example/three")
        for month, words in enumerate(_SAID, start=1)
    ]
    program = Program(folder)
    imported(program.database, written(folder / "seen.warc", *records))
    return program


def test_words_that_are_gone_are_told_with_when_and_in_which_change(program: Program) -> None:
    ran = program.run("search", "--removed", "Optimistic", "--site", "b.example")
    assert (ran.code, ran.err) == (0, "1 found\n")
    assert "[[optimistic]]" in ran.out
    assert "appeared by 2020-01-01T00:00:00Z; vanished 2020-01-01T00:00:00Z – " in ran.out
    (hit,) = program.run(
        "search", "--removed", "optimistic", "--site", "b.example", "--format", "json"
    ).document()
    assert set(hit) == {
        *("url", "host", "state", "title", "speaker", "published_on", "version", "change_id"),
        *("not_before", "not_after", "snippet", "appeared", "vanished", "times_now"),
    }
    assert hit["vanished"] == {
        "version": 2, "not_before": "2020-01-01T00:00:00Z", "not_after": "2020-02-01T00:00:00Z",
        "change_id": hit["change_id"],
    }  # fmt: skip
    assert (hit["appeared"]["not_before"], hit["times_now"]) == (None, 0)


def test_as_csv_each_hit_is_a_row(program: Program) -> None:
    ran = program.run("search", "--removed", "optimistic", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert (len(rows), ran.err) == (3, "")
    assert {row["vanished_not_after"] for row in rows} == {"2020-02-01T00:00:00Z"}
    assert {row["appeared_not_before"] for row in rows} == {""}


def test_a_list_that_is_cut_says_so(program: Program) -> None:
    for form in ("text", "json", "csv"):
        ran = program.run("search", "--removed", "optimistic", "--limit", "2", "--format", form)
        assert "only the first 2 hits" in ran.err
    assert (
        program.run("search", "optimistic").err == "nothing found; --ever looks at every version\n"
    )


@pytest.mark.parametrize("typed", ['"', "*", "—", ""])
def test_nothing_to_look_for_is_the_callers_mistake(program: Program, typed: str) -> None:
    ran = program.run("search", "--removed", typed)
    assert (ran.code, ran.out) == (2, "")
    assert "no word" in ran.err
