"""Where a diff goes and how it looks there: a terminal, one without colours, a pipe, a file."""

from __future__ import annotations

import json
import os
import pty
import subprocess

import pytest

from archive_watch.cli.coloured import coloured, may_colour
from archive_watch.report.diff_text import Style
from cli.program import Program
from warcs import page, response, written

URL = "https://archive.example/report"
_MARKED = "We will {+not +}go there."


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = Program(tmp_path_factory.mktemp("drawn"))
    texts = ("We will go there.", "We will not go there.")
    captures = [
        response(URL, page(text), at=f"2020-01-0{day}T00:00:00Z")
        for day, text in enumerate(texts, 1)
    ]
    assert made.run("import", str(written(made.folder / "made.warc", *captures))).code == 0
    return made


def _on_a_terminal(program: Program, **env: str) -> str:
    """What a terminal is sent."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        program.command("diff", URL), stdin=subprocess.DEVNULL, stdout=theirs, cwd=program.folder,
        env=program.environment(TERM="xterm-256color", **env),
    ):  # fmt: skip
        os.close(theirs)
        sent = b""
        while part := _read(ours):
            sent += part
    os.close(ours)
    return sent.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when the other side is closed
        return b""


def test_a_terminal_gets_colours_and_signs_and_no_color_takes_the_colours_away(
    program: Program,
) -> None:
    assert "We will \x1b[4;38;5;32m{+not +}\x1b[0mgo there." in _on_a_terminal(program)
    plain = _on_a_terminal(program, NO_COLOR="1")
    assert _MARKED in plain
    assert "\x1b" not in plain


def test_a_pipe_gets_plain_text_and_a_file_the_form_that_its_name_tells(program: Program) -> None:
    piped = program.run("diff", URL, env={"TERM": "xterm-256color"}).out
    assert _MARKED in piped
    assert "\x1b" not in piped
    told = {}
    for name in ("changed.html", "changed.md", "changed.json", "changed.txt"):
        ran = program.run("diff", URL, "-o", name)
        assert (ran.code, ran.out, ran.err) == (0, "", f"written to {name}\n")
        told[name] = (program.folder / name).read_text(encoding="utf-8")
    assert told["changed.html"].startswith("<!doctype html>")
    assert "We will **not** go there." in told["changed.md"]
    assert json.loads(told["changed.json"])["ops"]
    assert told["changed.txt"] == piped


def test_a_file_that_cannot_be_written_is_the_callers_to_mend(program: Program) -> None:
    ran = program.run("diff", URL, "-o", "made.warc/changed.html")
    assert (ran.code, ran.out) == (2, "")
    assert "made.warc" in ran.err


def test_a_dumb_terminal_and_one_that_is_unknown_get_no_colours() -> None:
    assert not may_colour({"TERM": "dumb"})
    assert not may_colour({})


def test_long_lines_break_between_words_under_their_words_and_headings_stay_whole() -> None:
    words = "word " * 12
    drawn = coloured([((Style.HEAD, words),), ((Style.PLAIN, "~ "), (Style.PLAIN, words))], 30)
    head, *rows = drawn.splitlines()
    assert head == f"\x1b[1m{words}\x1b[0m"
    assert len(rows) == 3
    assert all(len(row) <= 30 for row in rows)
    assert all(row.startswith(("~ word", "  word")) for row in rows)
