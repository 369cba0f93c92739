"""Changes are marked by readers, found by their marks, and nothing is marked by mistake."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from cli.program import Program
from warcs import page, response, written
from watching import imported

URL = "https://archive.example/remarks"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A program on an archive in which one page changed three times."""
    words = ("We are optimistic.", "We are pessimistic.", "We are pessimistic!!", "We were wrong.")
    records = [
        response(URL, page(said), at=f"2020-0{month}-01T00:00:00Z")
        for month, said in enumerate(words, start=1)
    ]
    program = Program(tmp_path)
    imported(program.database, written(tmp_path / "seen.warc", *records))
    return program


def _found(program: Program, *options: str) -> list[int]:
    ran = program.run("changes", *options, "--format", "json")
    assert ran.code == 0, ran.err
    return [change["id"] for change in ran.document()]


def test_a_bare_mark_is_a_review_and_what_is_left_is_one_command(program: Program) -> None:
    every = _found(program)
    open_ = _found(program, "--unreviewed")
    assert set(open_) <= set(every)
    ran = program.run("changes", "mark", str(open_[0]), "--by", "A. Reader")
    assert (ran.code, ran.out) == (0, f"change {open_[0]}: reviewed\n")
    assert _found(program, "--unreviewed") == open_[1:]
    assert _found(program, "--reviewed") == open_[:1]
    ran = program.run("changes", "mark", "-", "--importance", "critical", "--reviewed",
                      stdin="\n".join(map(str, open_)))  # fmt: skip
    assert ran.out.count("reviewed; importance critical") == len(open_)
    assert _found(program, "--unreviewed") == []
    assert _found(program, "--min-importance", "critical") == open_
    assert program.run("changes", "--unreviewed").err == "no change is recorded that fits\n"


def test_labels_and_a_note_review_nothing_and_are_shown(program: Program) -> None:
    first, *_ = _found(program)
    ran = program.run(
        "changes", "mark", str(first), "--label", "wording", "--label", "to  the editor",
        "--note", "\x1b[31mred", "--by", "Z",
    )  # fmt: skip
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert first in _found(program, "--unreviewed")
    assert _found(program, "--label", "to the editor") == [first]
    assert "wording" in program.run("changes").out
    rows = list(csv.DictReader(io.StringIO(program.run("changes", "--format", "csv").out)))
    assert rows[0]["labels"] == '["to the editor", "wording"]'
    assert {row["marked_by"] for row in rows[1:]} == {""}
    program.run("changes", "mark", str(first), "--unlabel", "wording", "--by", "Z")
    assert _found(program, "--label", "wording") == []
    told = program.run("changes", "marks", str(first), "--format", "json").document()
    assert [one["labels_removed"] for one in told] == [[], ["wording"]]
    listed = program.run("changes", "marks").out
    assert "\x1b" not in listed
    assert "no longer wording" in listed
    assert program.run("changes", "marks", "--format", "csv").out.count("\n") == 3


@pytest.mark.parametrize(
    "given",
    [
        ("1", "999"), ("x",), ("0",), ("-1",), ("9" * 30,), ("1", "--importance", "101"),
        ("1", "--importance", "grave"), ("1", "--label", " "), ("1", "--by", " "), (), ("-",),
        ("1", "--label", "x" * 201), ("1.0",), ("１",),
    ],
)  # fmt: skip
def test_a_mistake_marks_nothing_and_is_named(program: Program, given: tuple[str, ...]) -> None:
    ran = program.run("changes", "mark", *given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err
    assert program.run("changes", "marks", "--format", "json").document() == []
