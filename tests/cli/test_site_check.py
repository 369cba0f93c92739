"""``site check``: a profile against its own examples, without any archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.report.word_by_word import shown_word_by_word
from archive_watch.shipped import shipped
from cli.program import Program

_BASE = 'name = "beside"\nroots = ["main"]\ntitle = ["h1"]\ndrop = ["h1"]\n'
_PROFILE = """name = "mine"
extends = "beside"
hosts = ["www.mine.example"]
[[example]]
name = "an interview"
html = "<h1>Tides</h1><main><p>MS. A: One two three.</p><p>MR. B: Yes.</p></main>"
title = "{title}"
speaker = {speaker}
labels = ["MS. A", "{label}"]
text = '''
MS. A: One {word} three.

MR. B: Yes.'''
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path)
    (tmp_path / "b.toml").write_text(_BASE, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("x = [", encoding="utf-8")  # nobody builds on it
    return program


def _write(program: Program, **said: str) -> str:
    said = {"title": "Tides", "speaker": '""', "label": "MR. B", "word": "two", **said}
    text = _PROFILE.format(**said).replace('speaker = ""\n', "")
    (program.folder / "a.toml").write_text(text, encoding="utf-8")
    return "a.toml"


def test_a_profile_that_reads_as_its_examples_say_ends_with_0(program: Program) -> None:
    ran = program.run("site", "check", _write(program))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "a.toml: profile mine, version 1",
        "  passed  an interview",
        "1 example, all read as said",
    ]
    assert not program.database.exists()


def test_what_is_read_otherwise_is_told_word_by_word_and_ends_with_1(program: Program) -> None:
    file = _write(program, title="Tide", speaker='"Ada Example"', label="QUESTION", word="2")
    ran = program.run("site", "check", file)
    assert (ran.code, ran.err) == (1, "")
    assert [line.strip() for line in ran.out.splitlines()] == [
        "a.toml: profile mine, version 1",
        "FAILED  an interview",
        "title: [-Tide-]{+Tides+}",
        "speaker: said “Ada Example”, read nothing",
        "text: MS. A: One [-2-]{+two+} three. ¶ MR. B: Yes.",
        "labels: MS. A; [-QUESTION-]{+MR. B+}",
        "1 of 1 example read otherwise than said:",
        "[-said, not read-] {+read, not said+}",
    ]


def test_a_program_gets_both_readings(program: Program) -> None:
    ran = program.run("site", "check", _write(program, label="QUESTION"), "--format", "json")
    assert ran.code == 1
    assert ran.document() == {
        "file": "a.toml",
        "profile": "mine",
        "version": 1,
        "passed": False,
        "examples": [
            {
                "name": "an interview",
                "passed": False,
                "differences": [
                    {
                        "field": "labels",
                        "expected": ["MS. A", "QUESTION"],
                        "read": ["MS. A", "MR. B"],
                        "evidence": [],
                    }
                ],
            }
        ],
    }


def test_an_example_of_another_kind_is_told_with_the_evidence(program: Program) -> None:
    own = 'name = "x"\nroots = ["main"]\n[[example]]\nname = "one"\nhtml = "<p>Words."\n'
    (program.folder / "x.toml").write_text(own, encoding="utf-8")
    ran = program.run("site", "check", "x.toml")
    assert ran.code == 1
    assert "kind: [-content-]{+needs_review+} (profile x: none of main is on the page)" in ran.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "cannot read x.toml: No such file or directory"),
        (b"x = [", "it is not TOML"),
        (b"\xff", "it is not UTF-8 text"),
        (b'name = "x"\nrotos = []\nversion = "1"', "rotos: unknown key"),
        (b'name = "x"\nrotos = []\nversion = "1"', "version: '1' is not a whole number"),
        (b'extends = "beside"', "name: every profile has one"),
        (b'name = "x"\nextends = "none"', "x.toml: extends 'none', which is not there"),
        (b'name = "x"\nextends = "x"', "x.toml: extends 'x', which is not there or extends it"),
        (b'name = "x"\nextends = ["beside"]', "extends ['beside'], which is not there"),
        (b'name = ["x"]', "name: ['x'] is not a text"),
    ],
)
def test_what_is_no_profile_ends_with_2_and_its_faults(
    program: Program, text: bytes | None, told: str
) -> None:
    if text is not None:
        (program.folder / "x.toml").write_bytes(text)
    ran = program.run("site", "check", "x.toml")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_a_profile_may_extend_a_shipped_one_and_the_shipped_ones_pass(program: Program) -> None:
    own = 'name = "x"\nextends = "state-wordpress"\nhosts = ["x.example"]\n[[example]]\n'
    own += 'name = "o"\nhtml = "<article><div class=entry-content>Words."\ntext = "Words."\n'
    (program.folder / "x.toml").write_text(own, encoding="utf-8")
    for file in ("x.toml", *map(str, sorted(shipped("config/sites").glob("*.toml")))):
        ran = program.run("site", "check", file)
        assert (ran.code, ran.err) == (0, ""), file


def test_a_profile_without_examples_is_told_to_prove_nothing(program: Program) -> None:
    ran = program.run("site", "check", "b.toml")
    assert ran.code == 0
    assert "it has no [[example]]" in ran.err


def test_of_long_texts_only_what_stands_beside_a_difference_is_shown() -> None:
    same = "and so it went on and on, " * 40
    shown = shown_word_by_word(f"{same}red {same}", f"{same}green {same}")
    assert "[-red-]{+green+}" in shown
    assert len(shown) < 120
    assert shown.startswith("…")
    assert shown.endswith("…")
